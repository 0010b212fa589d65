import type { GradNormOptions } from './balance-options.ts';
import { initialLogits, logitsOf, withStep } from './learned-logits.ts';
import { softmax } from './softmax.ts';
import type { Weighing } from './step-of-tasks.ts';

/**
 * Gradient normalisation (Chen et al., ICML 2018, algorithm 1): weights under which the weighted gradient of task i has the
 * length Gᵢ = Ḡ rᵢ^α (eq. 1). Ḡ is the mean of the lengths; rᵢ is the task's loss in parts of its first one, relative to
 * the mean of that over tasks, so a task that trains slower than the others gets a longer gradient. Σᵢ |Gᵢ − Ḡ rᵢ^α|, with
 * the targets held fixed (eq. 2), is what the weights learn by; they add up to the number of tasks.
 *
 * Lengths are over all shared parameters; the paper takes the last shared layer, to save time. The weights are
 * `tasks · softmax` of what Adam learns, as in LibMTL: they stay above 0, which the paper's need not, and fall as far as it
 * takes. First losses are those of each task's first batch.
 */
export function gradnorm(tasks: number, { alpha, learningRate }: Required<GradNormOptions>): Weighing {
  // [what Adam learns, each task's first loss, whether it is known]
  const [first, known] = [3 * tasks + 1, 4 * tasks + 1];
  return {
    initial: Float64Array.of(...initialLogits(tasks), ...new Float64Array(2 * tasks)),
    needs: 'products',
    step: ({ losses, observed, products }, before) => {
      const state = before.slice();
      const present = [...losses.keys()].filter((task) => observed[task]);
      for (const task of present) {
        if (state[known + task] === 1) continue;
        state[first + task] = losses[task];
        state[known + task] = 1;
      }
      const weights = softmax(logitsOf(state, tasks)).map((share) => tasks * share);
      const lengths = weights.map((weight, task) => weight * Math.sqrt(Math.max(0, products[task * (tasks + 1)])));
      const mean = meanOf(present.map((task) => lengths[task]));
      if (present.length < 2 || mean === 0) return { weights, state };

      // Of a loss that began at 0 there is no ratio: it is taken as one that trains like the others.
      const ratios = present.map((task) => (state[first + task] > 0 ? losses[task] / state[first + task] : undefined));
      const usual = meanOf(ratios.filter((ratio) => ratio !== undefined));
      const signs = present.map((task, i) => {
        const relative = usual > 0 ? (ratios[i] ?? usual) / usual : 1;
        return Math.sign(lengths[task] - mean * relative ** alpha);
      });
      // d Gⱼ ÷ d logitᵢ = Gⱼ (δᵢⱼ − wᵢ ÷ Σ w), in parts of the mean length, among the tasks of this batch.
      const pull = present.reduce((sum, task, i) => sum + (signs[i] * lengths[task]) / mean, 0);
      const total = present.reduce((sum, task) => sum + weights[task], 0);
      const gradient = new Float64Array(tasks);
      for (const [i, task] of present.entries())
        gradient[task] = (signs[i] * lengths[task]) / mean - (weights[task] / total) * pull;
      return { weights, state: withStep(state, gradient, { learningRate }) };
    },
  };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
