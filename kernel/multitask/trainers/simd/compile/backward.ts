import {
  type BatchNormNode,
  type DenseNode,
  inputsOf,
  type NetworkNode,
  parametersOf,
  type TableNode,
} from '../../../network/index.ts';
import { aliased, fieldView, fromColumn, type View } from '../memory/value-layout.ts';
import { attendGradient } from './attention.ts';
import { type DenseGroup, padded } from './dense-groups.ts';
import type { DistinctLayer } from './distinct-layers.ts';
import { backByCodes, distinctLayerOf } from './distinct-operations.ts';
import { activationCode, copy, dropout, flat, momentsOf, runs } from './forward.ts';
import {
  biasIndex,
  codesOf,
  firstRows,
  found,
  gradientField,
  gradientsOf,
  groupOf,
  type Layout,
  matrixOf,
  ownAt,
  valuesOf,
  vectorOf,
  viewsOf,
} from './layout.ts';
import { type Argument, call, type Operation, type Three } from './operation.ts';

/** Where gradients come from: every node that has one when the backward pass begins, its values' gradients set. */
export type Gradients = {
  /** A node's gradient and whether it has a value to add to; nothing where no parameter lies below. */
  readonly target: (node: NetworkNode) => { readonly view: View; readonly accumulate: number } | undefined;
  readonly isWritten: (node: NetworkNode) => boolean;
  /** The field with the gradients of a whole batch for a node's tables. */
  readonly field: (node: TableNode) => string;
};

/**
 * Keeps account of which gradients have a value, while operations are written in the order of a backward pass. `pass` is
 * what it is told apart by, where there are several.
 */
export function trackGradients(layout: Layout, pass = ''): Gradients {
  const written = new Set<NetworkNode>();
  const trained = trainedNodes(layout.network.nodes);
  return {
    target(node) {
      if (!trained.has(node)) return undefined;
      const source = aliased(node);
      const accumulate = written.has(source) ? 1 : 0;
      written.add(source);
      return { view: found(layout.values.gradients.get(source)), accumulate };
    },
    isWritten: (node) => written.has(aliased(node)),
    field: (node) => gradientField(node, pass),
  };
}

/**
 * The operations from the gradients of logits to those of all parameters that the losses depend on: of the nodes whose way back
 * is in this phase, behind what a batch's sums of the phase before complete.
 */
export function backward(
  layout: Layout,
  gradients: Gradients,
  phase: number,
  layers: readonly DistinctLayer[] = [],
): Operation[] {
  const done = new Set<DenseGroup>();
  const { backward: phaseOf } = layout.phases;
  const { nodes: all } = layout.network;
  const nodes = all.filter((node) => phaseOf(node) === phase);
  const firstOf = new Map<DenseGroup, NetworkNode>();
  for (const node of nodes)
    if (node.kind === 'dense') {
      const group = groupOf(layout, node);
      if (!firstOf.has(group)) firstOf.set(group, node);
    }
  const completed = all.toReversed().flatMap((node) => {
    if (node.kind !== 'batchNorm' || phaseOf(node) !== phase - 1 || !gradients.isWritten(node)) return [];
    return batchNorm(layout, node, gradients);
  });
  const back = nodes.toReversed().flatMap((node): Operation[] => {
    if (node.kind === 'dense') {
      // Before its first member in this order come the consumers of all of them.
      const group = groupOf(layout, node);
      if (firstOf.get(group) !== node || done.has(group)) return [];
      done.add(group);
      return group.members.some(gradients.isWritten) ? dense(layout, group, gradients, layers) : [];
    }
    return aliased(node) === node && gradients.isWritten(node) ? operationsOf(layout, node, gradients) : [];
  });
  return [...completed, ...back];
}

