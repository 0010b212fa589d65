import { describe, expect, test } from 'vitest';
import { correlatedTasks } from '../../../../../kernel/multitask/datasets/synthetic/correlated-tasks.ts';

describe('the correlation of the labels follows the correlation of the tasks (MMoE, figure 2)', () => {
  /** Mean and 2 sd over 100 trials of an independent implementation (PyTorch, 10,000 points a trial). */
  const check = (correlation: number, mean: number, twoSd: number) =>
    test(`p = ${correlation}`, () => {
      const trials = Array.from({ length: 60 }, (_, trial) => {
        const rows = { train: 2000, validation: 0, test: 0 };
        const { train } = correlatedTasks({ correlation, seed: trial + 1, features: 4, rows });
        return pearson(train.labels.first, train.labels.second);
      });
      const ours = trials.reduce((sum, trial) => sum + trial) / trials.length;
      const spread = Math.sqrt(trials.reduce((sum, trial) => sum + (trial - ours) ** 2, 0) / trials.length);
      expect(Math.abs(ours - mean)).toBeLessThan(
        Math.min(twoSd, 4 * (twoSd / 2) * Math.sqrt(1 / 60 + 1 / 100)) + 0.005,
      );
      expect(2 * spread).toBeGreaterThan(twoSd / 2);
      expect(2 * spread).toBeLessThan(twoSd * 2 + 0.03);
    });
  check(0, 0, 0.02);
  check(0.1, 0.059, 0.06);
  check(0.25, 0.139, 0.15);
  check(0.5, 0.35, 0.24);
  check(0.75, 0.603, 0.23);
  check(0.9, 0.795, 0.15);
  check(1, 0.992, 0.02);
});

test('x is standard normal, and its mean and sd are those of the train rows', () => {
  const { features, train } = correlatedTasks({ features: 3, rows: 20_000 });
  features.columns.forEach((column, i) => {
    if (column.kind !== 'numeric') throw new Error(`${column.name} is ${column.kind}`);
    expect(column.name).toBe(`x${i + 1}`);
    const mean = [...train.numeric[i]].reduce((sum, value) => sum + value, 0) / train.length;
    expect(column.mean).toBeCloseTo(mean, 10);
    expect(Math.abs(column.mean)).toBeLessThan(0.03);
    expect(Math.abs(column.sd - 1)).toBeLessThan(0.03);
  });
});

test('without sines and noise the labels are projections whose angle is the correlation', () => {
  const { train } = correlatedTasks({ correlation: 0.6, sines: 0, noise: 0, scale: 2, features: 5, rows: 20_000 });
  expect(pearson(train.labels.first, train.labels.second)).toBeCloseTo(0.6, 1);
  const variance = [...train.labels.second].reduce((sum, y) => sum + y * y, 0) / train.length;
  expect(Math.abs(variance - 4)).toBeLessThan(0.15); // |w₂|² = c²
});

test('binary labels split the train rows in halves, by the same regression', () => {
  const options = { features: 4, rows: 1000, seed: 3 };
  const binary = correlatedTasks({ ...options, labels: 'binary' });
  const regression = correlatedTasks(options);
  expect(binary.tasks.map((task) => task.kind)).toEqual(['binary', 'binary']);
  expect(regression.tasks.map((task) => task.kind)).toEqual(['numeric', 'numeric']);
  expect([...binary.train.labels.first].reduce((sum, label) => sum + label, 0)).toBe(500);
  const sorted = Array.from(regression.train.labels.first).sort((a, b) => a - b);
  const threshold = (sorted[499] + sorted[500]) / 2;
  expect(Array.from(binary.test.labels.first)).toEqual(
    Array.from(regression.test.labels.first, (y) => (y > threshold ? 1 : 0)),
  );
});

test('a seed decides everything, and parts of a dataset differ', () => {
  const options = { features: 3, rows: 50 };
  expect(correlatedTasks({ ...options, seed: 7 })).toEqual(correlatedTasks({ ...options, seed: 7 }));
  expect(correlatedTasks({ ...options, seed: 8 }).train).not.toEqual(correlatedTasks({ ...options, seed: 7 }).train);
  const { train, validation, test: held } = correlatedTasks({ ...options, rows: { train: 9, validation: 9, test: 9 } });
  expect(validation).not.toEqual(train);
  expect(held).not.toEqual(validation);
});

test('sizes: a fifth of the train rows each, or as told', () => {
  const small = correlatedTasks({ features: 2, rows: 10 });
  expect([small.train.length, small.validation.length, small.test.length]).toEqual([10, 2, 2]);
  const told = correlatedTasks({ features: 2, rows: { train: 3, validation: 0, test: 1 } });
  expect([told.train.length, told.validation.length, told.test.length]).toEqual([3, 0, 1]);
});

describe('options that cannot be', () => {
  const check = (name: string, options: Parameters<typeof correlatedTasks>[0], message: RegExp) =>
    test(name, () => expect(() => correlatedTasks(options)).toThrow(message));
  check(
    'correlation',
    { correlation: 1.5 },
    /^correlatedTasks: correlation is 1\.5; a number from -1 to 1 was expected\.$/,
  );
  check('features', { features: 1 }, /features is 1; a whole number from 2 on was expected/);
  check(
    'no train rows',
    { rows: 0 },
    /rows is 0; a whole number from 1 on or an object { train, validation, test } was expected/,
  );
  check('rows', { rows: 10.5 }, /rows is 10\.5; a whole number from 1 on or/);
  check('seed', { seed: -1 }, /seed is -1; a whole number from 0 on was expected/);
});

function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
