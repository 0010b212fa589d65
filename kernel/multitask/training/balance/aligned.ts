import { symmetricEigen } from '../../../statistics/index.ts';
import type { AlignedOptions } from './balance-options.ts';
import type { Combination } from './step-of-tasks.ts';

/**
 * Aligned-MTL (Senushkin et al., CVPR 2023): the system of the tasks' gradients G, [task], is replaced by the
 * nearest one at right angles with equal lengths, GB with B = σ V Σ⁻¹ Vᵀ of the singular values Σ and vectors V of G, so that
 * no task outweighs or opposes another; the step is GBw, w the tasks' weights. σ is the smallest singular value (`min`),
 * the median one, or their root mean square (`rmse`).
 *
 * Directions whose σ² is under 2⁻²³ of the largest, times the number of tasks, are left out as rounding, as in the authors'
 * code: a task whose gradient is that small beside another's counts for nothing.
 */
export function aligned({ scale }: Required<AlignedOptions>): Combination {
  return ({ products, weights }) => {
    const tasks = weights.length;
    const { values, vectors } = symmetricEigen(products.slice(), tasks);
    const floor = Math.max(...values) * tasks * 2 ** -23;
    const kept = [...values.keys()].filter((k) => values[k] > floor);
    const sigma = scaleOf(
      kept.map((k) => values[k]).sort((a, b) => a - b),
      scale,
    );
    const result = new Float64Array(tasks);
    for (const k of kept) {
      const along = weights.reduce((sum, weight, task) => sum + weight * vectors[task * tasks + k], 0);
      for (let task = 0; task < tasks; task++)
        result[task] += (sigma / Math.sqrt(values[k])) * along * vectors[task * tasks + k];
    }
    return result;
  };
}

/** @param ascending eigenvalues of the inner products, σ². Of an even number the median is the lower of two, as torch's is. */
function scaleOf(ascending: readonly number[], scale: Required<AlignedOptions>['scale']): number {
  if (scale === 'min') return Math.sqrt(ascending[0]);
  if (scale === 'median') return Math.sqrt(ascending[Math.floor((ascending.length - 1) / 2)]);
  return Math.sqrt(ascending.reduce((sum, value) => sum + value, 0) / ascending.length);
}
