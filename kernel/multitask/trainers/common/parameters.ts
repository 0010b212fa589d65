import { type Network, type Parameter, sizeOf } from '../../network/index.ts';
import type { Adam, AdamW, Optimizer } from '../trainer.ts';

/** The biases of dense layers, and what else is one number for each unit or part: L2 leaves them out. */
export function biasesOf({ parameters }: Network): ReadonlySet<Parameter> {
  return new Set(parameters.filter(({ shape }) => shape.length === 1));
}

/** Adam, or Adam with weights that decay. */
export function isAdam(optimizer: Optimizer): optimizer is Adam | AdamW {
  return optimizer.kind === 'adam' || optimizer.kind === 'adamw';
}

/** λ of a decay that is no part of the gradient. */
export function weightDecayOf(optimizer: Optimizer): number {
  return optimizer.kind === 'adamw' ? optimizer.weightDecay : 0;
}

/** Slots that an optimizer keeps for each weight. */
export function slotNames(optimizer: Optimizer): readonly string[] {
  return isAdam(optimizer) ? ['m', 'v'] : optimizer.kind === 'adagrad' ? ['sum'] : [];
}

/** What every slot of an optimizer starts at. */
export function slotStart(optimizer: Optimizer): number {
  return optimizer.kind === 'adagrad' ? optimizer.initial : 0;
}

/** The name of a task's log σ² among slots and gradients. */
export function varianceName(task: string): string {
  return `log variance/${task}`;
}

/** @throws when the state lacks a parameter, or has it in another size. */
export function valuesOf(values: Readonly<Record<string, Float32Array>>, parameter: Parameter): Float32Array {
  const found = values[parameter.name];
  if (!found) throw new Error(`The state has no values of parameter "${parameter.name}".`);
  if (found.length === sizeOf(parameter)) return found;
  throw new Error(
    `Parameter "${parameter.name}" is [${parameter.shape.join(', ')}] but the state has ${found.length} values.`,
  );
}
