import type { TrainingEvent } from '../../kernel/multitask/training/events.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { code, sentence, strong } from '../../kernel/text/index.ts';
import { createLastTries } from '../../kernel/user-process/reports/last-try/last-tries.ts';
import { beginTraining, foldTraining, trainingPayload } from '../../kernel/user-process/reports/training-fold.ts';
import { census, type InventedRun, inventRun, routing, upTo } from './training-run.ts';

/** Payloads for every state a picture can be in, made by the real fold from invented events. */
export function payloadOf(events: readonly TrainingEvent[]): TrainingPayload {
  const [started] = events;
  if (started?.kind !== 'started') throw new Error('the first event of a run is "started"');
  return trainingPayload(events.reduce(foldTraining, beginTraining(started.run)));
}

const other = census.map((task, i) => ({
  ...task,
  auc: [
    [0.9379, 0.9421, 0.9439],
    [0.9869, 0.9881, 0.9883],
  ][i],
  loss: [
    [0.144, 0.1368, 0.1349],
    [0.1127, 0.1066, 0.1064],
  ][i],
}));

const named = (count: number) => Array.from({ length: count }, (_, e) => `expert ${e}`);
const pleExperts = ['income 0', 'income 1', 'income 2', 'marital 0', 'marital 1', 'marital 2', 'shared 0', 'shared 1'];
const pleColumns = (serves: string) =>
  ({ income: [0, 1, 2, 6, 7], marital: [3, 4, 5, 6, 7] })[serves] ?? [0, 1, 2, 3, 4, 5, 6, 7];
const sixteen = Array.from({ length: 16 }, (_, i) => ({ ...census[i % 2], name: `task ${i}` }));

/** Models that route. */
export const routedRuns = {
  mmoe: { run: { gates: [routing(0, ['income', 'marital'], named(8))] } },
  ple: {
    run: {
      model: 'ple',
      title: 'PLE',
      gates: [
        routing(0, ['income', 'marital', 'shared'], pleExperts, pleColumns),
        routing(1, ['income', 'marital'], pleExperts, pleColumns),
      ],
    },
  },
  experts: { run: { summary: ['64 experts'], gates: [routing(0, ['income', 'marital'], named(64))] } },
  tasks: {
    tasks: sixteen,
    run: {
      gates: [
        routing(
          0,
          sixteen.map(({ name }) => name),
          named(8),
        ),
      ],
    },
  },
} as const satisfies Readonly<Record<string, InventedRun>>;

/** Models whose tasks pull their shared parts apart. */
export const conflictRuns = {
  /** E2 comes apart as it trains, E5 from the start; the embeddings agree. */
  mmoe: {
    run: {
      sharedParts: ['embeddings', ...named(6)],
      gates: [routing(0, ['income', 'marital'], named(6))],
      settings: { gradients: '"pcgrad"', conflicts: 'true' },
    },
    cosine: (part, _pair, progress) =>
      [0.31, 0.26, 0.08, 0.3 - 0.8 * Math.sqrt(progress), 0.55 - 0.1 * progress, -0.05, -0.27][part] ?? 0,
    weight: (task, progress) => (task === 0 ? 1 + 0.6 * progress : 1 - 0.4 * Math.sqrt(progress)),
  },
  many: {
    tasks: ['click', 'like', 'share', 'follow'].map((name, i) => ({ ...census[i % 2], name })),
    run: { sharedParts: ['embeddings', ...named(18)], summary: ['18 experts'] },
    cosine: (part, pair, progress) => Math.sin(part + 2 * pair) * (0.2 + 0.5 * progress),
    weight: (task, progress) => 1 + (task - 1.5) * 0.5 * progress,
  },
} as const satisfies Readonly<Record<string, InventedRun>>;

/** A run whose cell had trained before, with another learning rate: the differences are invented. */
function withLastTry(): TrainingPayload {
  const call = { cell: 'fit', position: 0 };
  const tries = createLastTries();
  const first = payloadOf(
    inventRun({
      tasks: other,
      seed: 17,
      run: { id: 'run-13', number: 13, settings: { learningRate: '0.003', epochs: '3' } },
    }),
  );
  tries.of({ ...call, source: 'model.fit(data.train, { learningRate: 0.003 })' }).ended(foldOf(first), first);
  const next = payloadOf(inventRun({ run: { settings: { learningRate: '0.01', epochs: '3' } } }));
  const before = tries
    .of({ ...call, source: 'model.fit(data.train, { learningRate: 0.01 })\nawait gateReport(model)' })
    .before(next);
  if (before === undefined) throw new Error('the first run is the last try of the next');
  return {
    ...next,
    before: {
      ...before,
      differences: [
        { task: 'income', metric: 'AUC', mean: 0.0023, lower: 0.0009, upper: 0.0037, rows: 49_881 },
        { task: 'marital', metric: 'AUC', mean: -0.0001, lower: -0.0004, upper: 0.0002, rows: 49_881 },
      ],
    },
  };
}

