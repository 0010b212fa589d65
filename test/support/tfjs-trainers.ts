import type { Features } from '../../kernel/multitask/data/features.ts';
import type { Task } from '../../kernel/multitask/data/tasks.ts';
import type { BuildModel } from '../../kernel/multitask/network/blocks.ts';
import { buildNetwork, type NetworkOptions } from '../../kernel/multitask/network/build-network.ts';
import type { Network } from '../../kernel/multitask/network/network.ts';
import { arraysOf } from '../../kernel/multitask/network/walk.ts';
import { type Backend, chooseBackend } from '../../kernel/multitask/trainers/tfjs/backend.ts';
import { tfjsTrainer } from '../../kernel/multitask/trainers/tfjs/trainer.ts';
import type { Optimizer, Trainer, TrainerState, TrainingPlan } from '../../kernel/multitask/trainers/trainer.ts';

const backend: { chosen?: Promise<Backend> } = {};

/** TensorFlow.js, chosen once per test process. */
export function sharedBackend(): Promise<Backend> {
  backend.chosen ??= chooseBackend();
  return backend.chosen;
}

export const adam: Optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, embeddings: 'dense' };

/** The reference trainer over weights given by name, each in its parameter's shape; those not given are 0, statistics as they start. */
export function trainerWith(
  network: Network,
  weights: Readonly<Record<string, readonly number[] | Float32Array>>,
  optimizer: Optimizer = { kind: 'sgd' },
  state: Partial<TrainerState> = {},
): Promise<Trainer> {
  const parameters = Object.fromEntries(
    arraysOf(network).map((array) => {
      const { name, shape } = array;
      const size = shape.reduce((total, side) => total * side, 1);
      const start = network.statistics.includes(array) && array.init.kind === 'constant' ? array.init.value : 0;
      const values = weights[name] ?? new Array(size).fill(start);
      if (values.length !== size) throw new Error(`${name} has ${size} entries, ${values.length} were given`);
      return [name, Float32Array.from(values)];
    }),
  );
  const unknown = Object.keys(weights).find((name) => !parameters[name]);
  if (unknown !== undefined) throw new Error(`there is no parameter ${unknown}: ${Object.keys(parameters).join(', ')}`);
  return tfjsTrainer(sharedBackend)(network, optimizer, { slots: {}, step: 0, ...state, parameters });
}

/** Rows `0 … rows − 1` in one batch at learning rate 0.1, with every option as `fit` has it without being told. */
export function planOf(rows: number, plan: Partial<TrainingPlan> = {}): TrainingPlan {
  return {
    order: Uint32Array.from({ length: rows }, (_, i) => i),
    batchSize: Math.max(1, rows),
    learningRate: () => 0.1,
    taskWeights: {},
    average: 'batch',
    l2: 0,
    loss: { kind: 'cross-entropy' },
    seed: 1,
    ...plan,
  };
}

export function networkOf(
  features: Features,
  tasks: readonly Task[],
  build: BuildModel,
  options?: NetworkOptions,
): Network {
  return buildNetwork('test', features, tasks, build, options);
}
