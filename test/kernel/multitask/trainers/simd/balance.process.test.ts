import { describe, expect, test } from 'vitest';
import type { CatalogName } from '../../../../../kernel/multitask/models/catalog.ts';
import type { Network } from '../../../../../kernel/multitask/network/network.ts';
import { sharedParts } from '../../../../../kernel/multitask/network/shared-parts.ts';
import { tfjsTrainer } from '../../../../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { Trainer, TrainingPlan } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { createBalance } from '../../../../../kernel/multitask/training/balance/index.ts';
import { built, checkParity } from '../../../../support/parity.ts';
import { flatFeatures, sampleFeatures, sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import { largestDifference, smoothNetwork, startState, withSimd } from '../../../../support/simd-trainers.ts';
import { planOf, sharedBackend } from '../../../../support/tfjs-trainers.ts';

const embedded = (name: CatalogName) => smoothNetwork(sampleFeatures, sampleTasks, built(name, sampleFeatures, {}));
const pcgrad = { gradients: { kind: 'pcgrad' } } as const;

/** A slice of balance.deep.test.ts, which goes through all models and methods. */
describe('the fast trainer balances tasks as the reference does', () => {
  const mmoe = smoothNetwork(flatFeatures, sampleTasks, built('mmoe', flatFeatures, {}));
  const esmm = embedded('esmm');

  test('gradients combined, with conflicts', () => checkParity(mmoe, { plan: { balance: pcgrad, conflicts: true } }));
  test('conflicts alone', () => checkParity(esmm, { plan: { conflicts: true } }));
  test('clipped', () => checkParity(mmoe, { plan: { clipNorm: 0.05 } }));
  test('with tables, clipped', () => checkParity(esmm, { plan: { balance: pcgrad, clipNorm: 0.05 } }));
});

type Gradients = Readonly<Record<string, Float32Array>>;

const sgd = { kind: 'sgd' } as const;

const trainers = {
  'simd ×1': (network: Network, work: (trainer: Trainer) => Promise<void>) =>
    withSimd(network, { threads: 1 }, work, sgd),
  'simd ×2': (network: Network, work: (trainer: Trainer) => Promise<void>) =>
    withSimd(network, { threads: 2 }, work, sgd),
  async tfjs(network: Network, work: (trainer: Trainer) => Promise<void>) {
    const trainer = await tfjsTrainer(sharedBackend)(network, sgd, startState(network));
    await work(trainer);
    await trainer.dispose();
  },
};

describe.each(Object.entries(trainers))('%s', (_, using) => {
  const rows = sampleRows(60, 3);
  const plan = planOf(rows.length, { learningRate: () => 0.5 });

  /** From gradients of the sum of weighted losses: [task] each task's own, and what is left where all weights are 0. */
  async function apart(trainer: Trainer, more: Partial<TrainingPlan> = {}) {
    const of = (weights: readonly number[]) => {
      const taskWeights = Object.fromEntries(sampleTasks.map(({ name }, t) => [name, weights[t]]));
      return trainer.gradients(rows, { ...plan, ...more, taskWeights });
    };
    const rest = await of([0, 0]);
    const whole = [await of([1, 0]), await of([0, 1])];
    const tasks = whole.map((gradients) => mapped(gradients, (name, i) => gradients[name][i] - rest[name][i]));
    return { tasks, rest };
  }

  // With penalties, with a task whose loss reaches the other's tower, with experts that a task reads with a stopped gradient.
  test.each(['mmoe', 'escm2', 'dselect-k', 'stem'] as const)(
    '%s: its gradient is the combination of the tasks’ own, and penalties and L2 are added as they are',
    async (name) => {
      const network = embedded(name);
      await using(network, async (trainer) => {
        const { tasks, rest } = await apart(trainer, { l2: 1e-3 });
        const shared = new Set(sharedParts(network).flatMap(({ parameters }) => parameters.map((each) => each.name)));
        const product = (a: Gradients, b: Gradients) =>
          [...shared].reduce((sum, each) => sum + a[each].reduce((part, x, i) => part + x * b[each][i], 0), 0);
        const products = Float64Array.from(tasks.flatMap((a) => tasks.map((b) => product(a, b))));
        // Nash finds weights that are not 1 whether the tasks agree or not.
        const balance = { gradients: { kind: 'nash' } } as const;
        const [losses, baseWeights] = [new Float64Array(2).fill(1), new Float64Array(2).fill(1)];
        const step = { step: 0, seed: 1, losses, observed: [true, true], products, baseWeights, stepsPerEpoch: 1 };
        const { weights, own } = createBalance(balance, 2).step(step, new Float64Array());
        expect(Math.abs(weights[0] - weights[1])).toBeGreaterThan(0.01);
        const expected = mapped(rest, (each, i) => {
          const by = shared.has(each) ? weights : own;
          return tasks.reduce((sum, of, t) => sum + by[t] * of[each][i], rest[each][i]);
        });
        const found = await trainer.gradients(rows, { ...plan, l2: 1e-3, balance });
        expect(largestDifference(found, expected)).toBeLessThan(2e-5);
      });
    },
  );

  test('a clipped step of SGD goes g · min(1, c ÷ (‖g‖ + 10⁻⁶)) far, as torch’s', async () => {
    const network = embedded('esmm');
    await using(network, async (trainer) => {
      const start = await trainer.read();
      const gradients = await trainer.gradients(rows, { ...plan, l2: 1e-2 });
      const squares = Object.values(gradients).map((each) => each.reduce((sum, g) => sum + g * g, 0));
      const norm = Math.sqrt(squares.reduce((sum, each) => sum + each, 0));
      for (const clipNorm of [norm / 3, norm * 3]) {
        await trainer.write(start);
        await trainer.train(rows, { ...plan, l2: 1e-2, clipNorm }, () => {});
        const factor = Math.min(1, clipNorm / (norm + 1e-6));
        const expected = mapped(gradients, (name, i) => start.parameters[name][i] - 0.5 * factor * gradients[name][i]);
        expect(largestDifference((await trainer.read()).parameters, expected)).toBeLessThan(1e-6);
      }
    });
  });

  test('a batch without a row of a task: its cosines are unknown, and the other task is trained as alone', async () => {
    const network = embedded('mmoe');
    const unseen = { ...rows, labels: { ...rows.labels, buy: new Float32Array(rows.length).fill(Number.NaN) } };
    await using(network, async (trainer) => {
      const start = await trainer.read();
      await trainer.train(unseen, plan, () => {});
      const alone = (await trainer.read()).parameters;
      const told: number[] = [];
      for (const kind of ['pcgrad', 'nash'] as const) {
        await trainer.write(start);
        const balanced = { ...plan, balance: { gradients: { kind } }, conflicts: true } as const;
        await trainer.train(unseen, balanced, ({ conflicts = [] }) => told.push(...conflicts));
        expect(largestDifference((await trainer.read()).parameters, alone)).toBeLessThan(1e-6);
      }
      expect(told).toEqual(new Array(2 * sharedParts(network).length).fill(Number.NaN));
    });
  });
});

function mapped(gradients: Gradients, value: (name: string, i: number) => number): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, values]) => [name, values.map((_, i) => value(name, i))]),
  );
}