/** What a watcher knows of an ended run; only its events are invented. */
function foldOf({ run }: TrainingPayload) {
  return beginTraining({ ...run, tasks: [], epochs: 3, stepsPerEpoch: 780 });
}

/** By the last part of the example's file name. */
export const trainingExamples = {
  conflict: payloadOf(inventRun(conflictRuns.mmoe)),
  'conflict-many': payloadOf(upTo(inventRun(conflictRuns.many), 1204)),
  running: payloadOf(upTo(inventRun(), 1204)),
  finished: payloadOf(inventRun()),
  interrupted: payloadOf(inventRun({ stop: { step: 1204, state: 'interrupted' } })),
  failed: payloadOf(
    inventRun({
      stop: {
        step: 311,
        state: 'failed',
        message: 'The loss of marital became NaN. A lower learningRate may help (now 0.5).',
      },
    }),
  ),
  'shared-bottom': payloadOf(
    inventRun({
      tasks: other,
      seed: 17,
      run: { id: 'run-12', number: 12, model: 'shared-bottom', title: 'Shared-Bottom', summary: ['bottom 117'] },
    }),
  ),
  dead: payloadOf(
    inventRun({
      tasks: census.map((task) => ({
        ...task,
        floor: task.loss[0] + 0.1,
        auc: [0.5],
        aucError: 0,
        loss: [task.start / 3],
        trainLoss: [task.start / 3],
      })),
      run: { stepsPerEpoch: 80, rows: 20_480 },
      verdict: {
        tone: 'error',
        kind: 'constant',
        headline: sentence(
          strong('The network is dead:'),
          ' ',
          strong('income'),
          ' and ',
          strong('marital'),
          ' get the same prediction for every row.',
        ),
        detail: sentence(
          'income: the greatest and the least prediction of 49,881 validation rows are the same, AUC .5000 ±\u00a0.0000. Lower the learning rate: ',
          code('learningRate: 0.001'),
          '.',
        ),
        fix: 'learningRate: 0.001',
      },
    }),
  ),
  overfitted: payloadOf(
    inventRun({
      tasks: census.map((task) => ({
        ...task,
        auc: [task.auc[0], task.auc[2], task.auc[0], task.auc[0] - 0.004, task.auc[0] - 0.008, task.auc[0] - 0.012],
        loss: [0.1, 0.094, 0.101, 0.113, 0.128, 0.141].map((loss) => loss + task.loss[0] - 0.1),
        trainLoss: [0.139, 0.1312, 0.121, 0.111, 0.1, 0.0904],
        floor: 0.05,
      })),
      // It went on from an earlier run of three epochs.
      run: { epochs: 6, stepsPerEpoch: 40, rows: 10_240, goesOn: { from: 13, epochs: 3 } },
      verdict: {
        tone: 'warning',
        kind: 'overfits',
        headline: sentence(
          strong('Overfits since epoch 5:'),
          ' ',
          strong('income'),
          ' and ',
          strong('marital'),
          ' get worse on validation rows.',
        ),
        detail: sentence(
          'income: validation log loss .1348 after epoch 5, .1818 ±\u00a0.0021 after epoch 9; train fell from .1312 to .0904. Keep the best epoch: ',
          code('earlyStopping: { patience: 2 }'),
          '.',
        ),
        fix: 'earlyStopping: { patience: 2 }',
      },
    }),
  ),
  'last-try': withLastTry(),
  waiting: payloadOf(inventRun().slice(0, 1)),
  gates: payloadOf(inventRun(routedRuns.mmoe)),
  'learned-weights': payloadOf(
    inventRun({
      // exp(−ln .5) = 2, exp(3.1 ÷ 2) = 4.71
      tasks: [
        { ...census[0], logVariance: [-0.3, -0.6, -Math.LN2] },
        {
          ...census[1],
          name: 'spend',
          kind: 'numeric',
          description: 'in $ K',
          start: 80,
          floor: 20,
          noise: 3,
          loss: [26, 23, 22],
          logVariance: [3.3, 3.2, 3.1],
        },
      ],
      run: { taskWeights: 'learned' },
    }),
  ),
} satisfies Readonly<Record<string, TrainingPayload>>;
