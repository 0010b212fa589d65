import { expect } from 'vitest';
import type { Features } from '../../kernel/multitask/data/features.ts';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import { type CatalogName, type CatalogOptions, catalog } from '../../kernel/multitask/models/catalog.ts';
import type { BuildModel } from '../../kernel/multitask/network/blocks.ts';
import type { Network } from '../../kernel/multitask/network/network.ts';
import type { SimdOptions } from '../../kernel/multitask/trainers/simd/trainer.ts';
import { tfjsTrainer } from '../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { Optimizer, Trainer, TrainingPlan } from '../../kernel/multitask/trainers/trainer.ts';
import { sampleRows } from './sample-rows.ts';
import { largestDifference, simdVariants, startState, withSimd } from './simd-trainers.ts';
import { adam, planOf, sharedBackend } from './tfjs-trainers.ts';

export type Comparison = {
  readonly plan?: Partial<TrainingPlan>;
  readonly optimizer?: Optimizer;
  readonly steps?: number;
  /** 16 without this. */
  readonly batchSize?: number;
  readonly byCodes?: SimdOptions['byCodes'];
};

/** Gradients within 10⁻⁵ of the reference trainer's, and weights, slots and predictions within 10⁻⁴ after 30 steps. */
export async function checkParity(
  network: Network,
  { plan, optimizer = adam, steps = 30, batchSize = 16, byCodes = 'where it pays' }: Comparison,
): Promise<void> {
  const rows = sampleRows(150, 8, network.features, network.tasks);
  const random = randomStream(2, 'order');
  const order = new Uint32Array(steps * batchSize).map(() => random.below(rows.length));
  const whole = planOf(rows.length, { learningRate: () => 1e-3, ...plan, order, batchSize });
  const nodes = network.nodes.filter((node) => node.kind !== 'input');
  const results = async (trainer: Trainer) => {
    const gradients = await trainer.gradients(rows, whole);
    const losses: Record<string, number[]> = {};
    const told: { taskWeights: number[]; conflicts: number[] } = { taskWeights: [], conflicts: [] };
    const done = await trainer.train(rows, whole, (stretch) => {
      for (const [task, values] of Object.entries(stretch.losses)) losses[task] = [...(losses[task] ?? []), ...values];
      told.taskWeights.push(...(stretch.taskWeights ?? []));
      told.conflicts.push(...Array.from(stretch.conflicts ?? [], (cosine) => (Number.isNaN(cosine) ? 2 : cosine)));
    });
    const state = await trainer.read();
    const values = await trainer.activations(rows, nodes);
    const activations = Object.fromEntries(nodes.map(({ kind, name }, i) => [`${kind} ${name}`, values[i]]));
    return { gradients, losses, told, done, state, predictions: await trainer.predict(rows), activations };
  };
  const reference = await tfjsTrainer(sharedBackend)(network, optimizer, startState(network));
  const expected = await results(reference);
  await reference.dispose();
  for (const options of simdVariants) {
    const found = await withSimd(network, { ...options, byCodes }, results, optimizer);
    expect(found.done).toBe(steps);
    expect(found.state.step).toBe(expected.state.step);
    expect(largestDifference(found.gradients, expected.gradients)).toBeLessThan(1e-5);
    expect(largestDifference(found.losses, expected.losses)).toBeLessThan(1e-4);
    expect(largestDifference(found.told, expected.told)).toBeLessThan(1e-3);
    const balances = [found, expected].map((each) => ({ balance: each.state.balance ?? [] }));
    expect(largestDifference(balances[0], balances[1])).toBeLessThan(1e-3);
    expect(largestDifference(found.state.parameters, expected.state.parameters)).toBeLessThan(1e-4);
    expect(Object.keys(found.state.slots).sort()).toEqual(Object.keys(expected.state.slots).sort());
    for (const [slot, values] of Object.entries(found.state.slots))
      expect(largestDifference(values, expected.state.slots[slot])).toBeLessThan(1e-4);
    const variances = Object.entries(found.state.logVariances ?? {}).map(([task, s]) => [task, [s]]);
    const others = Object.entries(expected.state.logVariances ?? {}).map(([task, s]) => [task, [s]]);
    expect(largestDifference(Object.fromEntries(variances), Object.fromEntries(others))).toBeLessThan(1e-4);
    expect(largestDifference(found.predictions, expected.predictions)).toBeLessThan(1e-4);
    expect(largestDifference(found.activations, expected.activations)).toBeLessThan(1e-3);
  }
}

/** A model of the catalog. */
export function built<Name extends CatalogName>(
  name: Name,
  features: Features,
  options: CatalogOptions[Name],
): BuildModel {
  const build: (features: Features, options?: CatalogOptions[Name]) => BuildModel = catalog[name].build;
  return build(features, options);
}
