import { choleskySolver } from '../../../statistics/index.ts';

/**
 * The w ≥ 0 with Σ w = 1 where q·w + ½ wᵀAw is least, by the active-set method (Wolfe, Mathematical Programming 1976): the
 * least point over a set of entries with Σ w = 1 is the solution of a linear system; on the way to it entries that come to 0
 * leave the set, and at it the entry that lowers the function most joins.
 *
 * 1e-9 of A's diagonal is added to it: of points that are as good as each other it takes the one in the middle.
 *
 * @param A [n × n] positive semidefinite with a diagonal above 0, row-major.
 */
export function leastOnSimplex(A: Float64Array, q: Float64Array): Float64Array {
  const n = q.length;
  const ridged = A.map((value, at) => (at % (n + 1) === 0 ? value * (1 + 1e-9) : value));
  const size = q.map((_, i) => Math.sqrt(A[i * (n + 1)]));
  const value = (i: number) => q[i] + ridged[i * (n + 1)] / 2;
  let set = [[...q.keys()].reduce((best, i) => (value(i) < value(best) ? i : best))];
  let w: Float64Array = q.map((_, i) => (set.includes(i) ? 1 : 0));

  for (let round = 0; round < 20 * n; round++) {
    const aim = leastOver(set);
    const outside = set.filter((i) => aim[i] < 0);
    if (outside.length > 0) {
      const way = (i: number) => w[i] / (w[i] - aim[i]); // the part of the way to the aim after which it is 0
      const first = outside.reduce((nearest, i) => (way(i) < way(nearest) ? i : nearest));
      const share = way(first);
      w = w.map((each, i) => (i === first ? 0 : Math.max(0, each + share * (aim[i] - each))));
      set = set.filter((i) => i !== first);
      continue;
    }
    w = aim;
    const slope = w.map((_, i) => q[i] + w.reduce((sum, each, j) => sum + ridged[i * n + j] * each, 0));
    const usual = w.reduce((sum, each, i) => sum + each * slope[i], 0);
    const length = w.reduce((sum, each, i) => sum + each * size[i], 0);
    const rounding = (i: number) => 1e-14 * (Math.abs(q[i]) + size[i] * length);
    const lower = [...q.keys()].filter((i) => !set.includes(i) && slope[i] < usual - rounding(i));
    if (lower.length === 0) break;
    set = [...set, lower.reduce((best, i) => (slope[i] < slope[best] ? i : best))];
  }
  return w;

  /** Over entries of the set, of any sign: w = s ÷ size with Hs = −q ÷ size − μ ÷ size of H, whose diagonal is 1. */
  function leastOver(entries: readonly number[]): Float64Array {
    const H = Float64Array.from(entries.flatMap((i) => entries.map((j) => ridged[i * n + j] / size[i] / size[j])));
    const solve = choleskySolver(H, entries.length);
    const ofOnes = solve(entries.map((i) => 1 / size[i]));
    const ofQ = solve(entries.map((i) => q[i] / size[i]));
    const sum = (s: Float64Array) => s.reduce((total, each, k) => total + each / size[entries[k]], 0);
    const mu = (1 + sum(ofQ)) / sum(ofOnes);
    const least = new Float64Array(n);
    for (const [k, i] of entries.entries()) least[i] = (mu * ofOnes[k] - ofQ[k]) / size[i];
    return least;
  }
}
