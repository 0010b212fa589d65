import { type FlatNetwork, flattenNetwork, type ModelDefinition, unflattenNetwork } from '../network/index.ts';
import type { Progress, RunProgress } from '../training/index.ts';
import { checkState, type DescribedState } from './state-tensors.ts';

/** What a checkpoint holds: a model and how far it has been trained. */
export type Checkpoint = { readonly definition: ModelDefinition; readonly progress: Progress };

/** What the JSON of every version begins with. */
export const format = 'multitask-notebook checkpoint';

/** A model as JSON holds it. */
export type SavedDefinition = Pick<ModelDefinition, 'title' | 'seed' | 'settings'> & { readonly network: FlatNetwork };

export function savedDefinition({ title, seed, settings, network }: ModelDefinition): SavedDefinition {
  return { title, seed, settings, network: flattenNetwork(network) };
}

export function definitionOf({ title, seed, settings, network }: SavedDefinition): ModelDefinition {
  return { title, seed, settings, network: unflattenNetwork(network) };
}

/** How far it has come, as JSON holds it: a state's arrays are elsewhere. `keptEpoch` and the verdict are absent in older ones. */
export type SavedProgress<State = DescribedState> = Omit<Progress, 'state' | 'run'> & {
  readonly state: State;
  readonly run?: SavedRun<State> | undefined;
};

/** `best.state` is absent where it is the checkpoint's own. */
type SavedRun<State> = Omit<RunProgress, 'best'> & {
  readonly best?: { readonly epoch: number; readonly score: number; readonly state?: State } | undefined;
};

/** The arrays of the best epoch are often those of the last one: they are then saved once. */
export function bestApart({ state, run }: Progress): Progress['state'] | undefined {
  return run?.best && run.best.state !== state ? run.best.state : undefined;
}

export function savedProgress(progress: Progress): SavedProgress {
  const { state, run, ...rest } = progress;
  const best = bestApart(progress);
  return {
    ...rest,
    state: described(state),
    run: run && {
      ...run,
      best: run.best && { epoch: run.best.epoch, score: run.best.score, ...(best ? { state: described(best) } : {}) },
    },
  };
}

/** @throws when a state does not fit the network. */
export function progressOf(
  { network }: ModelDefinition,
  { epochs, keptEpoch, verdict, run }: SavedProgress<unknown>,
  state: Progress['state'],
  best = state,
): Progress {
  checkState(network, state);
  checkState(network, best);
  const { best: saved, ...unjudged } = run ?? {};
  const whole = saved ? { ...unjudged, best: { epoch: saved.epoch, score: saved.score, state: best } } : unjudged;
  return {
    state,
    epochs,
    ...(run ? { run: whole as RunProgress } : {}),
    ...(keptEpoch === undefined ? {} : { keptEpoch }),
    ...(verdict ? { verdict } : {}),
  };
}

function described({ parameters: _, slots: __, ...rest }: Progress['state']): DescribedState {
  return rest;
}
