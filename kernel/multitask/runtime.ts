import type { Environment } from './environment.ts';
import type { Network } from './network.ts';
import type { Backend } from './trainers/backend.ts';
import type { CreateTrainer } from './trainers/trainer.ts';

/** What all models of one `createMultitask` share. */
export type Runtime = {
  readonly environment: Environment;
  /** The trainer for a network: the one asked for, or the fastest that supports every block of it. */
  readonly trainerFor: (network: Network, wanted: 'simd' | 'tfjs' | undefined) => Promise<CreateTrainer>;
  /** TensorFlow.js, chosen once. */
  readonly backend: () => Promise<Backend>;
  /** 1, 2, 3 … for each run. */
  readonly nextRun: () => number;
};
