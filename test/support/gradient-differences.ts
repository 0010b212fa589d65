import { expect } from 'vitest';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import type { Network, NetworkNode } from '../../kernel/multitask/network/network.ts';
import type { TrainingPlan } from '../../kernel/multitask/trainers/trainer.ts';
import { lossInDoubles } from './loss-in-doubles.ts';
import { type NodeValues, nodeValues } from './network-in-doubles.ts';
import { sampleRows } from './sample-rows.ts';
import { simdVariants, withSimd } from './simd-trainers.ts';
import { planOf } from './tfjs-trainers.ts';

/**
 * Gradients against differences of the loss: the loss is computed in doubles and straight from the definitions of the
 * blocks, so a difference over 2 · 10⁻⁵ has ten digits.
 */
export async function checkDifferences(network: Network, plan: Partial<TrainingPlan>): Promise<void> {
  const rows = sampleRows(11, 3, network.features, network.tasks);
  const random = randomStream(5, 'weights');
  const sizes = network.parameters.map(({ name, shape }) => [name, shape.reduce((a, b) => a * b, 1)] as const);
  const parameters = Object.fromEntries(
    sizes.map(([name, size]) => [name, Float32Array.from({ length: size }, () => random.normal() * 0.6)]),
  );
  const statistics = Object.fromEntries(
    network.statistics.map(({ name, shape }) => [name, new Float32Array(shape[0]).fill(3)]),
  );
  const { order: _, taskWeights, ...whole } = planOf(rows.length, plan);
  const inDoubles = { ...whole, taskWeights: taskWeights === 'uncertainty' ? {} : taskWeights };
  const h = 1e-5;
  const still = nodeValues(network, parameters, rows, whole.seed);
  const differences = Object.fromEntries(
    sizes.map(([name, size]) => {
      const known = apartFrom(name, network, still);
      const lossAt = (i: number, by: number) => {
        const moved = Array.from(parameters[name]);
        moved[i] += by;
        return lossInDoubles(network, { ...parameters, [name]: moved }, rows, inDoubles, known);
      };
      return [name, Array.from({ length: size }, (_, i) => (lossAt(i, h) - lossAt(i, -h)) / (2 * h))];
    }),
  );
  for (const options of variants) {
    const gradients = await withSimd(
      network,
      options,
      (trainer) => trainer.gradients(rows, { ...whole, taskWeights }),
      { kind: 'sgd' },
      { parameters: { ...parameters, ...statistics }, slots: {}, step: 0 },
    );
    expect(Object.keys(gradients).sort()).toEqual(sizes.map(([name]) => name).sort());
    for (const [name, size] of sizes)
      for (let i = 0; i < size; i++) {
        const expected = differences[name][i];
        expect(Math.abs(gradients[name][i] - expected), `${name}[${i}]`).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
      }
  }
}

/** Both builds, one thread and two. */
export const variants = [simdVariants[0], simdVariants[3]];

/** Of some values, those that do not change with a parameter: it is read neither by the node nor by one below it. */
function apartFrom(parameter: string, network: Network, values: NodeValues): NodeValues {
  const nodes = new Set<unknown>(network.nodes);
  const apart = new Map(values);
  const reads = (field: unknown): boolean => {
    if (Array.isArray(field)) return field.some(reads);
    if (nodes.has(field)) return !apart.has(field as NetworkNode);
    return field instanceof Object && 'shape' in field && 'name' in field && field.name === parameter;
  };
  for (const node of network.nodes) if (Object.values(node).some(reads)) apart.delete(node);
  return apart;
}
