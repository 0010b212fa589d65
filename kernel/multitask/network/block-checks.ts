import { isObject, seen } from '../options/index.ts';
import type { NetworkNode, Probability } from './network.ts';

/** Errors of building blocks. `block` names the block that speaks, e.g. `dense "expert 0"`. */
export function checkNode(value: unknown, block: string, role: string): asserts value is NetworkNode {
  if (isProbability(value))
    throw new Error(
      `${block}: ${role} is the probability "${value.name}"; only product and output take probabilities.`,
    );
  if (!isNode(value)) throw new Error(`${block}: ${role} is ${seen(value)}; it must be a building block.`);
  if (value.kind === 'numeric' && value.width === 0)
    throw new Error(`${block}: ${role} is numeric, but there is no numeric column.`);
}

/** `x` has no values in memory, so it may stand only where its weights are looked up. */
export function checkValues(value: unknown, block: string, role: string): asserts value is NetworkNode {
  checkNode(value, block, role);
  if (value.kind === 'input')
    throw new Error(
      `${block}: ${role} is x, which only dense and linear can read; put one of them, or embed, between.`,
    );
}

export function checkWidth(node: NetworkNode, width: number, block: string, role: string): void {
  if (node.width !== width)
    throw new Error(`${block}: ${role} "${node.name}" is ${node.width} wide; it must be ${width} wide.`);
}

export function isProbability(value: unknown): value is Probability {
  return isObject(value) && 'kind' in value && ['probability', 'product'].includes(`${value.kind}`);
}

export function isNode(value: unknown): value is NetworkNode {
  return isObject(value) && 'kind' in value && 'width' in value && 'name' in value;
}
