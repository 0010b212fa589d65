import type { DWAOptions } from './balance-options.ts';
import { softmax } from './softmax.ts';
import type { Weighing } from './step-of-tasks.ts';

/**
 * Dynamic weight average (Liu, Johns & Davison, CVPR 2019, eq. 7): in each epoch a task weighs more the slower its loss fell,
 * `tasks · softmax(r ÷ T)` with r = mean loss of the last epoch ÷ that of the one before; 1 in the first two epochs. Of an
 * epoch in which a task has no row, or a loss of 0, there is no ratio: it is taken as 1.
 */
export function dwa(tasks: number, { temperature }: Required<DWAOptions>): Weighing {
  // [sums of this epoch's losses, how many they are, mean of the last epoch, of the one before, steps of this epoch, epochs]
  const [counts, last, before, steps, epochs] = [tasks, 2 * tasks, 3 * tasks, 4 * tasks, 4 * tasks + 1];
  return {
    initial: new Float64Array(4 * tasks + 2),
    needs: 'past',
    step: ({ losses, observed, stepsPerEpoch }, old) => {
      const state = old[steps] >= stepsPerEpoch ? withNewEpoch(old) : old.slice();
      state[steps]++;
      for (let task = 0; task < tasks; task++) {
        if (!observed[task]) continue;
        state[task] += losses[task];
        state[counts + task]++;
      }
      return { weights: weightsOf(state), state };
    },
  };

  function withNewEpoch(old: Float64Array): Float64Array {
    const state = new Float64Array(old.length);
    for (let task = 0; task < tasks; task++) {
      state[last + task] = old[counts + task] > 0 ? old[task] / old[counts + task] : 0;
      state[before + task] = old[last + task];
    }
    state[epochs] = old[epochs] + 1;
    return state;
  }

  function weightsOf(state: Float64Array): Float64Array {
    if (state[epochs] < 2) return new Float64Array(tasks).fill(1);
    const ratios = Float64Array.from({ length: tasks }, (_, task) => {
      const [now, then] = [state[last + task], state[before + task]];
      return now > 0 && then > 0 ? now / then : 1;
    });
    return softmax(ratios.map((ratio) => ratio / temperature)).map((share) => tasks * share);
  }
}
