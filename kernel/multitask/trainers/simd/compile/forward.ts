import {
  type ActivateNode,
  type BatchNormNode,
  type DenseNode,
  type EmbedNode,
  type NetworkNode,
  trainedThrough,
  upstream,
} from '../../../network/index.ts';
import { embeddedColumns, thresholdOf } from '../../common/index.ts';
import { recordHeader } from '../memory/parameter-layout.ts';
import { aliased, fieldView, fromColumn, type View } from '../memory/value-layout.ts';
import { attend } from './attention.ts';
import { type DenseGroup, padded } from './dense-groups.ts';
import type { DistinctLayer } from './distinct-layers.ts';
import { distinctLayerOf, embeddedAt, productByCodes } from './distinct-operations.ts';
import { codeSource } from './input-columns.ts';
import {
  biasOf,
  codesAt,
  codesOf,
  firstRows,
  found,
  groupOf,
  type Layout,
  matrixOf,
  ownAt,
  valuesOf,
  vectorOf,
  viewsOf,
} from './layout.ts';
import { type Argument, call, type Operation, type Three } from './operation.ts';

/** The operations that compute some nodes, and all they read. Nothing is dropped, and running moments are those of a batch. */
export function infer(layout: Layout, wanted: readonly NetworkNode[]): Operation[] {
  return compute(layout, upstream(wanted), 'inference');
}

/**
 * The operations of one phase of training: its nodes, then the sums over the batch that the next phase reads. `layers` are
 * computed by distinct codes, as far as the batch chooses.
 */
export function forward(layout: Layout, phase: number, layers: readonly DistinctLayer[] = []): Operation[] {
  const { network, phases, batch } = layout;
  const nodes = upstream(trainedThrough(network)).filter((node) => phases.forward(node) === phase);
  const sums = [
    ...[...batch.moments].flatMap(([node, place]) =>
      phases.forward(node) - 1 === phase ? [{ node: node.input, place }] : [],
    ),
    ...[...batch.uses].flatMap(([{ gate }, place]) => (phases.forward(gate) === phase ? [{ node: gate, place }] : [])),
  ];
  return [
    ...compute(layout, nodes, 'training', layers),
    ...sums.map(({ node, place }) =>
      call('addMoments', place.columns, ...flat(valuesOf(layout, node)), ownAt(place.sums)),
    ),
  ];
}

function compute(
  layout: Layout,
  nodes: readonly NetworkNode[],
  mode: 'training' | 'inference',
  layers: readonly DistinctLayer[] = [],
): Operation[] {
  const done = new Set<DenseGroup>();
  return nodes.flatMap((node) => {
    if (node.kind === 'embed') return embed(layout, node, layers);
    if (node.kind !== 'dense') return operationsOf(layout, node, mode);
    const group = groupOf(layout, node);
    if (done.has(group)) return [];
    done.add(group);
    return dense(layout, group, layers);
  });
}

