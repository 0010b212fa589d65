import type { Task } from '../data/index.ts';
import type { Blocks, LinearOptions, NetworkNode, Output } from '../network/index.ts';
import type { FirstValues } from './model-options.ts';

/** A task's own layers and its output: relu layers of `units`, then one linear unit. */
export function towerOutput(
  blocks: Blocks,
  task: Task,
  input: NetworkNode,
  units: readonly number[],
  start: FirstValues = {},
): Output {
  const logit = tower(blocks, task.name, input, units, start); // [batch, 1]
  return blocks.output(task, task.kind === 'binary' ? blocks.probability(logit, { name: task.name }) : logit, {
    name: task.name,
  });
}

/** Relu layers "NAME tower 0", "NAME tower 1" …, then "NAME logit": [batch, 1]. */
export function tower(
  blocks: Blocks,
  name: string,
  input: NetworkNode,
  units: readonly number[],
  start: FirstValues = {},
): NetworkNode {
  const { init, bias } = start.head ?? start;
  return blocks.linear(layers(blocks, `${name} tower`, input, units, start), 1, { init, bias, name: `${name} logit` });
}

/** Relu layers one upon the other, "NAME 0", "NAME 1" …: [batch, last of units] */
export function layers(
  blocks: Blocks,
  name: string,
  input: NetworkNode,
  units: readonly number[],
  start: FirstValues = {},
): NetworkNode {
  return units.reduce<NetworkNode>((below, width, i) => layer(blocks, `${name} ${i}`, below, width, start), input);
}

/** One relu layer, with `batchNorm` over sums that are normalised. [batch, units] */
export function layer(
  blocks: Blocks,
  name: string,
  input: NetworkNode,
  units: number,
  { init, bias, batchNorm }: FirstValues = {},
): NetworkNode {
  return batchNorm
    ? normalised(blocks, input, units, { name, init, activation: 'relu' })
    : blocks.dense(input, units, { init, bias, name });
}

/** A layer whose sums are normalised over the batch before its activation; they need no bias of their own. [batch, units] */
export function normalised(
  blocks: Blocks,
  input: NetworkNode,
  units: number,
  {
    name,
    init,
    activation,
  }: Pick<LinearOptions, 'init'> & {
    readonly name: string;
    readonly activation: Parameters<Blocks['activate']>[1];
  },
): NetworkNode {
  const sum = blocks.linear(input, units, { name: `${name} sum`, init, bias: false });
  return blocks.activate(blocks.batchNorm(sum, { name: `${name} norm` }), activation, { name });
}

/** An expert: relu layers whose last carries the expert's name, as the gate report does. [batch, last of units] */
export function expert(
  blocks: Blocks,
  name: string,
  input: NetworkNode,
  units: readonly number[],
  start: FirstValues = {},
): NetworkNode {
  const { init, bias } = start;
  const below = layers(blocks, `${name} layer`, input, units.slice(0, -1), start);
  return blocks.dense(below, units[units.length - 1], { init, bias, name });
}
