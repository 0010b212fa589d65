import type { MGDAOptions } from './balance-options.ts';
import { leastOnSimplex } from './simplex.ts';
import type { Combination } from './step-of-tasks.ts';

/**
 * Multiple gradient descent (Désidéri 2012; Sener & Koltun, NeurIPS 2018, eq. 3): the shortest of all weighted means of the
 * tasks' gradients. A small step along it raises no task's loss, and lowers all of them unless it is 0; then no
 * step does, and the weights are Pareto-stationary. For two tasks the solution is exact (their algorithm 1).
 *
 * Gradients may be divided by their length (`l2`), their task's loss (`loss`) or both (`loss+`) first, as in the authors'
 * code; unlike there the step is a mean of what was divided, so that it still lowers every loss. The weights are made to add
 * up to the number of tasks, as the authors of Nash-MTL do.
 */
export function mgda({ normalise }: Required<MGDAOptions>): Combination {
  return ({ products, losses }) => {
    const tasks = losses.length;
    const sizes = losses.map((loss, task) => {
      const length = normalise === 'l2' || normalise === 'loss+' ? Math.sqrt(products[task * (tasks + 1)]) : 1;
      return length * (normalise === 'loss' || normalise === 'loss+' ? Math.max(loss, smallestLoss) : 1);
    });
    const divided = products.map((product, at) => product / sizes[Math.floor(at / tasks)] / sizes[at % tasks]);
    const shares = leastOnSimplex(divided, new Float64Array(tasks));
    const weights = shares.map((share, task) => share / sizes[task]);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => (tasks * weight) / sum);
  };
}

/** What a loss counts at least: one of 0 divides nothing. */
const smallestLoss = 1e-8;
