import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../kernel/multitask/data/features.ts';
import type { BuildModel } from '../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import type { Network } from '../../../../kernel/multitask/network/network.ts';
import { createWith } from '../../../../kernel/multitask/trainers/simd/trainer.ts';
import { tfjsTrainer } from '../../../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { CreateTrainer } from '../../../../kernel/multitask/trainers/trainer.ts';
import { built, checkParity } from '../../../support/parity.ts';
import { flatFeatures, sampleRows, sampleTasks } from '../../../support/sample-rows.ts';
import { smoothNetwork, startState } from '../../../support/simd-trainers.ts';
import { planOf, sharedBackend } from '../../../support/tfjs-trainers.ts';

const trainers: readonly (readonly [string, CreateTrainer])[] = [
  ['tfjs', tfjsTrainer(sharedBackend)],
  ['simd on one thread', createWith({ threads: 1 })],
  ['simd on two', createWith({ threads: 2 })],
];

const mixture = (balance: number, features: Features = flatFeatures): Network =>
  buildNetwork('mmoe', features, sampleTasks, built('mmoe', features, { experts: 2, balance }));

/** Gates of ¾ and ¼ in every row. */
async function gradientsWith(create: CreateTrainer, balance: number) {
  const network = mixture(balance);
  const { parameters, ...state } = startState(network);
  const gates = Object.fromEntries(
    sampleTasks.flatMap(({ name }) => [
      [`${name} gate/weights`, new Float32Array(parameters[`${name} gate/weights`].length)],
      [`${name} gate/bias`, Float32Array.of(Math.log(3), 0)],
    ]),
  );
  const trainer = await create(network, { kind: 'sgd' }, { ...state, parameters: { ...parameters, ...gates } });
  const rows = sampleRows(60, 3, flatFeatures);
  const gradients = await trainer.gradients(rows, planOf(rows.length));
  await trainer.dispose();
  return gradients;
}

describe.each(trainers)('%s', (_, create) => {
  test('balance: 0.1 pulls the gates of ¾ and ¼ together by 0.0375, and no expert', async () => {
    const [without, pulled] = [await gradientsWith(create, 0), await gradientsWith(create, 0.1)];
    // 0.1 (2 Σ ḡ² − 1): 0.4 ḡ = 0.3 and 0.1 along the gates, of mean 0.3 · ¾ + 0.1 · ¼ = 0.25;
    // along the logits ¾ (0.3 − 0.25) and ¼ (0.1 − 0.25).
    for (const { name } of sampleTasks) {
      const bias = Array.from(pulled[`${name} gate/bias`], (d, i) => d - without[`${name} gate/bias`][i]);
      expect(bias[0]).toBeCloseTo(0.0375, 6);
      expect(bias[1]).toBeCloseTo(-0.0375, 6);
    }
    expect(pulled['expert 0/weights']).toEqual(without['expert 0/weights']);
  });
});

/** The model, with a batchNorm in each dense layer. A bias below it would have a gradient of rounding alone, which Adam makes a step of. */
const normalised =
  (build: BuildModel): BuildModel =>
  (tasks, blocks) =>
    build(tasks, {
      ...blocks,
      dense: (input, units, { init, name } = {}) =>
        blocks.activate(
          blocks.batchNorm(blocks.linear(input, units, { init, name, bias: false }), { name: `${name} norm` }),
          'tanh',
        ),
    });

describe('both trainers agree', () => {
  const features = flatFeatures;
  for (const name of ['mmoe', 'omoe', 'ple', 'adatt', 'stem', 'home'] as const)
    test(`on the balance of ${name}`, () =>
      checkParity(smoothNetwork(features, sampleTasks, built(name, features, { balance: 0.1 })), {}));
  test('on that of mmoe over batchNorms, in batches of several chunks', () => {
    const build = normalised(built('mmoe', features, { experts: 3, balance: 0.1 }));
    return checkParity(buildNetwork('norms', features, sampleTasks, build), { batchSize: 300, steps: 25 });
  });
});
