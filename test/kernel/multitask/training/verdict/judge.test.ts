import { describe, expect, it } from 'vitest';
import type { Conflict } from '../../../../../kernel/multitask/conflicts/index.ts';
import { gateStatistics } from '../../../../../kernel/multitask/gate-report/index.ts';
import { judgeRun, type RunFacts } from '../../../../../kernel/multitask/training/verdict/index.ts';
import { plainText, type Sentence } from '../../../../../kernel/text/index.ts';
import { type JudgedTask, runFacts } from '../../../../support/run-facts.ts';

/** Learned and calm: train and validation fell together and stand. */
const healthy: JudgedTask = {
  auc: [0.78, 0.8, 0.8, 0.8],
  loss: [0.3, 0.29, 0.29, 0.29],
  train: [0.29, 0.28, 0.28, 0.28],
};
const numeric: JudgedTask = {
  kind: 'numeric',
  loss: [9, 8, 8, 8],
  train: [9, 8, 8, 8],
  constant: 16,
  lossError: 0.3,
  steps: [17, 8],
};

function said(facts: RunFacts) {
  const found = judgeRun(facts);
  // As it reads, with plain spaces.
  const text = (words: Sentence) => plainText(words).replaceAll('\u00a0', ' ');
  return found && { ...found, headline: text(found.headline), detail: text(found.detail) };
}

/** How click and buy pull at a part. */
function pull(part: string, cosine: number, error = 0.03): Conflict {
  return { part, tasks: ['click', 'buy'], cosine, error, negative: 0.96, steps: 780 };
}

/** Gates of click and of buy over two experts. */
function gatesOf(...means: readonly (readonly [number, number])[]) {
  return means.map((mean, i) => {
    const experts = ['expert 0', 'expert 1'];
    return gateStatistics({ gate: `gate ${i}`, level: 0, serves: ['click', 'buy'][i], experts }, mean);
  });
}

type Case = { readonly has: RunFacts; readonly hasNot: RunFacts; readonly says: object };

