import { joinRows, type Rows, readAhead } from '../data/index.ts';
import type { TrainingPlan } from '../trainers/index.ts';
import { Diverged } from './divergence.ts';
import { type EpochPiece, epochPieces, isStream } from './epoch-pieces.ts';
import type { TrainingEvent } from './events.ts';
import type { TrainedEpoch, TrainingJob } from './job.ts';
import type { RunProgress } from './progress.ts';
import { sampleOf } from './row-sample.ts';
import { relativeWeights } from './weighed-rows.ts';

/**
 * Trains what is left of the current epoch and tells the losses. After an interrupt `stepsIntoEpoch` says how far it came.
 * @throws `Diverged` when a loss is no longer a number.
 */
export async function trainEpoch(
  job: TrainingJob,
  run: RunProgress,
  seconds: () => number,
  emit: (event: TrainingEvent) => void,
): Promise<TrainedEpoch> {
  const { network, trainer, rows, options, signal } = job;
  const tasks = network.tasks.map(({ name }) => name);
  const { batchSize, seed } = options.plan;
  const seen: Rows[] = [];
  const diverged = new AbortController();
  const stop = AbortSignal.any([signal, diverged.signal]);
  const epoch = { seed, epoch: run.firstEpoch + run.epochs, order: options.order, batchSize };
  // Those of rows in memory are in the plan.
  const weightsOf = (piece: Rows) =>
    isStream(rows) ? relativeWeights(piece, rows.meanWeight ?? 1, tasks) : options.plan.rowWeights;
  const learningRate = (step: number) => options.plan.learningRate(step - job.stepsBefore);
  let { steps, stepsIntoEpoch } = run;
  let toSkip = stepsIntoEpoch;

  /** Pieces, and what their rows weigh; those with steps that are not done lie where the trainer's threads can read them. */
  async function* ready(): AsyncGenerator<Piece> {
    // What a trainer makes ready it has copied.
    for await (const { rows: piece, order } of epochPieces(rows, epoch, signal, trainer.prepare !== undefined)) {
      const whole = Math.ceil(order.length / batchSize);
      const skipped = Math.min(toSkip, whole);
      toSkip -= skipped;
      const rowWeights = weightsOf(piece);
      if (isStream(rows) && skipped < whole) await trainer.prepare?.(piece, rowWeights);
      const sample = sampleOf(rows, { rows: piece, order }, sampledRows);
      yield { rows: piece, order: order.subarray(skipped * batchSize), rowWeights, sample };
    }
  }

  try {
    for await (const { rows: piece, order, rowWeights, sample } of readAhead(ready())) {
      seen.push(sample);
      if (order.length === 0) continue;
      let message: string | undefined;
      let reported = steps;
      const done = await trainer.train(
        piece,
        { ...options.plan, order, rowWeights, learningRate },
        ({ losses, conflicts, taskWeights }) => {
          message ??= notFinite(losses, reported);
          if (message !== undefined) return diverged.abort();
          reported += Math.max(...Object.values(losses).map((each) => each.length));
          const told = { losses, ...(conflicts && { conflicts }), ...(taskWeights && { taskWeights }) };
          emit({ kind: 'steps', epoch: run.epochs + 1, step: reported, ...told, seconds: seconds() });
        },
        stop,
      );
      if (message !== undefined) throw new Diverged(message);
      steps += done;
      stepsIntoEpoch += done;
      if (signal.aborted) break;
    }
  } catch (error) {
    // A stream that is being read may end its loop with the signal's error; the steps done so far count.
    if (!signal.aborted) throw error;
  }
  return { run: { ...run, steps, stepsIntoEpoch }, seen: () => joinRows(seen) };
}

type Piece = EpochPiece & { readonly rowWeights: TrainingPlan['rowWeights']; readonly sample: Rows };

/** Train rows that an epoch is evaluated on. */
const sampledRows = 10_000;

function notFinite(losses: Readonly<Record<string, Float32Array>>, before: number): string | undefined {
  for (const [task, values] of Object.entries(losses)) {
    const i = values.findIndex((loss) => !Number.isFinite(loss));
    if (i !== -1) return `The loss of task "${task}" became ${values[i]} at step ${before + 1 + i}.`;
  }
  return undefined;
}
