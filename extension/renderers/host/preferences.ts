import { fieldsOf } from '../../../kernel/guards/index.ts';
import { type AxisUnit, axisUnits } from '../../../kernel/payloads/reading/run-axis.ts';
import type { RendererContext } from './renderer-api.ts';

/** How the person likes a run drawn. A cell that runs again gets a new output; these stay. */
export type Preferences = {
  readonly scale: 'linear' | 'logarithmic';
  /** What the x axis counts. */
  readonly axis: AxisUnit;
  /** Weight of the past in the smoothed loss, 0 … .99; undefined is what suits the run's length. */
  readonly smoothing: number | undefined;
  /** Whether the gates are unfolded; undefined is where there is room. */
  readonly gatesOpen: boolean | undefined;
  /** Whether the conflicts between tasks are unfolded: who asked for them wants to see them. */
  readonly conflictsOpen: boolean;
  /** Whether the last try of the cell is drawn behind the run. */
  readonly lastTry: boolean;
};

export type KeptPreferences = { readonly read: () => Preferences; readonly write: (preferences: Preferences) => void };

export function keepPreferences({ getState, setState }: RendererContext): KeptPreferences {
  let preferences = checked(getState?.());
  return {
    read: () => preferences,
    write({ scale, axis, smoothing, gatesOpen, conflictsOpen, lastTry }) {
      preferences = { scale, axis, smoothing, gatesOpen, conflictsOpen, lastTry };
      setState?.(preferences);
    },
  };
}

/** What was kept may be of another version, or nothing. */
function checked(state: unknown): Preferences {
  const { scale, axis, smoothing, gatesOpen, conflictsOpen, lastTry } = fieldsOf(state);
  return {
    scale: scale === 'logarithmic' ? scale : 'linear',
    axis: axisUnits.find((each) => each === axis) ?? 'step',
    lastTry: lastTry !== false,
    conflictsOpen: conflictsOpen !== false,
    gatesOpen: typeof gatesOpen === 'boolean' ? gatesOpen : undefined,
    smoothing: typeof smoothing === 'number' && smoothing >= 0 && smoothing <= 0.99 ? smoothing : undefined,
  };
}
