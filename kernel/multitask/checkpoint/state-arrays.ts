import { type Network, sizeOf } from '../network/index.ts';
import type { TrainerState } from '../trainers/index.ts';

/** Where one array of a checkpoint belongs: a parameter, or a slot of it. */
export type ArrayEntry = { readonly slot?: string; readonly parameter: string; readonly length: number };

/** A trainer's state in two parts: what JSON holds, and the arrays in a row. */
export type SplitState = {
  readonly described: Pick<TrainerState, 'step' | 'logVariances'> & { readonly arrays: readonly ArrayEntry[] };
  readonly arrays: readonly Float32Array[];
};

export function splitState({ parameters, slots, step, logVariances }: TrainerState): SplitState {
  const entries = [
    ...Object.entries(parameters).map(([parameter, values]) => ({ slot: undefined, parameter, values })),
    ...Object.entries(slots).flatMap(([slot, arrays]) =>
      Object.entries(arrays).map(([parameter, values]) => ({ slot, parameter, values })),
    ),
  ];
  return {
    described: {
      step,
      logVariances,
      arrays: entries.map(({ slot, parameter, values }) => ({ slot, parameter, length: values.length })),
    },
    arrays: entries.map(({ values }) => values),
  };
}

/** Takes the arrays out of `read`, which gives the next `length` numbers. */
export function joinState(described: SplitState['described'], read: (length: number) => Float32Array): TrainerState {
  const parameters: Record<string, Float32Array> = {};
  const slots: Record<string, Record<string, Float32Array>> = {};
  for (const { slot, parameter, length } of described.arrays) {
    const values = read(length);
    if (slot === undefined) parameters[parameter] = values;
    else slots[slot] = { ...slots[slot], [parameter]: values };
  }
  const { step, logVariances } = described;
  return { parameters, slots, step, ...(logVariances ? { logVariances } : {}) };
}

/** @throws when a state does not hold exactly the arrays of the network. */
export function checkState({ parameters }: Network, state: TrainerState): void {
  for (const parameter of parameters) {
    const { name } = parameter;
    const size = sizeOf(parameter);
    for (const arrays of [state.parameters, ...Object.values(state.slots)])
      if (arrays[name]?.length !== size)
        throw new Error(`"${name}" should have ${size} numbers but has ${arrays[name]?.length ?? 'none'}`);
  }
}
