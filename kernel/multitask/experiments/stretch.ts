import { errorMessage } from '../../text/index.ts';
import type { Model } from '../model/index.ts';
import type { FitOptions, Judge } from '../training/index.ts';
import type { ComparedData } from './candidates.ts';

/** How far a trial of a search has come. */
export type Stretch = {
  /** How many epochs it has trained. */
  readonly epochs: number;
  /** The best of them; 0 before the first. */
  readonly epoch: number;
  /** What the judge says of that one; NaN before the first. */
  readonly value: number;
  /** How long it has trained, in seconds. */
  readonly seconds: number;
  /** Why it failed. */
  readonly reason?: string;
};

/** Trains a model on one thread up to so many epochs, from where it stands: what comes of it is that of an unbroken run. */
export async function trainStretch(
  model: Model,
  { train, validation }: Pick<ComparedData, 'train' | 'validation'>,
  { from, epochs, fit, seed, judge, signal }: StretchOptions,
): Promise<Stretch> {
  const begin = performance.now();
  let now = from;
  const options: FitOptions = {
    ...fit,
    epochs,
    seed: fit.seed ?? seed,
    validation,
    resume: from.epochs > 0,
    threads: 1,
    plot: false,
    signal,
  };
  try {
    for await (const event of model.train(train, options)) {
      if (event.kind !== 'epoch' || event.validation === undefined) continue;
      const value = judge.score(event.validation);
      const isBest = value > now.value || Number.isNaN(now.value);
      now = { ...now, epochs: event.epoch, ...(isBest ? { value, epoch: event.epoch } : {}) };
    }
  } catch (error) {
    if (!signal.aborted) now = { ...now, reason: errorMessage(error) };
  }
  return { ...now, seconds: now.seconds + (performance.now() - begin) / 1000 };
}

type StretchOptions = {
  readonly from: Stretch;
  /** From the first on. */
  readonly epochs: number;
  readonly fit: FitOptions;
  /** Of the search. */
  readonly seed: number;
  readonly judge: Judge;
  readonly signal: AbortSignal;
};
