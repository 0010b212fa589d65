import type { EndedEvent } from './events.ts';
import type { RunProgress } from './progress.ts';

/** Which weights a run leaves, in words and as an epoch. */
export type Kept = Pick<EndedEvent, 'kept' | 'keptEpoch'>;

export function keptLast({ epochs, firstEpoch }: RunProgress): Kept {
  return epochs === 0
    ? keptOld(firstEpoch)
    : { kept: `Weights of epoch ${firstEpoch + epochs} kept, the last.`, keptEpoch: epochs };
}

export function keptBest(epoch: number, { firstEpoch }: RunProgress, by: string): Kept {
  return { kept: `Weights of epoch ${firstEpoch + epoch} kept: best ${by}.`, keptEpoch: epoch };
}

/** After an interrupt: the weights of the last step. */
export function keptStep({ epochs, firstEpoch, stepsIntoEpoch, steps }: RunProgress): Kept {
  if (stepsIntoEpoch > 0)
    return { kept: `Weights of step ${steps.toLocaleString('en-US')} kept, in epoch ${firstEpoch + epochs + 1}.` };
  return keptWhole({ epochs, firstEpoch });
}

/** After a failure: those of the last whole epoch. */
export function keptWhole({ epochs, firstEpoch }: Pick<RunProgress, 'epochs' | 'firstEpoch'>): Kept {
  return epochs === 0
    ? keptOld(firstEpoch)
    : { kept: `Weights of epoch ${firstEpoch + epochs} kept.`, keptEpoch: epochs };
}

/** Nothing was trained, or it is given up. */
function keptOld(firstEpoch: number): Kept {
  return { kept: firstEpoch === 0 ? 'The weights are the first ones.' : 'The weights are those from before the run.' };
}