/** Of each rule a run that has it, and one that is near to it and has it not. */
const cases: Readonly<Record<string, Case>> = {
  'diverged: the loss of the steps': {
    has: runFacts({ tasks: [{ ...healthy, loss: [3], train: [3], steps: [0.69, 41] }], how: { learningRate: 10 } }),
    // So high a step in an epoch that comes back from it is no divergence.
    hasNot: runFacts({ tasks: [{ ...healthy, steps: [0.69, 41] }] }),
    says: {
      tone: 'error',
      kind: 'diverged',
      headline: 'Training diverged: the loss of click is 41.000; it began at .6900.',
      detail:
        'That is the mean over the steps of epoch 4; always predicting the share of 1 gives .3300. Lower the learning rate: learningRate: 0.001.',
      fix: 'learningRate: 0.001',
    },
  },
  'diverged: a prediction is no number': {
    has: runFacts({ tasks: [healthy, { ...healthy, loss: [0.3, Number.NaN] }], epochs: 2 }),
    hasNot: runFacts({ tasks: [healthy, healthy] }),
    says: { tone: 'error', kind: 'diverged', headline: 'Training diverged: predictions of buy are not numbers.' },
  },
  'diverged: what ended the run': {
    has: runFacts({
      tasks: [healthy],
      epochs: 0,
      state: 'failed',
      diverged: 'The loss of task "click" became NaN at step 12.',
      how: { learningRate: 0.001 },
    }),
    hasNot: runFacts({ tasks: [healthy], state: 'failed' }),
    says: {
      tone: 'error',
      kind: 'diverged',
      headline: 'Training diverged. The loss of task "click" became NaN at step 12.',
      fix: 'learningRate: 0.0001',
    },
  },
  'one class: train': {
    has: runFacts({ tasks: [healthy], labels: { click: { rows: 900, least: 0, greatest: 0 } } }),
    hasNot: runFacts({ tasks: [healthy], labels: { click: { rows: 900, least: 0, greatest: 1 } } }),
    says: { tone: 'error', kind: 'one-class', headline: 'click has only the label 0 in the train rows.' },
  },
  'one class: validation': {
    has: runFacts({ tasks: [{ ...healthy, auc: [Number.NaN], constant: 0 }] }),
    hasNot: runFacts({ tasks: [healthy] }),
    says: {
      tone: 'warning',
      kind: 'one-class',
      headline: 'click has one value for all labels in the validation rows: it cannot be judged.',
    },
  },
  constant: {
    has: runFacts({ tasks: [healthy, { ...healthy, auc: [0.5], loss: [0.34], range: 0 }], how: { inputs: 'raw' } }),
    // AUC .5 alone is not enough.
    hasNot: runFacts({ tasks: [healthy, { ...healthy, auc: [0.5], loss: [0.34], range: 0.01 }] }),
    says: {
      tone: 'error',
      kind: 'constant',
      headline: 'The network is dead for buy: every row gets the same prediction.',
      detail:
        'buy: the greatest and the least prediction of 5,000 validation rows are the same, AUC .5000 ± .0040. Inputs are not standardised: pass inputs: "standardised".',
      fix: 'inputs: "standardised"',
    },
  },
  'worse than its start': {
    // It went on from .25; twice the error of a batch, .006 · √(5000 ÷ 256) = .0265, is .053.
    has: runFacts({ tasks: [{ ...healthy, loss: [0.31], train: [0.305], steps: [0.25, 0.31] }], how: { before: 6 } }),
    hasNot: runFacts({ tasks: [{ ...healthy, loss: [0.3], train: [0.3], steps: [0.25, 0.31] }], how: { before: 6 } }),
    says: {
      tone: 'warning',
      kind: 'worse-than-start',
      headline: 'Training made it worse: click began better than it ended.',
      detail:
        "click: train log loss .3050 ± .0060 after epoch 10; the first step's was .2500. Lower the learning rate: learningRate: 0.0001.",
    },
  },
  'worse than a constant': {
    has: runFacts({ tasks: [{ ...healthy, auc: [0.49], loss: [0.35], train: [0.35], steps: [0.69, 0.352] }] }),
    // The loss still falls: it is only too early.
    hasNot: runFacts({ tasks: [{ ...healthy, auc: [0.49], loss: [0.35], train: [0.35], steps: [0.69, 0.5] }] }),
    says: {
      tone: 'error',
      kind: 'worse-than-constant',
      headline: 'Worse than a constant: for click one prediction for all rows has less loss.',
      detail:
        'click: validation log loss .3500 ± .0060, and always predicting the share of 1 gives .3300. Lower the learning rate: learningRate: 0.0001.',
    },
  },
  'worse than a constant: numeric': {
    has: runFacts({ tasks: [{ ...numeric, loss: [25], train: [25], steps: [25, 25] }] }),
    hasNot: runFacts({ tasks: [numeric] }),
    says: {
      kind: 'worse-than-constant',
      // √25 and its error .3 ÷ (2 · 5); √16
      detail:
        'click: validation RMSE 5.000 ± .030, and always predicting the mean gives 4.000. Lower the learning rate: learningRate: 0.0001.',
    },
  },
  chance: {
    has: runFacts({ tasks: [{ ...healthy, auc: [0.507], loss: [0.33], train: [0.33], steps: [0.69, 0.33] }] }),
    hasNot: runFacts({ tasks: [{ ...healthy, auc: [0.509], loss: [0.33], train: [0.33], steps: [0.69, 0.33] }] }),
    says: {
      tone: 'warning',
      kind: 'chance',
      headline: 'Nothing learned yet: click cannot be told from chance.',
      detail:
        'click: AUC .5070 ± .0040 on 5,000 validation rows after epoch 4. Train longer or with another learning rate; or the columns say nothing about the labels.',
    },
  },
  'chance: too few steps': {
    has: runFacts({ tasks: [healthy, { ...healthy, auc: [0.505], loss: [0.33], train: [0.33], steps: [0.69, 0.4] }] }),
    hasNot: runFacts({ tasks: [healthy, healthy] }),
    says: { tone: 'warning', kind: 'chance', fix: 'epochs: 8' },
  },
  starves: {
    has: runFacts({ tasks: [healthy, { ...healthy, auc: [0.505], loss: [0.33], train: [0.33], steps: [0.69, 0.33] }] }),
    hasNot: runFacts({
      tasks: [healthy, { ...healthy, auc: [0.52], loss: [0.33], train: [0.33], steps: [0.69, 0.33] }],
    }),
    says: {
      tone: 'warning',
      kind: 'starves',
      headline: 'buy is no better than chance while click learns.',
      detail:
        'buy: AUC .5050 ± .0040 on 5,000 validation rows; click: AUC .8000 ± .0040. Let its loss count for more: pass taskWeights: { buy: 5 }.',
      fix: 'taskWeights: { buy: 5 }',
    },
  },
  overfits: {
    has: runFacts({ tasks: [{ ...healthy, loss: [0.3, 0.28, 0.29, 0.2921], train: [0.29, 0.25, 0.2, 0.18] }] }),
    // A rise of two standard errors is no more than noise.
    hasNot: runFacts({ tasks: [{ ...healthy, loss: [0.3, 0.28, 0.29, 0.2919], train: [0.29, 0.25, 0.2, 0.18] }] }),
    says: {
      tone: 'warning',
      kind: 'overfits',
      headline: 'Overfits since epoch 2: click gets worse on validation rows.',
      detail:
        'click: validation log loss .2800 after epoch 2, .2921 ± .0060 after epoch 4; train fell from .2500 to .1800. Keep the best epoch: earlyStopping: { patience: 2 }.',
      fix: 'earlyStopping: { patience: 2 }',
    },
  },
  'overfits, unless early stopping brought the best epoch back': {
    has: runFacts({
      tasks: [{ ...healthy, loss: [0.28, 0.28, 0.3], train: [0.3, 0.25, 0.2] }],
      epochs: 3,
      how: { earlyStopping: { patience: 1, restores: false } },
    }),
    hasNot: runFacts({
      tasks: [{ ...healthy, loss: [0.28, 0.28, 0.3], train: [0.3, 0.25, 0.2] }],
      epochs: 3,
      how: { earlyStopping: { patience: 1, restores: true } },
    }),
    says: { kind: 'overfits' },
  },
  'off level': {
    has: runFacts({ tasks: [{ ...healthy, loss: [0.35], train: [0.35], steps: [0.69, 0.35] }] }),
    hasNot: runFacts({ tasks: [{ ...healthy, loss: [0.335], train: [0.335], steps: [0.69, 0.335] }] }),
    says: {
      tone: 'warning',
      kind: 'off-level',
      headline: 'click ranks rows, but its level is off: one prediction for all rows has less loss.',
    },
  },
  conflict: {
    has: runFacts({ tasks: [healthy, healthy], conflicts: [pull('bottom', 0.3), pull('expert 3', -0.42)] }),
    // Its interval covers 0.
    hasNot: runFacts({ tasks: [healthy, healthy], conflicts: [pull('bottom', 0.3), pull('expert 3', -0.42, 0.15)] }),
    says: {
      tone: 'warning',
      kind: 'conflict',
      headline: 'The tasks pull apart in E3: click and buy, cosine −.42 ± .03 over epoch 4.',
      detail:
        'Below 0 in 96 % of 780 steps: what helps one there harms the other. Try gradients: "pcgrad", or a model with an expert of its own for each task (PLE).',
      fix: 'gradients: "pcgrad"',
    },
  },
  'conflict: several parts, with PCGrad already, in PLE': {
    has: runFacts({
      tasks: [healthy, healthy],
      conflicts: [pull('shared expert 0', -0.3), pull('embeddings', -0.6), pull('shared expert 1', -0.35)],
      how: { model: 'ple', balancesGradients: true, before: 2 },
    }),
    // Too small to matter.
    hasNot: runFacts({ tasks: [healthy, healthy], conflicts: [pull('embeddings', -0.15, 0.01)] }),
    says: {
      tone: 'warning',
      kind: 'conflict',
      headline: 'The tasks pull apart in embeddings: click and buy, cosine −.60 ± .03 over epoch 6.',
      detail:
        'Below 0 in 96 % of 780 steps: what helps one there harms the other. Also shared 1 (−.35) and shared 0 (−.30). Compare with models.singleTask: perhaps they share nothing.',
    },
  },
  'conflict: an expert that both tasks use': {
    has: runFacts({
      tasks: [healthy, healthy],
      conflicts: [pull('expert 0', -0.5)],
      gates: gatesOf([0.6, 0.4], [0.3, 0.7]),
    }),
    hasNot: runFacts({
      tasks: [healthy, healthy],
      conflicts: [pull('expert 0', -0.5)],
      gates: gatesOf([0.99, 0.01], [0.01, 0.99]),
    }),
    says: {
      tone: 'warning',
      kind: 'conflict',
      headline: 'The tasks pull apart in E0: click and buy, cosine −.50 ± .03 over epoch 4.',
    },
  },
  'still improving': {
    has: runFacts({ tasks: [{ ...healthy, auc: [0.78, 0.79, 0.795, 0.7991] }] }),
    // The gain of the last epoch is within a standard error.
    hasNot: runFacts({ tasks: [{ ...healthy, auc: [0.78, 0.79, 0.795, 0.7989] }] }),
    says: {
      tone: 'warning',
      kind: 'still-improving',
      headline: 'Still improving: the last epoch is the best for click.',
      detail: 'click: AUC rose by .0041 in the last epoch, to AUC .7991 ± .0040. Train longer: epochs: 8.',
      fix: 'epochs: 8',
    },
  },
  'still improving: numeric': {
    has: runFacts({ tasks: [{ ...numeric, loss: [12, 11, 10, 9], train: [12, 11, 10, 9] }] }),
    hasNot: runFacts({ tasks: [{ ...numeric, loss: [12, 11, 10, 9.8], train: [12, 11, 10, 9.8] }] }),
    says: {
      kind: 'still-improving',
      // √10 − √9, and .3 ÷ (2 · 3)
      detail: 'click: RMSE fell by .16 in the last epoch, to RMSE 3.000 ± .050. Train longer: epochs: 8.',
    },
  },
  'stopped early': {
    has: runFacts({
      tasks: [healthy],
      keptEpoch: 2,
      how: { epochs: 20, earlyStopping: { patience: 2, restores: true } },
    }),
    hasNot: runFacts({ tasks: [healthy], keptEpoch: 2, how: { earlyStopping: { patience: 2, restores: true } } }),
    says: {
      tone: 'good',
      kind: 'stopped-early',
      headline: 'Stopped early: epoch 2 was best, two more were no better.',
      detail: 'click AUC .8000 ± .0040. On 5,000 validation rows after epoch 2.',
    },
  },
  good: {
    has: runFacts({ tasks: [healthy, numeric] }),
    hasNot: runFacts({ tasks: [healthy], epochs: 0 }),
    says: {
      tone: 'good',
      kind: 'good',
      headline: 'No alarms. click AUC .8000 ± .0040, buy RMSE 2.828 ± .053.',
      detail: 'On 5,000 validation rows after epoch 4.',
    },
  },
  'good, as far as train rows tell': {
    has: runFacts({ tasks: [healthy], validation: 'none' }),
    hasNot: runFacts({ tasks: [healthy], validation: 'none', epochs: 0 }),
    says: { tone: 'good', kind: 'good', fix: 'validation: data.validation' },
  },
};

