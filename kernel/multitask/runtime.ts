import type { Environment } from './environment.ts';
import type { CreateTrainer, Evaluators, WantedTrainer } from './trainers/index.ts';
import type { Backend } from './trainers/tfjs/index.ts';

/** What all models of one `createMultitask` share. */
export type Runtime = {
  readonly environment: Environment;
  /** Creates trainers: of the kind asked for, or the fastest that can run a network. `tell` hears why it is not the fastest. */
  readonly trainers: (wanted: WantedTrainer, warn: (line: string) => void) => CreateTrainer;
  /** Trainers that `predict` and its like use, kept between calls. */
  readonly evaluators: Evaluators;
  /** TensorFlow.js, chosen once. */
  readonly backend: () => Promise<Backend>;
  /** 1, 2, 3 … for each run. */
  readonly nextRun: () => number;
};
