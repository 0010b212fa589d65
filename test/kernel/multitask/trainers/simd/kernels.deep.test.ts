import { describe, expect, test } from 'vitest';
import type { Task } from '../../../../../kernel/multitask/data/tasks.ts';
import type { Blocks } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import type { NetworkNode, Output, Penalty, Probability } from '../../../../../kernel/multitask/network/network.ts';
import type { TrainingPlan } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { checkDifferences, variants } from '../../../../support/gradient-differences.ts';
import { sampleFeatures, sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import { withSimd } from '../../../../support/simd-trainers.ts';
import { planOf } from '../../../../support/tfjs-trainers.ts';

const oneTask: readonly Task[] = [{ name: 'click', kind: 'binary' }];

/** A block, read by one more layer: or by nothing, where it is one unit wide. */
const check = (name: string, block: (b: Blocks) => NetworkNode, plan: Partial<TrainingPlan> = {}) =>
  test(name, () =>
    checkDifferences(
      buildNetwork('block', sampleFeatures, oneTask, ([task], b) => {
        const value = block(b);
        const logit = value.width === 1 ? value : b.linear(value, 1, { name: 'out' });
        return { outputs: [b.output(task, b.probability(logit, { name: 'click' }))] };
      }),
      plan,
    ),
  );

const hidden = (b: Blocks, units: number) => b.dense(b.x, units, { activation: 'tanh' });

describe('layers over x', () => {
  for (const units of [1, 3, 4, 13, 16, 21, 49])
    check(`${units} units`, (b) => b.dense(b.x, units, { activation: 'tanh' }));
  check('a logit', (b) => b.linear(b.x, 1));
  check('no bias', (b) => b.dense(b.x, 5, { bias: false, activation: 'tanh' }));
  check('side by side, with and without a bias', (b) =>
    b.concat([b.linear(b.x, 3, { bias: false }), b.dense(b.x, 5, { activation: 'sigmoid' }), b.linear(b.x, 2)]),
  );
});

describe('layers over other blocks', () => {
  for (const activation of ['relu', 'linear', 'sigmoid', 'tanh'] as const)
    check(activation, (b) => b.dense(hidden(b, 6), 5, { activation }));
  for (const [from, to] of [
    [1, 4],
    [3, 3],
    [4, 8],
    [9, 12],
    [17, 13],
    [8, 2],
  ])
    check(`${from} → ${to} units`, (b) => b.dense(hidden(b, from), to, { activation: 'tanh' }));
  check('a logit without a bias', (b) => b.linear(hidden(b, 7), 1, { bias: false }));
  check('side by side', (b) => {
    const h = hidden(b, 6);
    return b.concat([
      b.dense(h, 3, { activation: 'sigmoid' }),
      b.dense(h, 5, { activation: 'sigmoid' }),
      b.linear(h, 2),
    ]);
  });
  check('shared weights', (b) => {
    const first = b.dense(hidden(b, 4), 4, { activation: 'tanh' });
    return b.dense(first, 4, { activation: 'sigmoid', like: first });
  });
  check('shared weights of logits', (b) => {
    const one = b.linear(hidden(b, 4), 1);
    return b.concat([one, b.linear(hidden(b, 4), 1, { like: one })]);
  });
});

describe('embeddings', () => {
  for (const units of [1, 3, 4, 5, 12])
    for (const table of ['each', 'shared'] as const)
      for (const pool of ['sum', 'mean'] as const)
        check(`${units} units, ${table}, ${pool}`, (b) => b.embed('all', units, { table, pool }));
  check('the first two codes of a list', (b) => b.embed(['tags', 'city'], 4, { maxLength: 2 }));
  check('two of one column', (b) => b.concat([b.embed(['brand'], 3), b.embed(['brand'], 5)]));
});

describe('other blocks', () => {
  check('concat of odd widths', (b) => b.concat([hidden(b, 3), hidden(b, 5), hidden(b, 1)]));
  check('a block read twice', (b) => {
    const h = hidden(b, 5);
    return b.concat([h, b.dense(h, 3, { activation: 'tanh' }), h]);
  });
  check('dropout', (b) => b.dropout(hidden(b, 7), 0.4));
  check('dropout of nothing', (b) => b.dropout(hidden(b, 7), 0));
  check('dot', (b) => b.dot(hidden(b, 5), hidden(b, 5)));
  check('dot with itself', (b) => {
    const h = hidden(b, 6);
    return b.dot(h, h);
  });
  check('two dots as the logits of a gate', (b) => {
    const [p, q] = [hidden(b, 5), hidden(b, 5)];
    return b.mix(b.softmax(b.concat([b.dot(p, q), b.dot(q, q)])), [p, q]);
  });
  for (const experts of [1, 2, 3, 4, 5, 9])
    check(`a gate over ${experts}`, (b) =>
      b.mix(
        b.softmax(b.linear(b.x, experts)),
        Array.from({ length: experts }, () => hidden(b, 3)),
      ),
    );
  check('a mix of wide experts', (b) => b.mix(b.softmax(b.linear(b.x, 2)), [hidden(b, 22), hidden(b, 22)]));
  check('a cool gate with dropout', (b) =>
    b.mix(
      b.softmax(b.linear(b.x, 5), { temperature: 0.5, dropout: 0.6 }),
      Array.from({ length: 5 }, () => hidden(b, 4)),
    ),
  );
  check('two gates over the same experts', (b) => {
    const experts = [hidden(b, 4), hidden(b, 4), hidden(b, 4)];
    return b.concat([0, 1].map(() => b.mix(b.softmax(b.linear(b.x, 3)), experts)));
  });
  for (const width of [1, 3, 4, 9]) {
    for (const activation of ['relu', 'sigmoid', 'tanh', 'swish'] as const)
      check(`${activation} of ${width}`, (b) => b.activate(hidden(b, width), activation));
    check(`multiply, ${width} wide`, (b) => b.multiply(hidden(b, width), hidden(b, width)));
    check(`multiply by one number, ${width} wide`, (b) => b.multiply(hidden(b, width), hidden(b, 1)));
    for (const weights of ['one', 'learned', 'sigmoid'] as const)
      check(`add, weights ${weights}, ${width} wide`, (b) =>
        b.add([hidden(b, width), hidden(b, width), hidden(b, width)], { weights }),
      );
  }
  for (const width of [2, 3, 4, 9]) check(`layerNorm of ${width}`, (b) => b.layerNorm(hidden(b, width)));
  for (const width of [1, 3, 4, 9]) check(`batchNorm of ${width}`, (b) => b.batchNorm(hidden(b, width)));
  check('a batchNorm of a batchNorm', (b) =>
    b.batchNorm(b.dense(b.batchNorm(hidden(b, 5)), 3, { activation: 'tanh' })),
  );
  check('a batchNorm beside what it reads', (b) => {
    const h = hidden(b, 5);
    return b.concat([h, b.multiply(b.batchNorm(h), h), b.batchNorm(h)]);
  });
  check('batchNorms of experts, swished, under two gates', (b) => {
    const experts = [0, 1, 2].map(() => b.activate(b.batchNorm(b.linear(b.x, 4)), 'swish'));
    const first = b.mix(b.softmax(b.linear(b.x, 3)), experts);
    return b.mix(b.softmax(b.linear(b.batchNorm(first), 3), { top: 2 }), experts);
  });
  check('a batchNorm of what is not trained', (b) => b.batchNorm(b.numeric));
  check('a batchNorm of embeddings', (b) => b.batchNorm(b.embed('all', 3)));
  check('a layer with swish', (b) => b.dense(b.dense(b.x, 5, { activation: 'swish' }), 3, { activation: 'swish' }));
  check('a logit with an activation', (b) => b.dense(hidden(b, 3), 1, { activation: 'tanh' }));
  check('layers alike, with swish', (b) => {
    const first = b.dense(hidden(b, 4), 4, { activation: 'swish' });
    return b.add([first, b.dense(first, 4, { like: first, activation: 'swish' }), first]);
  });
  check('a square', (b) => {
    const h = hidden(b, 5);
    return b.multiply(h, h);
  });
  check('a sum with itself', (b) => {
    const h = hidden(b, 5);
    return b.add([h, h], { weights: 'learned' });
  });
  check('one expert for each city', (b) => b.mix(b.indicator('city'), [hidden(b, 3), hidden(b, 3), hidden(b, 3)]));
  check('an indicator as it is', (b) => b.indicator('brand'));
  for (const top of [1, 2, 4])
    check(`a gate over the ${top} largest of 5`, (b) =>
      b.mix(
        b.softmax(b.linear(b.x, 5), { top, temperature: 0.7 }),
        Array.from({ length: 5 }, () => hidden(b, 4)),
      ),
    );
  for (const [experts, top] of [
    [2, 1],
    [4, 2],
    [8, 3],
  ]) {
    const hiddens = (b: Blocks) => Array.from({ length: experts }, () => hidden(b, 3));
    // So wide that the weights of this test leave bits undecided, and some decided.
    check(`a selector of ${top} of ${experts}`, (b) =>
      b.mix(b.selector(hidden(b, 3), experts, { top, gamma: 2.7 }), hiddens(b)),
    );
    check(`a selector that is the same in every row, of ${top} of ${experts}`, (b) =>
      b.mix(b.selector(undefined, experts, { top, gamma: 2.7 }), hiddens(b)),
    );
  }
  check('one expert twice', (b) => {
    const h = hidden(b, 4);
    return b.mix(b.softmax(b.linear(b.x, 2)), [h, h]);
  });
});

test('stopGradient: what lies below has none, what lies beside has its own', async () => {
  const network = buildNetwork('block', sampleFeatures, oneTask, ([task], b) => {
    const below = b.dense(b.x, 3, { name: 'below' });
    const beside = b.dense(b.x, 3, { name: 'beside', activation: 'tanh' });
    const z = b.linear(b.concat([b.stopGradient(below), beside]), 1, { name: 'out' });
    return { outputs: [b.output(task, b.probability(z, { name: 'click' }))] };
  });
  const rows = sampleRows(11, 3);
  for (const options of variants) {
    const gradients = await withSimd(network, options, (trainer) => trainer.gradients(rows, planOf(11)));
    expect(gradients['below/weights'].every((g) => g === 0)).toBe(true);
    expect(gradients['below/bias'].every((g) => g === 0)).toBe(true);
    expect(gradients['beside/weights'].some((g) => g !== 0)).toBe(true);
  }
});

/** Losses of one or two probabilities, or a value, over layers of their own. */
const checkLoss = (
  name: string,
  tasks: readonly Task[],
  outputs: (
    b: Blocks,
    logit: (name: string) => NetworkNode,
    p: (name: string) => Probability,
  ) => Parameters<Blocks['output']>[1][],
  plan: Partial<TrainingPlan> = {},
  penalty = 0,
) =>
  test(name, () =>
    checkDifferences(
      buildNetwork('loss', sampleFeatures, tasks, (given, b) => {
        const logit = (called: string) => b.linear(b.x, 1, { name: called });
        const values = outputs(b, logit, (called) => b.probability(logit(called), { name: called }));
        const made = values.map((value, i) => b.output(given[i], value, { name: `output ${i}` }));
        const penalties =
          penalty > 0 ? [{ kind: 'order', lower: made[0], upper: made[1], weight: penalty } as const] : [];
        return { outputs: made, penalties };
      }),
      plan,
    ),
  );

describe('losses', () => {
  const values: readonly Task[] = [{ name: 'spent', kind: 'numeric' }];
  const logLoss = { kind: 'log-loss', epsilon: 1e-2 } as const;
  checkLoss('cross-entropy', oneTask, (_, __, p) => [p('p')]);
  checkLoss('log-loss', oneTask, (_, __, p) => [p('p')], { loss: logLoss });
  for (const loss of [{ kind: 'cross-entropy' } as const, logLoss]) {
    checkLoss(
      `a product of two, ${loss.kind}`,
      sampleTasks,
      (b, _, p) => {
        const click = p('click');
        return [click, b.product([click, p('buy')], { name: 'both' })];
      },
      { loss },
    );
    checkLoss(
      `a product of three, nested, ${loss.kind}`,
      oneTask,
      (b, _, p) => [b.product([b.product([p('a'), p('b')], { name: 'ab' }), p('c')], { name: 'abc' })],
      { loss },
    );
  }
  checkLoss('squared error', values, (_, logit) => [logit('value')]);
  checkLoss('an order penalty', sampleTasks, (_, __, p) => [p('a'), p('b')], {}, 0.7);
  checkLoss(
    'an order penalty on a product',
    sampleTasks,
    (b, _, p) => [b.product([p('a'), p('b')], { name: 'ab' }), p('c')],
    {},
    2,
  );
  checkLoss('task weights', sampleTasks, (_, __, p) => [p('a'), p('b')], { taskWeights: { click: 0.3, buy: 2 } });
  checkLoss('averaged over observed rows', sampleTasks, (_, __, p) => [p('a'), p('b')], { average: 'observed' });
  checkLoss('row weights', sampleTasks, (_, __, p) => [p('a'), p('b')], {
    rowWeights: { click: Float32Array.from({ length: 11 }, (_, i) => i % 3), buy: new Float32Array(11).fill(0.5) },
  });
  checkLoss('L2 of weights, not of biases', sampleTasks, (_, __, p) => [p('a'), p('b')], { l2: 0.01 });
  check('L2 of embeddings', (b) => b.embed('all', 3), { l2: 0.01 });
});

describe('penalties', () => {
  /** Without weights of its own: a propensity has no gradient, and differences would give it one. */
  const fixed = (b: Blocks) => b.activate(b.dot(b.numeric, b.numeric), 'tanh');
  const checkPenalty = (
    name: string,
    penalty: (b: Blocks, outputs: readonly Output[]) => Penalty,
    plan: Partial<TrainingPlan> = {},
  ) =>
    test(name, () =>
      checkDifferences(
        buildNetwork('penalty', sampleFeatures, sampleTasks, (tasks, b) => {
          const outputs = tasks.map((task) =>
            b.output(task, b.probability(b.linear(b.x, 1, { name: task.name }), { name: task.name })),
          );
          return { outputs, penalties: [penalty(b, outputs)] };
        }),
        plan,
      ),
    );
  const p = (b: Blocks, name: string) => b.probability(b.linear(hidden(b, 3), 1, { name }), { name });
  for (const rows of ['observed', 'unobserved'] as const)
    checkPenalty(`the risk of the ${rows}`, (b, [observed, label]) =>
      b.risk(p(b, 'pCVR'), {
        observed,
        label,
        propensity: b.probability(fixed(b), { name: 'pCTR' }),
        rows,
        weight: 0.7,
        cap: 2,
      }),
    );
  checkPenalty(
    'a risk with row weights, of a product as propensity',
    (b, [observed, label]) => {
      const factor = b.probability(fixed(b), { name: 'pCTR' });
      return b.risk(p(b, 'pCVR'), { observed, label, propensity: b.product([factor, factor], { name: 'both' }) });
    },
    { rowWeights: { click: Float32Array.from({ length: 11 }, (_, i) => i % 3) } },
  );
  // Of a logit without weights: what is a target for it would be in the differences.
  checkPenalty('what a doubly robust risk imputes', (b, [observed, label]) =>
    b.risk(b.probability(fixed(b), { name: 'pCVR' }), {
      observed,
      label,
      propensity: b.probability(fixed(b), { name: 'pCTR' }),
      imputed: b.linear(hidden(b, 3), 1),
    }),
  );
  test('an undecided selector', () =>
    checkDifferences(
      buildNetwork('penalty', sampleFeatures, oneTask, ([task], b) => {
        const gate = b.selector(hidden(b, 3), 4, { top: 2, gamma: 2.7 });
        const mixed = b.mix(gate, [hidden(b, 2), hidden(b, 2), hidden(b, 2), hidden(b, 2)]);
        const output = b.output(task, b.probability(b.linear(mixed, 1), { name: 'click' }));
        return { outputs: [output], penalties: [b.undecided(gate, { weight: 0.3 })] };
      }),
      {},
    ));
  const balanced = (name: string, gate: (b: Blocks) => Parameters<Blocks['balance']>[0]) =>
    checkPenalty(`the balance of ${name}`, (b) => b.balance(gate(b), { weight: 0.4 }));
  balanced('a softmax', (b) => b.softmax(b.linear(hidden(b, 3), 5)));
  balanced('the largest two', (b) => b.softmax(b.linear(hidden(b, 3), 5), { top: 2 }));
  balanced('a selector', (b) => b.selector(hidden(b, 3), 4, { top: 2, gamma: 2.7 }));
  balanced('a gate over a batchNorm', (b) => b.softmax(b.linear(b.batchNorm(hidden(b, 3)), 4)));
  test('the balance of two gates that mix experts', () =>
    checkDifferences(
      buildNetwork('penalty', sampleFeatures, oneTask, ([task], b) => {
        const experts = [0, 1, 2, 3].map(() => hidden(b, 2));
        const below = b.softmax(b.linear(b.x, 4));
        const mixed = b.mix(below, experts);
        const above = b.softmax(b.linear(mixed, 4), { temperature: 0.5 });
        const output = b.output(task, b.probability(b.linear(b.mix(above, experts), 1), { name: 'click' }));
        return { outputs: [output], penalties: [b.balance(below, { weight: 0.3 }), b.balance(above)] };
      }),
      {},
    ));
  checkPenalty('a sum to one', (b) => b.sumToOne(p(b, 'a'), b.product([p(b, 'c'), p(b, 'd')], { name: 'cd' })));
});
