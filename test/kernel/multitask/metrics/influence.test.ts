import { expect, it } from 'vitest';
import { randomStream } from '../../../../kernel/multitask/data/index.ts';
import { aucWithError } from '../../../../kernel/multitask/metrics/auc.ts';
import { aucInfluence, compareAuc, rmseInfluence } from '../../../../kernel/multitask/metrics/index.ts';
import { observed } from '../../../../kernel/multitask/metrics/observed.ts';

const sizeOf = (moves: Float64Array) => Math.sqrt(moves.reduce((sum, move) => sum + move * move, 0));
const sumOf = (moves: Float64Array) => moves.reduce((sum, move) => sum + move, 0);

it('of an RMSE, by hand', () => {
  // Errors 3 and 4: mean square 12.5, RMSE 3.5355. (9 − 12.5) · √2 ÷ 2 ÷ (2 · 3.5355) = −.35, and .35.
  const moves = rmseInfluence([0, 0], [3, 4]);
  expect(moves[0]).toBeCloseTo(-0.35, 12);
  expect(moves[1]).toBeCloseTo(0.35, 12);
  expect([...rmseInfluence([0, Number.NaN, 0], [3, 70, 4])]).toEqual([moves[0], 0, moves[1]]);
  expect([...rmseInfluence([2, 3], [2, 3])]).toEqual([0, 0]);
  expect([...rmseInfluence([1, Number.NaN], [1, 1])]).toEqual([Number.NaN, Number.NaN]);
});

it('of an AUC, by hand', () => {
  // Placements ½ and 1 of positives, ½ and 1 of negatives around .75; √2 · ½ · ∓.25.
  const moves = aucInfluence([0, 1, 0, 1], [1, 2, 3, 4]);
  expect([...moves].map((move) => Number(move.toFixed(6)))).toEqual([0.176777, -0.176777, -0.176777, 0.176777]);
  expect([...aucInfluence([0, 1, 1], [1, 2, 3])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

it.each([false, true])("has DeLong's error, also of a difference (weights: %s)", (isWeighted) => {
  const random = randomStream(1);
  const numbers = (value: () => number) => Float64Array.from({ length: 200 }, value);
  const labels = numbers(() => random.below(2));
  const [a, b] = [labels, labels].map((label) => label.map((value) => value + 2 * random.normal()));
  const weights = isWeighted ? numbers(() => random.below(4)) : undefined;
  const [ofA, ofB] = [aucInfluence(labels, a, { weights }), aucInfluence(labels, b, { weights })];
  expect(sizeOf(ofA)).toBeCloseTo(aucWithError(observed(labels, a, weights)).error, 12);
  expect(sumOf(ofA)).toBeCloseTo(0, 12);
  expect(sizeOf(ofA.map((move, i) => move - ofB[i]))).toBeCloseTo(compareAuc(labels, a, b, { weights }).error, 12);
});