function operationsOf(layout: Layout, node: Exclude<NetworkNode, DenseNode>, gradients: Gradients): Operation[] {
  const d = found(layout.values.gradients.get(node));
  switch (node.kind) {
    case 'activate': {
      const to = gradients.target(node.input);
      const values = [...flat(valuesOf(layout, node.input)), ...flat(valuesOf(layout, node)), ...flat(d)] as const;
      const how = [padded(node.width), activationCode(node.activation)] as const;
      return to ? [call('activateBack', ...how, ...values, ...flat(to.view), to.accumulate)] : [];
    }
    case 'layerNorm': {
      const to = gradients.target(node.input);
      const [gain, dGain, dShift] = [vectorOf(layout, node.gain), ...gradientsOf(layout, [node.gain, node.shift])];
      const from = [node.width, ...flat(valuesOf(layout, node.input)), gain, node.epsilon, ...flat(d)] as const;
      const into: Three = to ? [...flat(to.view), to.accumulate] : [0, 0, 0];
      return [call('layerNormGradient', ...from, dGain, dShift, ...into)];
    }
    case 'batchNorm': {
      const { sums, columns } = found(layout.batch.gradients.get(node));
      const moments = momentsOf(layout, node, 'training');
      const from = [...flat(valuesOf(layout, node.input)), ...moments, node.epsilon] as const;
      return [call('batchNormSums', columns, ...from, ...flat(d), ownAt(sums))];
    }
    case 'multiply': {
      if (node.b.width !== node.width) return [weigh(layout, [node.a], node.b, node.width, d, gradients)];
      return [
        [node.a, node.b],
        [node.b, node.a],
      ].flatMap(([side, other]) => {
        const to = gradients.target(side);
        if (!to) return [];
        const from = [padded(node.width), ...flat(d), ...flat(valuesOf(layout, other))] as const;
        return [call('multiply', ...from, ...flat(to.view), to.accumulate)];
      });
    }
    case 'vector':
      return [call('columnSums', padded(node.width), ...flat(d), gradientsOf(layout, [node.values])[0])];
    case 'add':
      if (node.weights) return [weigh(layout, node.parts, node.weights, node.width, d, gradients)];
      return node.parts.flatMap((part) => {
        const to = gradients.target(part);
        return to ? [copy(node.width, d, to.view, to.accumulate)] : [];
      });
    case 'embed':
      return [copy(node.width, d, fieldView(gradients.field(node)))];
    case 'attend':
      return [
        attendGradient(layout, node, d, gradients.field(node), [node.query, node.fromQuery].map(gradients.target)),
      ];
    case 'concat': {
      let column = 0;
      return node.parts.flatMap((part) => {
        const from = fromColumn(d, column);
        column += part.width;
        const to = gradients.target(part);
        return to ? [copy(part.width, from, to.view, to.accumulate)] : [];
      });
    }
    case 'dropout': {
      const to = gradients.target(node.input);
      if (!to) return [];
      if (node.rate === 0) return [copy(node.width, d, to.view, to.accumulate)];
      return [dropout(layout, node, d, to.view, to.accumulate)];
    }
    case 'dot':
      return [
        [node.a, node.b],
        [node.b, node.a],
      ].flatMap(([side, other]) => {
        const to = gradients.target(side);
        if (!to) return [];
        const scale = 1 / Math.sqrt(side.width);
        const from = [...flat(d), ...flat(valuesOf(layout, other)), scale] as const;
        return [call('dotGradient', padded(side.width), ...from, ...flat(to.view), to.accumulate)];
      });
    case 'softmax': {
      const to = gradients.target(node.logits);
      if (!to) return [];
      const from = [...flat(valuesOf(layout, node)), ...flat(d), 1 / node.temperature] as const;
      return [call('softmaxGradient', padded(node.width), ...from, ...flat(to.view), to.accumulate)];
    }
    case 'selector': {
      const to = gradients.target(node.logits);
      if (!to) return [];
      const from = [...flat(valuesOf(layout, node.logits)), ...flat(d)] as const;
      const how = [node.width, node.choices, 1 / node.gamma] as const;
      return [call('selectorGradient', ...how, ...from, ...flat(to.view), to.accumulate)];
    }
    case 'mix':
      return [weigh(layout, node.experts, node.gate, node.width, d, gradients)];
    default:
      return []; // inputs and what stops a gradient
  }
}

/** The gradient of what a batchNorm reads, once the sums over the batch are known. */
function batchNorm(layout: Layout, node: BatchNormNode, gradients: Gradients): Operation[] {
  const to = gradients.target(node.input);
  if (!to) return [];
  const d = found(layout.values.gradients.get(node));
  const { results, columns } = found(layout.batch.gradients.get(node));
  const moments = momentsOf(layout, node, 'training');
  const from = [...flat(valuesOf(layout, node.input)), ...moments, node.epsilon, vectorOf(layout, node.gain)] as const;
  const into: Three = [...flat(to.view), to.accumulate];
  return [call('batchNormGradient', columns, ...from, ownAt(results), ...flat(d), ...into)];
}

