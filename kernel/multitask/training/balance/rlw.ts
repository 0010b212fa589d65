import { randomStream } from '../../data/index.ts';
import { softmax } from './softmax.ts';
import type { Weighing } from './step-of-tasks.ts';

/**
 * Random loss weighting (Lin et al., TMLR 2022): weights are drawn anew for every step, softmax of standard normal
 * numbers, here times the number of tasks. A baseline that other methods should beat.
 */
export function rlw(): Weighing {
  return {
    initial: new Float64Array(0),
    needs: 'past',
    step: ({ losses, seed, step }, state) => {
      const random = randomStream(seed, `rlw ${step}`);
      const shares = softmax(losses.map(() => random.normal()));
      return { weights: shares.map((share) => share * losses.length), state };
    },
  };
}
