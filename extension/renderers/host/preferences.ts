import type { TrainingSettings } from '../training/scene.ts';
import type { RendererContext } from './renderer-api.ts';

/** How the person likes loss drawn. A cell that runs again gets a new output; these stay. */
export type Preferences = Pick<TrainingSettings, 'scale' | 'smoothing'>;

export type KeptPreferences = { readonly read: () => Preferences; readonly write: (preferences: Preferences) => void };

export function keepPreferences({ getState, setState }: RendererContext): KeptPreferences {
  let preferences = checked(getState?.());
  return {
    read: () => preferences,
    write({ scale, smoothing }) {
      preferences = { scale, smoothing };
      setState?.(preferences);
    },
  };
}

/** What was kept may be of another version, or nothing. */
function checked(state: unknown): Preferences {
  const { scale, smoothing } = (typeof state === 'object' && state !== null ? state : {}) as Readonly<
    Record<string, unknown>
  >;
  return {
    scale: scale === 'logarithmic' ? scale : 'linear',
    smoothing: typeof smoothing === 'number' && smoothing >= 0 && smoothing <= 0.99 ? smoothing : undefined,
  };
}
