import type { CAGradOptions } from './balance-options.ts';
import { leastOnSimplex } from './simplex.ts';
import type { Combination } from './step-of-tasks.ts';
import { ofWeighted } from './weighted-products.ts';

/**
 * Conflict-averse gradient descent (Liu et al., NeurIPS 2021, algorithm 1): of all steps within c ‖g₀‖ of the mean gradient
 * g₀, the one by which the task that gains least gains most. It is g₀ + c ‖g₀‖ g_w ÷ ‖g_w‖, with g_w = Σ wᵢgᵢ of the w ≥ 0,
 * Σ w = 1, where g_w·g₀ + c ‖g₀‖ ‖g_w‖ is least. A ‖g_w‖ under 1e-4 of the longest gradient counts as that, as its
 * direction is unknown.
 *
 * It is divided by 1 + c², as the authors do where they train networks, and taken times the number of tasks, as the authors
 * of Nash-MTL do: with c = 0 all weights are 1.
 */
export function cagrad({ c }: Required<CAGradOptions>): Combination {
  return ofWeighted(({ products, weights: { length: tasks } }) => {
    const withMean = Float64Array.from({ length: tasks }, (_, i) =>
      mean(products.subarray(i * tasks, (i + 1) * tasks)),
    );
    const longest = Math.sqrt(Math.max(...withMean.map((_, i) => products[i * (tasks + 1)])));
    const radius = c * Math.sqrt(Math.max(0, mean(withMean)));
    if (radius <= 1e-12 * longest) return new Float64Array(tasks).fill(1 / (1 + c * c));

    // ‖g_w‖ is the least of ½ (‖g_w‖² ÷ t + t) over t > 0, reached at t = ‖g_w‖; all of it is convex in w and t together.
    const shares = (t: number) =>
      leastOnSimplex(
        products,
        withMean.map((each) => (each / radius) * t),
      );
    const length = (w: Float64Array) => Math.sqrt(Math.max(0, square(products, w)));
    const t = zeroOf((t) => length(shares(t)) - t, 1e-4 * longest, longest);
    return shares(t).map((share) => (1 + (tasks * radius * share) / t) / (1 + c * c));
  });
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** wᵀAw */
function square(A: Float64Array, w: Float64Array): number {
  return w.reduce((sum, wi, i) => sum + wi * w.reduce((row, wj, j) => row + wj * A[i * w.length + j], 0), 0);
}

/**
 * Where a function that is above 0 only to the left of a point is 0, or the end of the range that is nearest to it: by the
 * secant between two sides; the value of a side that stays for a second time is halved (Dowell & Jarratt 1971, "Illinois").
 */
function zeroOf(f: (t: number) => number, from: number, to: number): number {
  let [left, right, atLeft, atRight] = [from, to, f(from), f(to)];
  if (atLeft <= 0) return from;
  if (atRight >= 0) return to;
  let stayed: 'left' | 'right' | undefined;
  for (let round = 0; round < 100 && right - left > 1e-10 * to; round++) {
    const t = (left * atRight - right * atLeft) / (atRight - atLeft);
    const value = f(t);
    if (Math.abs(value) <= 1e-12 * to) return t;
    if (value > 0) {
      [left, atLeft] = [t, value];
      if (stayed === 'right') atRight /= 2;
      stayed = 'right';
    } else {
      [right, atRight] = [t, value];
      if (stayed === 'left') atLeft /= 2;
      stayed = 'left';
    }
  }
  return (left + right) / 2;
}
