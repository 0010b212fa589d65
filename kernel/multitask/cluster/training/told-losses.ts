import type { Task } from '../../data/index.ts';
import { lossUnit } from '../../trainers/index.ts';
import { Diverged } from '../../training/index.ts';

/**
 * Losses of the last `count` steps that another machine tells, in label units.
 * @param before how many steps of the run there were before these.
 * @throws `Diverged` where one is no number.
 */
export function lossesByTask(
  tasks: readonly Task[],
  told: Readonly<Record<string, readonly (number | null)[]>>,
  count: number,
  before: number,
): Record<string, Float32Array> {
  return Object.fromEntries(
    tasks.map((task) => {
      const losses = (told[task.name] ?? []).slice(-count);
      const wrong = losses.indexOf(null);
      if (wrong !== -1) throw new Diverged(`The loss of task "${task.name}" became NaN at step ${before + 1 + wrong}.`);
      return [task.name, Float32Array.from(losses, (loss) => (loss ?? Number.NaN) * lossUnit(task))];
    }),
  );
}
