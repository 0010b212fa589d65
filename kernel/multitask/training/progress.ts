import { initialParameters, type Network } from '../network/index.ts';
import type { RunVerdict } from '../run-verdict.ts';
import type { TrainerState } from '../trainers/index.ts';
import type { EpochEvent } from './events.ts';
import type { StepFacts } from './verdict/index.ts';

/** How far a model has come: what an exact continuation needs. */
export type Progress = {
  readonly state: TrainerState;
  /** Epochs over the life of the weights, one that was broken off included: the next is shuffled unlike all before. */
  readonly epochs: number;
  /** The last run, where it can be resumed: absent before the first, and when weights of an earlier epoch were restored. */
  readonly run?: RunProgress;
  /** The epoch whose weights they are, counted over their life; absent of a step within one, and before the first. */
  readonly keptEpoch?: number | undefined;
  /** What was said of the run that left these weights. */
  readonly verdict?: RunVerdict | undefined;
};

/** A run as far as it came. It can be resumed with the same rows, batch size, seed and shuffling. */
export type RunProgress = {
  readonly rows: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly order: 'shuffled' | 'as given';
  /** How its tasks are balanced, in JSON; absent where they are not. */
  readonly balance?: string | undefined;
  /** How many epochs the weights had lived when it began. */
  readonly firstEpoch: number;
  /** Whole epochs of this run, evaluated. */
  readonly epochs: number;
  /** Steps of an epoch that was broken off, else 0. */
  readonly stepsIntoEpoch: number;
  /** Optimizer steps of this run. */
  readonly steps: number;
  readonly seconds: number;
  readonly history: readonly EpochEvent[];
  /** What its steps told of each task's loss; absent in older checkpoints. */
  readonly losses?: Readonly<Record<string, StepFacts>>;
  /** With early stopping, the best epoch of this run (1-based) so far. */
  readonly best?: BestEpoch;
};

export type BestEpoch = { readonly epoch: number; readonly score: number; readonly state: TrainerState };

/** Weights and optimizer as a model has them when it is made: a function of its network and seed. */
export function untrained(network: Network, seed: number): Progress {
  return { state: { parameters: initialParameters(network, seed), slots: {}, step: 0 }, epochs: 0 };
}
