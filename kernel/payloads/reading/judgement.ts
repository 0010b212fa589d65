import type { GatesVerdict } from '../gates.ts';
import type { Remark } from '../remark.ts';
import type { TrainingPayload } from '../training.ts';

/** What is said of a run or a report, as every picture draws it: one block, with a rule in the colour of its tone. */
export type Judgement = Remark & {
  /** `good`: nothing to say. `warning`: act if you like. `error`: the numbers mean nothing. `idle`: there is nothing to judge. */
  readonly tone: 'good' | 'warning' | 'error' | 'idle';
  /** Further remarks, the gravest first. */
  readonly more: readonly Remark[];
};

export function judgementOfGates({ state, tone, ...remark }: GatesVerdict): Judgement {
  return { ...remark, tone: tone ?? ({ healthy: 'good', alarm: 'warning', idle: 'idle' } as const)[state] };
}

/** Undefined where nothing was said: of a run that goes on, of one of an older release. */
export function judgementOfTraining({ verdict }: TrainingPayload): Judgement | undefined {
  return verdict && { ...verdict, more: [] };
}

/** Names of the palette. */
export const toneColours = { good: 'success', warning: 'warning', error: 'error', idle: 'faint' } as const;

/** Lines in a box of 16 × 15: a tick, a triangle, a circle with a cross, a dash. */
export const toneShapes: Readonly<Record<Judgement['tone'], { readonly d: string; readonly width: number }>> = {
  good: { d: 'M3 7.5l3.4 3.4L12.6 3.6', width: 2 },
  warning: { d: 'M8 1.2L15 13.8H1ZM8 5.4v4.2M8 11v1.3', width: 1.5 },
  error: { d: 'M8 1a6.5 6.5 0 1 0 .01 0M5.6 5.1l4.8 4.8m0-4.8l-4.8 4.8', width: 1.5 },
  idle: { d: 'M3 7.5h10', width: 2 },
};
