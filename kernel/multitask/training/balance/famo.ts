import type { FAMOOptions } from './balance-options.ts';
import { initialLogits, logitsOf, withStep } from './learned-logits.ts';
import { softmax } from './softmax.ts';
import type { Weighing } from './step-of-tasks.ts';

/**
 * Fast adaptive multitask optimization (Liu et al., NeurIPS 2023, algorithm 1): all losses are to fall by the same share.
 * The step descends Σ zᵢ ln Lᵢ ÷ c with z = softmax(ξ) and c = Σ zᵢ ÷ Lᵢ, so the weight of a task is zᵢ ÷ (c Lᵢ), here times
 * the number of tasks. Behind the step the losses of the same batch are computed again: ξ learns, by Adam with weight decay
 * γ, to weigh down tasks whose ln L fell more than the others'. To each loss 1e-8 is added, as in the authors' code, which
 * also limits the length of the gradient to 1 (`clipNorm`).
 */
export function famo(tasks: number, { learningRate, gamma }: Required<FAMOOptions>): Weighing {
  return {
    initial: initialLogits(tasks),
    needs: 'losses',
    step: ({ losses, observed }, state) => {
      const logits = logitsOf(state, tasks);
      const present = [...losses.keys()].filter((task) => observed[task]);
      // z ÷ L, of logarithms, as either may be tiny.
      const shares = softmax(Float64Array.from(present, (task) => logits[task] - logOf(losses[task])));
      const weights = new Float64Array(tasks);
      for (const [i, task] of present.entries()) weights[task] = present.length * shares[i];
      return { weights, state };
    },
    after: ({ losses, observed }, after, state) => {
      const z = softmax(logitsOf(state, tasks));
      const falls = losses.map((loss, task) => (observed[task] ? logOf(loss) - logOf(after[task]) : 0));
      const usual = z.reduce((sum, share, task) => sum + share * falls[task], 0);
      const gradient = z.map((share, task) => share * (falls[task] - usual));
      return withStep(state, gradient, { learningRate, decay: gamma });
    },
  };
}

function logOf(loss: number): number {
  return Math.log(Math.max(0, loss) + 1e-8);
}
