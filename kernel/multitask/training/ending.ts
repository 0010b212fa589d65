import type { EndedEvent } from './events.ts';
import type { RunProgress } from './progress.ts';

/** Which weights a run leaves, in words and as an epoch. */
export type Kept = Pick<EndedEvent, 'kept' | 'keptEpoch'>;

export function keptLast({ epochs }: RunProgress): Kept {
  return epochs === 0 ? keptOld : { kept: `Weights of epoch ${epochs} kept, the last.`, keptEpoch: epochs };
}

export function keptBest(epoch: number, by: string): Kept {
  return { kept: `Weights of epoch ${epoch} kept: best ${by}.`, keptEpoch: epoch };
}

/** After an interrupt: the weights of the last step. */
export function keptStep({ epochs, stepsIntoEpoch, steps }: RunProgress): Kept {
  if (stepsIntoEpoch > 0)
    return { kept: `Weights of step ${steps.toLocaleString('en-US')} kept, in epoch ${epochs + 1}.` };
  return epochs === 0 ? keptOld : { kept: `Weights of epoch ${epochs} kept.`, keptEpoch: epochs };
}

/** After a failure: those of the last whole epoch. */
export function keptWhole(epochs: number): Kept {
  return epochs === 0 ? keptOld : { kept: `Weights of epoch ${epochs} kept.`, keptEpoch: epochs };
}

const keptOld: Kept = { kept: 'The weights are those from before the run.' };
