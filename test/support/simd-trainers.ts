import type { Features } from '../../kernel/multitask/data/features.ts';
import type { Task } from '../../kernel/multitask/data/tasks.ts';
import type { BuildModel } from '../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../kernel/multitask/network/build-network.ts';
import { initialParameters } from '../../kernel/multitask/network/initial-parameters.ts';
import type { Network } from '../../kernel/multitask/network/network.ts';
import { createWith, type SimdOptions } from '../../kernel/multitask/trainers/simd/trainer.ts';
import type { Optimizer, Trainer, TrainerState } from '../../kernel/multitask/trainers/trainer.ts';
import { adam } from './tfjs-trainers.ts';

/** Every way that the kernels run: their two builds, on one thread and on two. */
export const simdVariants = [
  { build: 'simd', threads: 1 },
  { build: 'relaxed', threads: 1 },
  { build: 'simd', threads: 2 },
  { build: 'relaxed', threads: 2 },
] as const satisfies readonly SimdOptions[];

export function startState(network: Network): TrainerState {
  return { parameters: initialParameters(network, 1), slots: {}, step: 0 };
}

/** Does something with a trainer and disposes of it. */
export async function withSimd<Result>(
  network: Network,
  options: SimdOptions,
  work: (trainer: Trainer) => Promise<Result>,
  optimizer: Optimizer = adam,
  state: TrainerState = startState(network),
): Promise<Result> {
  const trainer = await createWith(options)(network, optimizer, state);
  try {
    return await work(trainer);
  } finally {
    await trainer.dispose();
  }
}

/** A model whose relus are tanhs: across the kink of a relu the last bit of a number decides about a gradient. */
export function smoothNetwork(features: Features, tasks: readonly Task[], build: BuildModel): Network {
  return buildNetwork('smooth', features, tasks, (given, blocks) =>
    build(given, {
      ...blocks,
      dense: (input, units, options) =>
        blocks.dense(input, units, { ...options, activation: options?.activation ?? 'tanh' }),
      activate: (input, activation, options) =>
        blocks.activate(input, activation === 'relu' ? 'tanh' : activation, options),
    }),
  );
}

/** The largest difference between numbers of the same names; of numbers that only one side has, infinite. */
export function largestDifference(
  a: Readonly<Record<string, ArrayLike<number>>>,
  b: Readonly<Record<string, ArrayLike<number>>>,
): number {
  let largest = 0;
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (a[name]?.length !== b[name]?.length) return Number.POSITIVE_INFINITY;
    for (let i = 0; i < a[name].length; i++) {
      const difference = Math.abs(a[name][i] - b[name][i]);
      if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
    }
  }
  return largest;
}
