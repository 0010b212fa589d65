import { randomStream, shuffled } from '../../data/index.ts';
import { ofWeighted } from './weighted-products.ts';

/**
 * Projecting conflicting gradients (Yu et al., NeurIPS 2020, algorithm 1): from each task's gradient gᵢ the part against
 * another's is taken out, gᵢ ← gᵢ − (gᵢ·gⱼ ÷ ‖gⱼ‖²) gⱼ where gᵢ·gⱼ < 0, one other task j after the other in random order;
 * the step is the sum of what is left. Where no two tasks conflict it is the plain sum: all weights are 1.
 */
export const pcgrad = ofWeighted(({ products, weights: { length: tasks }, seed, step }) => {
  const random = randomStream(seed, `pcgrad ${step}`);
  const weights = new Float64Array(tasks);
  for (let i = 0; i < tasks; i++) {
    const left = Float64Array.from(weights, (_, task) => (task === i ? 1 : 0)); // gᵢ, in terms of the tasks' gradients
    for (const j of shuffled(tasks, random)) {
      const along = left.reduce((sum, share, task) => sum + share * products[task * tasks + j], 0);
      if (j !== i && along < 0) left[j] -= along / products[j * tasks + j];
    }
    for (const [task, share] of left.entries()) weights[task] += share;
  }
  return weights;
});