function operationsOf(
  layout: Layout,
  node: Exclude<NetworkNode, DenseNode | EmbedNode>,
  mode: 'training' | 'inference',
): Operation[] {
  switch (node.kind) {
    case 'input':
    case 'stopGradient':
      return [];
    case 'numeric':
      return [copy(node.width, fieldView('record'), valuesOf(layout, node))];
    case 'attend':
      return [attend(layout, node)];
    case 'concat': {
      if (aliased(node) !== node) return [];
      let column = 0;
      return node.parts.map((part) => {
        const to = fromColumn(valuesOf(layout, node), column);
        column += part.width;
        return copy(part.width, valuesOf(layout, part), to);
      });
    }
    case 'activate': {
      const views = [...flat(valuesOf(layout, node.input)), ...flat(valuesOf(layout, node))] as const;
      return [call('activateInto', node.width, activationCode(node.activation), ...views)];
    }
    case 'layerNorm': {
      const [from, to] = [valuesOf(layout, node.input), valuesOf(layout, node)];
      const [gain, shift] = [node.gain, node.shift].map((each) => vectorOf(layout, each));
      return [call('layerNorm', node.width, ...flat(from), gain, shift, node.epsilon, ...flat(to))];
    }
    case 'batchNorm': {
      const [from, to] = [valuesOf(layout, node.input), valuesOf(layout, node)];
      const moments = momentsOf(layout, node, mode);
      const [gain, shift] = [node.gain, node.shift].map((each) => vectorOf(layout, each));
      const args = [padded(node.width), ...flat(from), ...moments, gain, shift, node.epsilon, ...flat(to)] as const;
      return [call('batchNorm', ...args)];
    }
    case 'multiply': {
      const [a, b, out] = [node.a, node.b, node].map((each) => valuesOf(layout, each));
      const columns = padded(node.width);
      if (node.b.width === node.width) return [call('multiply', columns, ...flat(a), ...flat(b), ...flat(out), 0)];
      return [mix(layout, [node.a], columns, b, out)];
    }
    case 'vector': {
      const from: View = { address: vectorOf(layout, node.values), step: 0 };
      return [copy(node.width, from, valuesOf(layout, node))];
    }
    case 'add': {
      const out = valuesOf(layout, node);
      if (node.weights) return [mix(layout, node.parts, padded(node.width), valuesOf(layout, node.weights), out)];
      return node.parts.map((part, i) => copy(node.width, valuesOf(layout, part), out, i > 0 ? 1 : 0));
    }
    case 'indicator':
      return [call('indicate', node.width, ...codesAt(layout, node.column), ...flat(valuesOf(layout, node)))];
    case 'dropout': {
      const [from, to] = [valuesOf(layout, node.input), valuesOf(layout, node)];
      if (mode === 'inference' || node.rate === 0) return [copy(node.width, from, to)];
      return [dropout(layout, node, from, to, 0)];
    }
    case 'dot': {
      const [a, b, out] = [node.a, node.b, node].map((each) => valuesOf(layout, each));
      const scale = 1 / Math.sqrt(node.a.width);
      return [call('dot', padded(node.a.width), ...flat(a), ...flat(b), scale, ...flat(out))];
    }
    case 'softmax': {
      if (node.top !== undefined) {
        const [logits, out] = [node.logits, node].map((each) => valuesOf(layout, each));
        return [call('topSoftmax', node.width, node.top, ...flat(logits), 1 / node.temperature, ...flat(out))];
      }
      const threshold = mode === 'training' && node.dropout > 0 ? thresholdOf(node.dropout) : 0;
      const mask: Three = threshold > 0 ? maskArguments(layout, node, threshold) : [0, 0, 0];
      const [logits, out] = [node.logits, node].map((each) => valuesOf(layout, each));
      return [call('softmax', node.width, ...flat(logits), 1 / node.temperature, ...flat(out), ...mask)];
    }
    case 'selector': {
      const [logits, out] = [node.logits, node].map((each) => valuesOf(layout, each));
      return [call('selector', node.width, node.choices, 1 / node.gamma, ...flat(logits), ...flat(out))];
    }
    case 'mix': {
      const [gate, out] = [node.gate, node].map((each) => valuesOf(layout, each));
      return [mix(layout, node.experts, padded(node.width), gate, out)];
    }
  }
}

/** Addresses of a mean and a variance of each unit: those of the batch, or the running ones. */
export function momentsOf(layout: Layout, node: BatchNormNode, mode: 'training' | 'inference'): [Argument, Argument] {
  if (mode === 'inference') return [vectorOf(layout, node.mean), vectorOf(layout, node.variance)];
  const { results, columns } = found(layout.batch.moments.get(node));
  return [ownAt(results), ownAt(results + 4 * columns)];
}

/** Σ weights[i] · parts[i] */
function mix(layout: Layout, parts: readonly NetworkNode[], columns: number, weights: View, out: View): Operation {
  const values = parts.flatMap((part) => [...flat(valuesOf(layout, part)), 0, 0, 0]);
  const list: Argument = { kind: 'list', values };
  return call('mix', parts.length, list, columns, ...flat(weights), ...flat(out));
}

