import type { TrainingJob } from '../training.ts';
import type { TrainingEvent } from '../training-events.ts';
import { epochOrder } from './epoch-order.ts';
import type { RunProgress } from './progress.ts';

/**
 * Trains what is left of the current epoch and tells the losses. After an interrupt `stepsIntoEpoch` says how far it came.
 * @throws when a loss is no longer a number.
 */
export async function trainEpoch(
  job: TrainingJob,
  run: RunProgress,
  seconds: () => number,
  emit: (event: TrainingEvent) => void,
): Promise<RunProgress> {
  const { trainer, rows, options, signal } = job;
  const order = epochOrder(rows.length, options.plan.seed, run.firstEpoch + run.epochs, options.order);
  const rest = order.subarray(run.stepsIntoEpoch * options.plan.batchSize);
  // An epoch may have been broken off after its last step, before it was evaluated.
  if (rest.length === 0) return run;
  const diverged = new AbortController();
  let message: string | undefined;
  let told = run.steps;
  const done = await trainer.train(
    rows,
    { ...options.plan, order: rest },
    ({ losses }) => {
      if (message !== undefined) return;
      message = notFinite(losses, told);
      told += Math.max(...Object.values(losses).map((each) => each.length));
      if (message === undefined) emit({ kind: 'steps', epoch: run.epochs + 1, step: told, losses, seconds: seconds() });
      else diverged.abort();
    },
    AbortSignal.any([signal, diverged.signal]),
  );
  if (message !== undefined) throw new Error(message);
  return { ...run, steps: run.steps + done, stepsIntoEpoch: run.stepsIntoEpoch + done };
}

function notFinite(losses: Readonly<Record<string, Float32Array>>, before: number): string | undefined {
  for (const [task, values] of Object.entries(losses)) {
    const i = values.findIndex((loss) => !Number.isFinite(loss));
    if (i !== -1)
      return (
        `The loss of task "${task}" became ${values[i]} at step ${before + 1 + i}. ` +
        'A smaller learning rate, standardised inputs or fewer outliers in the numeric columns help.'
      );
  }
  return undefined;
}
