import type { TrainingPayload } from '../training.ts';

/** The number that people are shown for an epoch of a run: one that went on from another counts on from its epochs. */
export function epochNumber({ run }: Pick<TrainingPayload, 'run'>, epoch: number): number {
  return (run.goesOn?.epochs ?? 0) + epoch;
}

/** `goes on from run 1, epochs 7–12`: from which run the weights come, and how this one's epochs are numbered. */
export function goingOn(payload: Pick<TrainingPayload, 'run' | 'progress'>): string | undefined {
  const { goesOn } = payload.run;
  if (goesOn === undefined) return undefined;
  const { epochs } = payload.progress;
  const [first, last] = [epochNumber(payload, 1), epochNumber(payload, epochs)];
  const from = goesOn.from === undefined ? 'a checkpoint' : `run ${goesOn.from}`;
  return `goes on from ${from}, ${first === last ? `epoch ${first}` : `epochs ${first}–${last}`}`;
}

/** What to do for a run that should not have gone on. */
export const startAfresh = 'fit(…, { restart: true }) starts afresh, with the first weights.';
