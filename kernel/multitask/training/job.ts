import type { ReadyMetric } from '../chosen-metrics/index.ts';
import type { RowStream, Rows } from '../data/index.ts';
import type { Network } from '../network/index.ts';
import type { Trainer } from '../trainers/index.ts';
import type { EarlyStopping, Judge } from './early-stopping.ts';
import type { RunDescription, TrainingEvent } from './events.ts';
import type { Progress, RunProgress } from './progress.ts';
import type { ResolvedOptions } from './resolve-options.ts';

/** One run, with everything it needs. */
export type TrainingJob = {
  readonly run: RunDescription;
  readonly network: Network;
  /** Holds the weights of `progress`. Whoever made it disposes it. */
  readonly trainer: Trainer;
  readonly progress: Progress;
  /** Goes on with `progress.run`. */
  readonly resume: boolean;
  /** The id that it had so far, where that was in this process. */
  readonly resumes?: string | undefined;
  readonly rows: Rows | RowStream;
  readonly validation: Rows | undefined;
  /** Trains the epochs, where another machine does: it leaves their weights in the trainer. */
  readonly elsewhere?: TrainEpoch | undefined;
  readonly options: ResolvedOptions;
  /** Taken beside the usual ones. */
  readonly metrics: readonly ReadyMetric[];
  /** Optimizer steps over the life of the weights before the first of this run, that of one that is resumed. */
  readonly stepsBefore: number;
  readonly earlyStopping: EarlyStopping | undefined;
  /** What it judges epochs by. */
  readonly judge: Judge | undefined;
  /** Runs what is said of the run: see `Environment`. */
  readonly own: <Result>(work: () => Result) => Result;
  /** Called at the end of every epoch and of the run. */
  readonly save: ((progress: Progress) => Promise<void>) | undefined;
  readonly signal: AbortSignal;
};

/** An epoch as far as it came, and a sample of the rows it saw, to evaluate it on. */
export type TrainedEpoch = { readonly run: RunProgress; readonly seen: () => Rows };

/** Trains what is left of the current epoch and tells the losses. After an interrupt `stepsIntoEpoch` says how far it came. */
export type TrainEpoch = (
  job: TrainingJob,
  run: RunProgress,
  seconds: () => number,
  emit: (event: TrainingEvent) => void,
) => Promise<TrainedEpoch>;
