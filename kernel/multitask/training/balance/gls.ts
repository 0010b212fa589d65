import type { Weighing } from './step-of-tasks.ts';

/**
 * Geometric loss strategy (Chennupati et al., CVPR workshops 2019): the loss is the geometric mean of the tasks'
 * losses, so that the weight of task i is the mean ÷ Lᵢ, times the number of tasks over it; where all losses are alike all
 * weights are 1. A task without a row in the batch has weight 0. A loss under 1e-8 counts as that.
 */
export function gls(): Weighing {
  return {
    initial: new Float64Array(0),
    needs: 'losses',
    step: ({ losses, observed }, state) => {
      const logs = losses.map((loss) => Math.log(Math.max(loss, 1e-8)));
      const present = [...logs.keys()].filter((task) => observed[task]);
      const mean = present.reduce((sum, task) => sum + logs[task], 0) / present.length;
      return { weights: logs.map((log, task) => (observed[task] ? Math.exp(mean - log) : 0)), state };
    },
  };
}