function dense(layout: Layout, group: DenseGroup, gradients: Gradients, layers: readonly DistinctLayer[]): Operation[] {
  const { memory, own, columns } = layout;
  const { values, gradients: d } = viewsOf(layout, group);
  const matrix = matrixOf(layout, group);
  const gradient = (index: number): Argument => ({ kind: 'gradient', offset: 4 * index });
  const bias = biasIndex(layout, group);

  if (group.kind === 'one-unit') {
    const input = valuesOf(layout, group.input);
    const depth = padded(group.input.width);
    // A unit without a bias has a place to waste its gradient in.
    const gBias: Argument = bias === undefined ? { kind: 'own', offset: own.waste } : gradient(bias);
    const own1 = call('oneUnitGradient', depth, ...flat(input), d.address, gradient(matrix.offset), gBias);
    const to = gradients.target(group.input);
    if (!to) return [own1];
    const weights = memory.parameters + 4 * matrix.offset;
    return [own1, call('oneUnitBack', depth, d.address, weights, ...flat(to.view), to.accumulate)];
  }

  const operations: Operation[] = [];
  const scratch: Argument = { kind: 'own', offset: own.scratch };
  for (const [i, member] of group.members.entries())
    if (!gradients.isWritten(member))
      operations.push(call('zeroColumns', padded(member.width), ...flat(fromColumn(d, group.columns[i]))));
  for (const { key, column, width } of runs(group, (member) => member.activation))
    if (key !== 'linear') {
      const value = flat(fromColumn(values, column));
      const args = [padded(width), activationCode(key), ...value, ...flat(fromColumn(d, column))] as const;
      operations.push(call('activateGradient', ...args));
    }
  if (bias !== undefined)
    for (const { key, column, width } of runs(group, (member) => member.bias !== undefined))
      if (key)
        operations.push(call('columnSums', padded(width), ...flat(fromColumn(d, column)), gradient(bias + column)));

  if (group.kind === 'look-up') {
    const step = 4 * group.width;
    if (columns.numeric.length > 0) {
      const sides = [padded(columns.numeric.length), ...flat(fieldView('record')), group.width, ...flat(d)] as const;
      operations.push(call('productGradient', ...sides, gradient(matrix.offset), step, 32, scratch));
    }
    if (columns.categorical.length > 0) {
      const list = firstRows(layout, matrix, 'gradient');
      const codes = [...codesOf(layout), columns.categorical.length, list] as const;
      const waste: Argument = { kind: 'own', offset: own.waste };
      operations.push(call('lookUpGradient', ...codes, waste, step, group.width, ...flat(d)));
    }
    return operations;
  }

  const layer = distinctLayerOf(layers, group);
  if (layer) return [...operations, ...backByCodes(layout, layer, gradients.target(group.input)?.view)];

  const input = valuesOf(layout, group.input);
  const depth = padded(group.input.width);
  const sides = [depth, ...flat(input), group.width, ...flat(d)] as const;
  operations.push(call('productGradient', ...sides, gradient(matrix.offset), 32, 4 * matrix.panelStep, scratch));
  const to = gradients.target(group.input);
  if (to) {
    const transposed = ownAt(own.transposed + 4 * matrix.transposed);
    const panelStep = 4 * 8 * ((group.width + 7) & ~7);
    const start: Three = to.accumulate ? [...flat(to.view), 1] : [memory.zeros, 0, 0];
    const right = [group.width, ...flat(d), transposed, panelStep, depth] as const;
    operations.push(call('product', ...right, ...start, ...flat(to.view), scratch));
  }
  return operations;
}

/** The gradients of a sum of parts, each times its weight, and of the weights. */
function weigh(
  layout: Layout,
  parts: readonly NetworkNode[],
  weights: NetworkNode,
  width: number,
  d: View,
  gradients: Gradients,
): Operation {
  const ofWeights = gradients.target(weights);
  const values = parts.flatMap((part): Argument[] => {
    const to = gradients.target(part);
    return [...flat(valuesOf(layout, part)), ...(to ? [...flat(to.view), to.accumulate] : [0, 0, 0])];
  });
  const sides = [parts.length, { kind: 'list', values } as const, padded(width)] as const;
  const from = [...flat(valuesOf(layout, weights)), ...flat(d)] as const;
  const into: Three = ofWeights ? [...flat(ofWeights.view), ofWeights.accumulate] : [0, 0, 0];
  return call('mixGradient', ...sides, ...from, ...into);
}

/** The nodes with a parameter below them that gradients reach. */
function trainedNodes(nodes: readonly NetworkNode[]): ReadonlySet<NetworkNode> {
  const trained = new Set<NetworkNode>();
  for (const node of nodes) {
    const isOpen = node.kind !== 'stopGradient' && inputsOf(node).some((input) => trained.has(input));
    if (parametersOf(node).length > 0 || isOpen) trained.add(node);
  }
  return trained;
}