describe('a run that has it, and one that has not', () => {
  it.each(Object.entries(cases))('%s', (_, { has, hasNot, says }) => {
    expect(said(has)).toMatchObject(says);
    expect(said(hasNot)?.kind).not.toBe((says as { kind: string }).kind);
  });
});

describe('one verdict a run', () => {
  it('the gravest: an error before a warning that stands higher in the table', () => {
    const facts = runFacts({
      tasks: [
        { ...healthy, constant: 0 },
        { ...healthy, range: 0 },
      ],
    });
    expect(said(facts)).toMatchObject({ kind: 'constant', tone: 'error' });
  });

  it('of the epoch whose weights are kept', () => {
    const tasks = [{ ...healthy, loss: [0.28, 0.28, 0.29, 0.31], train: [0.3, 0.28, 0.2, 0.1] }];
    expect(said(runFacts({ tasks }))?.kind).toBe('overfits');
    expect(said(runFacts({ tasks, keptEpoch: 2 }))?.kind).toBe('good');
  });

  it('names epochs over the life of the weights', () => {
    expect(said(runFacts({ tasks: [healthy], how: { before: 6 } }))?.detail).toMatch(/after epoch 10\.$/);
  });

  it('an interrupted run is judged by what it came to', () => {
    const improving = { ...healthy, auc: [0.6, 0.7, 0.75, 0.8] };
    expect(said(runFacts({ tasks: [improving], state: 'interrupted' }))).toMatchObject({
      kind: 'good',
      headline: 'No alarms until the interrupt. click AUC .8000 ± .0040.',
    });
    expect(said(runFacts({ tasks: [{ ...healthy, range: 0 }], state: 'interrupted' }))?.kind).toBe('constant');
  });

  it('none of a history that older checkpoints tell', () => {
    const facts = runFacts({ tasks: [healthy] });
    expect(judgeRun({ ...facts, history: facts.history.map(({ baselines: _, ...event }) => event) })).toBeUndefined();
  });

  it('names the rest of many tasks by their number', () => {
    const tasks = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ ...healthy, name }));
    expect(said(runFacts({ tasks }))?.headline).toMatch(/, c AUC .8000 ± .0040 and two more\.$/);
  });
});

describe('tasks that agree', () => {
  const agreeing = [pull('bottom', 0.31), pull('expert 0', 0.55)];
  const detail = (facts: RunFacts) => said(facts)?.detail;

  it('are told of a run that is well', () => {
    expect(detail(runFacts({ tasks: [healthy, healthy], conflicts: agreeing }))).toBe(
      'On 5,000 validation rows after epoch 4. The tasks agree in every shared part: cosine .31 to .55.',
    );
  });

  it('in every part, or nothing is said', () => {
    const but = [...agreeing, pull('embeddings', 0.1)];
    expect(detail(runFacts({ tasks: [healthy, healthy], conflicts: but }))).toBe(
      'On 5,000 validation rows after epoch 4.',
    );
    expect(detail(runFacts({ tasks: [healthy, healthy] }))).toBe('On 5,000 validation rows after epoch 4.');
  });
});