function dense(layout: Layout, group: DenseGroup, layers: readonly DistinctLayer[]): Operation[] {
  const { memory, own } = layout;
  const { values } = viewsOf(layout, group);
  const matrix = matrixOf(layout, group);
  const weights = memory.parameters + 4 * matrix.offset;
  const bias = biasOf(layout, group);
  const product = (): Operation => {
    switch (group.kind) {
      case 'look-up': {
        const { numeric, categorical } = layout.columns;
        const list = firstRows(layout, matrix, memory.parameters);
        const inputs = [...flat(fieldView('record')), numeric.length, ...codesOf(layout)] as const;
        const step = 4 * group.width;
        const table = [categorical.length, list, memory.zeros, weights, step, group.width] as const;
        return call('lookUp', ...inputs, ...table, bias ?? memory.zeros, ...flat(values));
      }
      case 'one-unit': {
        const input = valuesOf(layout, group.input);
        return call(
          'oneUnit',
          padded(group.input.width),
          ...flat(input),
          weights,
          bias ?? memory.zeros,
          values.address,
        );
      }
      case 'product': {
        const input = valuesOf(layout, group.input);
        const sides = [padded(group.input.width), ...flat(input), weights, 4 * matrix.panelStep, group.width] as const;
        const start: Three = bias === undefined ? [memory.zeros, 0, 0] : [bias, 0, 1];
        return call('product', ...sides, ...start, ...flat(values), { kind: 'own', offset: own.scratch });
      }
    }
  };
  const activations = runs(group, (member) => member.activation)
    .filter(({ key }) => key !== 'linear')
    .map(({ key, column, width }) => call('activate', width, activationCode(key), ...flat(fromColumn(values, column))));
  const layer = distinctLayerOf(layers, group);
  return [...(layer ? productByCodes(layout, layer) : [product()]), ...activations];
}

function embed(layout: Layout, node: EmbedNode, layers: readonly DistinctLayer[]): Operation[] {
  const { parameters, memory } = layout;
  const operations: Operation[] = [];
  let codes: Argument[] = [];
  let first = 0;
  const columns = embeddedColumns(layout.network, node);
  const [{ recordStep }] = parameters.tables.filter((table) => table.parameter === columns[0].table);
  const flush = () => {
    if (codes.length === 0) return;
    const out = fromColumn(valuesOf(layout, node), first * node.units);
    const list = embeddedAt(layout, layers, node, first) ?? ({ kind: 'list', values: codes } as const);
    const table = [list, codes.length / 2, recordStep, node.units] as const;
    operations.push(call('embed', ...codesOf(layout), ...table, ...flat(out)));
    codes = [];
  };
  for (const [i, column] of columns.entries()) {
    const { table, firstRow } = column;
    const source = codeSource(node, column);
    const place = parameters.tables.findIndex((each) => each.parameter === table);
    const base = memory.tables[place] + firstRow * recordStep + recordHeader;
    if (source.kind === 'codes') {
      if (codes.length === 0) first = i;
      codes.push(layout.columns.codeBytes * source.place, base);
      continue;
    }
    flush();
    const out = fromColumn(valuesOf(layout, node), i * node.units);
    const how = [base, recordStep, node.units, node.pool === 'mean' ? 1 : 0] as const;
    operations.push(call('embedList', ...flat(fieldView(source.field)), ...how, ...flat(out)));
  }
  flush();
  return operations;
}

export function dropout(
  layout: Layout,
  node: NetworkNode & { readonly kind: 'dropout' },
  from: View,
  to: View,
  accumulate: number,
): Operation {
  const mask = maskArguments(layout, node, thresholdOf(node.rate));
  return call('dropout', node.width, ...mask, 1 / (1 - node.rate), ...flat(from), ...flat(to), accumulate);
}

export function copy(width: number, from: View, to: View, accumulate = 0): Operation {
  return call('copyColumns', width, ...flat(from), ...flat(to), accumulate);
}

export function flat({ address, step }: View): [Argument, Argument] {
  return [address, step];
}

export function activationCode(activation: (DenseNode | ActivateNode)['activation']): number {
  return ['linear', 'relu', 'sigmoid', 'tanh', 'swish'].indexOf(activation);
}

/** Neighbouring members of a group that agree in something: their first column and the columns up to the next ones. */
export function runs<Key>(
  { members, columns }: DenseGroup,
  keyOf: (member: DenseNode) => Key,
): { key: Key; column: number; width: number }[] {
  const found: { key: Key; column: number; width: number }[] = [];
  for (const [i, member] of members.entries()) {
    const key = keyOf(member);
    const last = found.at(-1);
    // A sigmoid of a padding column would not be 0, so it ends where its member ends.
    if (last && last.key === key && last.column + last.width === columns[i]) last.width += member.width;
    else if (last && last.key === key && member.activation !== 'sigmoid')
      last.width = columns[i] + member.width - last.column;
    else found.push({ key, column: columns[i], width: member.width });
  }
  return found;
}

function maskArguments({ masks }: Layout, node: NetworkNode, threshold: number): Three {
  const index = masks.indexOf(node);
  return [{ kind: 'now', value: 'row', index: 0 }, { kind: 'now', value: 'maskKey', index }, threshold];
}
