import type { FAMOOptions } from './balance-options.ts';
import { initialLogits, logitsOf, withStep } from './learned-logits.ts';
import { softmax } from './softmax.ts';
import type { Weighing } from './step-of-tasks.ts';

/**
 * Fast adaptive multitask optimization (Liu et al., NeurIPS 2023, algorithm 1): all losses are to fall by the same share.
 * The step descends Σ zᵢ ln Lᵢ ÷ c with z = softmax(ξ) and c = Σ zᵢ ÷ Lᵢ, so the weight of a task is zᵢ ÷ (c Lᵢ), here times
 * the number of tasks; ξ learns, by Adam with weight decay γ, to weigh down tasks whose ln L fell more than the others'.
 *
 * The authors compute the losses of the same batch again after the step. Here the fall is from a task's batch to its next
 * one, which costs nothing: the noise of a batch goes in twice, with opposite signs, and cancels over the steps.
 */
export function famo(tasks: number, { learningRate, gamma }: Required<FAMOOptions>): Weighing {
  // [what Adam learns, the logarithm of each task's last loss, whether it is known]
  const [last, known] = [3 * tasks + 1, 4 * tasks + 1];
  return {
    initial: Float64Array.of(...initialLogits(tasks), ...new Float64Array(2 * tasks)),
    needs: 'losses',
    step: ({ losses, observed }, before) => {
      const present = [...losses.keys()].filter((task) => observed[task]);
      const logs = losses.map((loss) => Math.log(Math.max(0, loss) + 1e-8));
      const isSecond = present.some((task) => before[known + task] === 1);
      const state = isSecond ? learned(before, logs, present) : before.slice();
      for (const task of present) {
        state[last + task] = logs[task];
        state[known + task] = 1;
      }
      // z ÷ L, of logarithms, as either may be tiny.
      const shares = softmax(Float64Array.from(present, (task) => logitsOf(state, tasks)[task] - logs[task]));
      const weights = new Float64Array(tasks);
      for (const [i, task] of present.entries()) weights[task] = present.length * shares[i];
      return { weights, state };
    },
  };

  function learned(state: Float64Array, logs: Float64Array, present: readonly number[]): Float64Array {
    const z = softmax(logitsOf(state, tasks));
    const falls = new Float64Array(tasks);
    for (const task of present) if (state[known + task] === 1) falls[task] = state[last + task] - logs[task];
    const usual = z.reduce((sum, share, task) => sum + share * falls[task], 0);
    const gradient = z.map((share, task) => share * (falls[task] - usual));
    return withStep(state, gradient, { learningRate, decay: gamma });
  }
}
