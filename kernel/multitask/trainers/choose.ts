import { errorMessage } from '../../text/index.ts';
import type { Network } from '../network/index.ts';
import { type Backend, tfjsTrainer } from './tfjs/index.ts';
import type { CreateTrainer } from './trainer.ts';

export type TrainerName = 'simd' | 'tfjs';

/** What a person asked for: nothing, a kind of trainer, a number of its threads. */
export type WantedTrainer = {
  readonly trainer?: TrainerName | undefined;
  readonly threads?: number | undefined;
  /** Whether it is to take the losses of a batch again behind its step. */
  readonly looksBack?: boolean;
};

/**
 * Creates trainers of the kind asked for; without a wish `simd`, and `tfjs` where simd lacks a block of the network or
 * cannot run here, which `tell` then says in one line.
 * @throws when simd was asked for and cannot train this network.
 */
export function trainerChooser(
  { trainer: wanted, threads, looksBack = false }: WantedTrainer,
  backend: () => Promise<Backend>,
  warn: (line: string) => void,
): CreateTrainer {
  const tfjs = tfjsTrainer(backend);
  if (wanted === 'tfjs') return tfjs;
  return async (network, optimizer, state) => {
    try {
      const { cannotLookBack, simdTrainer, unsupportedBlock } = await import('./simd/trainer.ts');
      const missing = unsupportedBlock(network) ?? (looksBack ? cannotLookBack(network) : undefined);
      if (missing !== undefined) throw new Error(missing);
      return await simdTrainer(threads)(network, optimizer, state);
    } catch (error) {
      const reason = errorMessage(error);
      if (wanted === 'simd') throw new Error(`trainer: simd cannot train ${network.model}: ${reason}`);
      warn(slower(network, reason));
      return tfjs(network, optimizer, state);
    }
  };
}

function slower({ model }: Network, reason: string): string {
  return `${model} uses the slower trainer tfjs, because simd cannot run it: ${reason}`;
}
