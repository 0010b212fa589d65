import { arraysOf, type Network, sizeOf } from '../network/index.ts';
import type { TrainerState } from '../trainers/index.ts';
import type { Tensor } from './safetensors.ts';

/** What JSON holds of a trainer's state: everything but its arrays. */
export type DescribedState = Omit<TrainerState, 'parameters' | 'slots'>;

type Tensors = Readonly<Record<string, Tensor>>;

/** The weights by the names of parameters and statistics, and what the optimizer keeps of each as "slot/parameter". */
export function tensorsOf(network: Network, { parameters, slots }: TrainerState): { weights: Tensors; slots: Tensors } {
  const shapes = new Map(arraysOf(network).map(({ name, shape }) => [name, shape]));
  const tensor = (name: string, values: Float32Array) => ({ shape: shapes.get(name) ?? [values.length], values });
  return {
    weights: Object.fromEntries(Object.entries(parameters).map(([name, values]) => [name, tensor(name, values)])),
    slots: Object.fromEntries(
      Object.entries(slots).flatMap(([slot, arrays]) =>
        Object.entries(arrays).map(([name, values]) => [`${slot}/${name}`, tensor(name, values)]),
      ),
    ),
  };
}

/** Undoes `tensorsOf`. */
export function stateOf(
  described: DescribedState,
  weights: Iterable<readonly [string, Tensor]>,
  slotTensors: Iterable<readonly [string, Tensor]>,
): TrainerState {
  const slots: Record<string, Record<string, Float32Array>> = {};
  for (const [name, { values }] of slotTensors) {
    const slash = name.indexOf('/');
    const slot = name.slice(0, slash);
    slots[slot] = { ...slots[slot], [name.slice(slash + 1)]: values };
  }
  return {
    ...described,
    parameters: Object.fromEntries([...weights].map(([name, { values }]) => [name, values])),
    slots,
  };
}

/** @throws when a state does not hold exactly the arrays of the network. */
export function checkState(network: Network, state: TrainerState): void {
  for (const array of arraysOf(network)) {
    const { name } = array;
    const size = sizeOf(array);
    const slots = network.parameters.includes(array) ? Object.values(state.slots) : [];
    for (const arrays of [state.parameters, ...slots])
      if (arrays[name]?.length !== size)
        throw new Error(`"${name}" should have ${size} numbers but has ${arrays[name]?.length ?? 'none'}`);
  }
  const known = new Set(arraysOf(network).map(({ name }) => name));
  const foreign = Object.keys(state.parameters).find((name) => !known.has(name));
  if (foreign !== undefined) throw new Error(`"${foreign}" is no parameter of its network`);
}
