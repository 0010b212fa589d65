import { expect, it } from 'vitest';
import { randomStream, shuffled } from '../../../../kernel/multitask/data/index.ts';
import { lossOf, measureTask, rowsThatCount } from '../../../../kernel/multitask/importance/loss.ts';

it('the loss is the mean over permutations, and its error has both parts of each row', () => {
  const judged = { kind: 'numeric', labels: [], weights: undefined } as const;
  const whole = { value: 1, influence: Float64Array.of(0.1, -0.1, 0) };
  const permuted = [
    { value: 2, influence: Float64Array.of(0.2, 0, -0.2), order: Uint32Array.of(1, 2, 0) },
    { value: 4, influence: Float64Array.of(0, 0.4, -0.4), order: Uint32Array.of(0, 1, 2) },
  ];
  // Halves of .1, .1, −.2 by their own labels, and of −.1, .5, −.4; of the first, row 0 has that of row 2 as its values stand there.
  const error = Math.hypot(0.05 - 0.1 - 0.05 - 0.05, 0.05 + 0.05 + 0.25 + 0.25, -0.1 + 0.05 - 0.2 - 0.2);
  const { loss, ...rest } = lossOf(judged, whole, permuted);
  expect(loss).toBe(2);
  expect(rest.error).toBeCloseTo(error, 12);
  expect(rest.isKnown).toBe(true);
  // AUC is lost where it falls.
  expect(lossOf({ ...judged, kind: 'binary' }, whole, permuted).loss).toBe(-2);
});

it('without two classes there is no loss, and it is not known', () => {
  const judged = { kind: 'binary', labels: [1, 1], weights: undefined } as const;
  const one = measureTask(judged, [0.4, 0.2]);
  expect(lossOf(judged, one, [{ ...one, order: Uint32Array.of(1, 0) }])).toEqual({
    loss: Number.NaN,
    error: Number.NaN,
    isKnown: false,
  });
});

it('rows count where their label is observed and their weight is not 0', () => {
  expect(rowsThatCount({ kind: 'binary', labels: [1, Number.NaN, 0, 1], weights: [1, 1, 0, 2] })).toBe(2);
});

it.each(['binary', 'numeric'] as const)('the interval of a %s loss covers the truth as often as it says', (kind) => {
  const random = randomStream(7, kind);
  const samples = 300;
  const dealt = (x: Float64Array, order: Uint32Array) => x.map((_, i) => x[order[i]]);
  const sample = (rows: number) => {
    const x = Float64Array.from({ length: rows }, () => random.normal());
    const labels = x.map((value) => {
      const y = value + random.normal();
      return kind === 'numeric' ? y : y > 0 ? 1 : 0;
    });
    const orders = Array.from({ length: 5 }, () => shuffled(rows, random));
    const judged = { kind, labels, weights: undefined };
    const permuted = orders.map((order) => ({ order, ...measureTask(judged, dealt(x, order)) }));
    return lossOf(judged, measureTask(judged, x), permuted);
  };
  // x and ε are standard normal: E|y − x|² = 1, and with another's x it is 3. P(x > x′ | y > 0 > y′) by a large sample.
  const truth = kind === 'numeric' ? Math.sqrt(3) - 1 : sample(400_000).loss;
  let missed = 0;
  for (let i = 0; i < samples; i++) {
    const { loss, error } = sample(300);
    if (Math.abs(loss - truth) > 1.96 * error) missed++;
  }
  // With five permutations it is a little too wide.
  expect(missed / samples).toBeGreaterThan(0.005);
  expect(missed / samples).toBeLessThan(0.085);
});
