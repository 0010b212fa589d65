import { expect, test } from 'vitest';
import { catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { compile } from '../../../../../kernel/multitask/trainers/simd/compile/plan.ts';
import { flatFeatures, sampleTasks } from '../../../../support/sample-rows.ts';
import { adam } from '../../../../support/tfjs-trainers.ts';

const planOf = (build: BuildModel) => compile(buildNetwork('model', flatFeatures, sampleTasks, build), adam).plan;

/** What each phase of a step computes of a model, by the kernels that are called. */
const check = (name: string, build: BuildModel, expected: readonly (readonly string[])[]) =>
  test(name, () => {
    const { phases } = planOf(build);
    expect(phases.map(({ operations }) => [...new Set(operations.map(({ kernel }) => kernel))])).toEqual(expected);
    expect(phases.at(-1)?.reductions).toEqual([]);
  });

for (const [name, { build }] of Object.entries(catalog))
  if (name !== 'home')
    test(`${name} takes a step in one phase and keeps nothing of a batch`, () => {
      const { phases, keptBytes, sumBytes } = planOf(
        (build as (features: typeof flatFeatures) => BuildModel)(flatFeatures),
      );
      expect(phases.length).toBe(1);
      expect(phases[0].reductions).toEqual([]);
      expect(JSON.stringify(phases[0].operations)).not.toContain('"kept"');
      expect([keptBytes, sumBytes]).toEqual([0, 0]);
    });

const loss = ['zeroColumns', 'probabilityLoss'];

check(
  'a batchNorm: its moments, then losses, then its gradient',
  (tasks, b) => {
    const normed = b.batchNorm(b.linear(b.x, 4));
    return {
      outputs: tasks.map(({ name }, t) => b.output(tasks[t], b.probability(b.linear(normed, 1, { name }), { name }))),
    };
  },
  [
    ['lookUp', 'addMoments'],
    ['batchNorm', 'oneUnit', ...loss, 'oneUnitGradient', 'oneUnitBack', 'batchNormSums'],
    ['batchNormGradient', 'columnSums', 'productGradient', 'lookUpGradient'],
  ],
);

check(
  'a balanced gate is computed before the losses, what it mixes with them',
  (tasks, b) => {
    const gate = b.softmax(b.linear(b.numeric, 2));
    const mixed = b.mix(gate, [b.dense(b.x, 4), b.dense(b.x, 4)]);
    return {
      outputs: tasks.map(({ name }, t) => b.output(tasks[t], b.probability(b.linear(mixed, 1, { name }), { name }))),
      penalties: [b.balance(gate)],
    };
  },
  [
    ['copyColumns', 'product', 'softmax', 'addMoments'],
    [
      'lookUp',
      'activate',
      'mix',
      'oneUnit',
      ...loss,
      'balancePenalty',
      'oneUnitGradient',
      'oneUnitBack',
      'mixGradient',
      'activateGradient',
      'columnSums',
      'productGradient',
      'lookUpGradient',
      'softmaxGradient',
    ],
  ],
);
