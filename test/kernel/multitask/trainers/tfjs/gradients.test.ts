import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../../../kernel/multitask/data/random.ts';
import { type CatalogName, type CatalogOptions, catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { initialParameters } from '../../../../../kernel/multitask/network/initial-parameters.ts';
import type { Activation, Network } from '../../../../../kernel/multitask/network/network.ts';
import type { TrainingPlan } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../../support/random-rows.ts';
import { planOf, trainerWith } from '../../../../support/tfjs-trainers.ts';

const rows = randomRows(50, 7);

/** The sum of the task losses, dropout as in the gradient's step. */
async function lossAt(network: Network, weights: Record<string, Float32Array>, plan: TrainingPlan): Promise<number> {
  const trainer = await trainerWith(network, weights);
  let sum = 0;
  await trainer.train(rows, { ...plan, learningRate: () => 0 }, ({ losses }) => {
    for (const [loss] of Object.values(losses)) sum += loss;
  });
  await trainer.dispose();
  return sum;
}

function moved(weights: Record<string, Float32Array>, direction: Record<string, Float32Array>, by: number) {
  const entries = Object.entries(weights).map(([name, values]) => [
    name,
    values.map((w, i) => w + by * direction[name][i]),
  ]);
  return Object.fromEntries(entries) as Record<string, Float32Array>;
}

/** A difference across the kink of a relu is no derivative: tanh takes their place here. */
function smooth(network: Network): Network {
  for (const node of network.nodes)
    if (node.kind === 'dense' && node.activation === 'relu') (node as { activation: Activation }).activation = 'tanh';
  return network;
}

/**
 * Central differences along random directions, one per parameter: (L(w + hd) − L(w − hd)) ÷ 2h = ⟨gradient, d⟩. The loss is
 * a 32-bit number near 1, so differences of it are good to about 10⁻⁷ ÷ h.
 */
async function checkGradients(network: Network, plan: TrainingPlan): Promise<void> {
  const random = randomStream(3, 'directions');
  const weights = initialParameters(network, 5);
  const trainer = await trainerWith(network, weights);
  const gradients = await trainer.gradients(rows, plan);
  await trainer.dispose();
  expect(Object.keys(gradients).sort()).toEqual(network.parameters.map(({ name }) => name).sort());
  for (const { name } of network.parameters) {
    const raw = Float32Array.from(weights[name], () => random.normal());
    const length = Math.hypot(...raw);
    const direction = Object.fromEntries(
      Object.entries(weights).map(([other, values]) => [
        other,
        other === name ? raw.map((d) => d / length) : values.map(() => 0),
      ]),
    );
    const h = 0.01;
    const ahead = await lossAt(network, moved(weights, direction, h), plan);
    const behind = await lossAt(network, moved(weights, direction, -h), plan);
    const along = gradients[name].reduce((sum, g, i) => sum + g * direction[name][i], 0);
    expect(Math.abs((ahead - behind) / (2 * h) - along), name).toBeLessThan(5e-5 + 0.002 * Math.abs(along));
  }
}

describe('gradients agree with differences of the loss', () => {
  const check = <Name extends CatalogName>(
    title: string,
    name: Name,
    options: CatalogOptions[Name],
    plan: Partial<TrainingPlan> = {},
  ) =>
    test(title, async () => {
      const build = catalog[name].build as (
        features: typeof mixedFeatures,
        options: CatalogOptions[Name],
      ) => Parameters<typeof buildNetwork>[3];
      await checkGradients(
        smooth(buildNetwork(name, mixedFeatures, clickAndBuy, build(mixedFeatures, options))),
        planOf(rows.length, plan),
      );
    });
  check('Shared-Bottom', 'shared-bottom', { bottomUnits: [6], towerUnits: [3], embedding: 2 });
  check('OMoE', 'omoe', { experts: 3, expertUnits: [4], towerUnits: [3], embedding: 2 });
  check('MMoE', 'mmoe', { experts: 3, expertUnits: [4, 4], towerUnits: [3], embedding: 2, gateTemperature: 0.5 });
  check('MMoE with gate dropout', 'mmoe', {
    experts: 3,
    expertUnits: [4],
    towerUnits: [3],
    embedding: 2,
    gateDropout: 0.4,
  });
  check('ESMM', 'esmm', { embedding: 3, towerUnits: [5, 4] });
  check(
    "ESMM with Paddle's loss",
    'esmm',
    { embedding: 3, towerUnits: [5] },
    { loss: { kind: 'log-loss', epsilon: 1e-4 } },
  );
  check('PLE', 'ple', { levels: 2, taskExperts: 2, sharedExperts: 1, expertUnits: [4], towerUnits: [3], embedding: 2 });
  // Its penalty is no part of the losses told; it has a hand-worked gradient of its own.
  check('AITM with dropout', 'aitm', { embedding: 2, towerUnits: [6, 4], towerDropout: [0.2, 0.3], calibration: 0 });
  check(
    'averaged over the observed rows',
    'shared-bottom',
    { bottomUnits: [6], towerUnits: [3], embedding: 2 },
    { average: 'observed' },
  );
});
