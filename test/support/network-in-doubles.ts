import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import type { Features } from '../../kernel/multitask/data/features.ts';
import type {
  Activation,
  BatchNormNode,
  EmbedNode,
  Network,
  NetworkNode,
  SelectorNode,
  TableNode,
} from '../../kernel/multitask/network/network.ts';
import { dropoutMask, isKept } from '../../kernel/multitask/trainers/common/dropout-mask.ts';

export type Weights = Readonly<Record<string, ArrayLike<number>>>;

/** What nodes compute in each row. */
export type NodeValues = ReadonlyMap<NetworkNode, number[][]>;

/** What a node computes in one row. */
export type Values = (node: NetworkNode) => number[];

/** What every node computes in each row while training. */
export function nodeValues(
  network: Network,
  weights: Weights,
  rows: Rows,
  seed: number,
  known: NodeValues = new Map(),
): NodeValues {
  const found = new Map(known);
  const values = valuesOf(found, rows);
  for (const node of network.nodes) {
    if (found.has(node)) continue;
    const ofRows =
      node.kind === 'batchNorm'
        ? batchNorm(
            node,
            values.map((value) => value(node.input)),
            weights,
          )
        : values.map((value, row) => compute(network, node, value, weights, rows, row, seed));
    found.set(node, ofRows);
  }
  return found;
}

export function valuesOf(found: NodeValues, rows: Rows): Values[] {
  return Array.from(
    { length: rows.length },
    (_, row): Values =>
      (node) =>
        found.get(node)?.[row] ?? [],
  );
}

function batchNorm({ width, gain, shift, epsilon }: BatchNormNode, x: number[][], weights: Weights): number[][] {
  const mean = Array.from({ length: width }, (_, u) => sum(x.map((row) => row[u])) / x.length);
  const variance = mean.map((m, u) => sum(x.map((row) => (row[u] - m) ** 2)) / x.length);
  return x.map((row) =>
    row.map(
      (each, u) =>
        (weights[gain.name][u] * (each - mean[u])) / Math.sqrt(variance[u] + epsilon) + weights[shift.name][u],
    ),
  );
}

function compute(
  network: Network,
  node: Exclude<NetworkNode, BatchNormNode>,
  value: Values,
  weights: Weights,
  rows: Rows,
  row: number,
  seed: number,
): number[] {
  const kept = (kind: 'dropout' | 'softmax', rate: number, unit: number) =>
    isKept(dropoutMask(seed, 0, { kind, name: node.name }, rate), row * node.width + unit);
  switch (node.kind) {
    case 'input':
      return inputValues(network.features, network.inputs, rows, row);
    case 'numeric':
      return inputValues(network.features, network.inputs, rows, row).slice(0, node.width);
    case 'embed':
      return node.columns.flatMap((_, c) => pooled(network.features, node, weights, rows, row, c));
    case 'attend': {
      const codes = embeddingsOf(network.features, node, weights, rows, row, 0);
      const [q, part] = [value(node.query), value(node.fromQuery)];
      const scores = codes.map((e) => {
        const both = [...e, ...e.map((x, u) => x * q[u])];
        const layer = part.map(
          (z, h) => z + sum(both.map((x, k) => x * weights[node.weights.name][k * part.length + h])),
        );
        return sum(layer.map((z, h) => Math.max(0, z) * weights[node.scores.name][h]));
      });
      const total = sum(scores.map(Math.exp));
      const shares = scores.map((s) => (node.attention === 'sigmoid' ? sigmoid(s) : Math.exp(s) / total));
      return Array.from({ length: node.width }, (_, u) => sum(codes.map((e, j) => shares[j] * e[u])));
    }
    case 'concat':
      return node.parts.flatMap(value);
    case 'dense': {
      const input = value(node.input);
      return Array.from({ length: node.width }, (_, n) => {
        const bias = node.bias ? weights[node.bias.name][n] : 0;
        const z = bias + sum(input.map((x, k) => x * weights[node.weights.name][k * node.width + n]));
        return activated(node.activation, z);
      });
    }
    case 'activate':
      return value(node.input).map((x) => activated(node.activation, x));
    case 'layerNorm': {
      const x = value(node.input);
      const mean = sum(x) / node.width;
      const sd = Math.sqrt(sum(x.map((each) => (each - mean) ** 2)) / node.width + node.epsilon);
      return x.map((each, u) => (weights[node.gain.name][u] * (each - mean)) / sd + weights[node.shift.name][u]);
    }
    case 'multiply':
      return value(node.a).map((x, i) => x * value(node.b)[node.b.width === 1 ? 0 : i]);
    case 'vector':
      return Array.from(weights[node.values.name]);
    case 'add':
      return Array.from({ length: node.width }, (_, u) =>
        sum(node.parts.map((part, i) => value(part)[u] * (node.weights ? value(node.weights)[i] : 1))),
      );
    case 'indicator': {
      const place = network.features.columns
        .filter(({ kind }) => kind === 'categorical')
        .findIndex(({ name }) => name === node.column);
      return Array.from({ length: node.width }, (_, code) => (rows.categorical[place][row] === code ? 1 : 0));
    }
    case 'dropout':
      return value(node.input).map((x, i) => (kept('dropout', node.rate, i) ? x / (1 - node.rate) : 0));
    case 'stopGradient':
      return value(node.input);
    case 'dot':
      return [sum(value(node.a).map((x, i) => x * value(node.b)[i])) / Math.sqrt(node.a.width)];
    case 'softmax': {
      const isKeptHere = value(node.logits).map((_, i) => node.dropout === 0 || kept('softmax', node.dropout, i));
      const isUsed = isKeptHere.some(Boolean) ? isKeptHere : isKeptHere.map(() => true);
      const logits = value(node.logits);
      const order = logits.map((_, i) => i).sort((a, b) => logits[b] - logits[a] || a - b);
      const isTop = logits.map((_, i) => order.indexOf(i) < (node.top ?? logits.length));
      const powers = logits.map((z, i) => (isUsed[i] && isTop[i] ? Math.exp(z / node.temperature) : 0));
      return powers.map((power) => power / sum(powers));
    }
    case 'selector': {
      const bits = Math.log2(node.width);
      const powers = value(node.logits).slice(0, node.choices).map(Math.exp);
      return Array.from({ length: node.width }, (_, e) =>
        sum(
          powers.map((power, i) =>
            smoothSteps(node, value)
              .slice(i * bits, (i + 1) * bits)
              .reduce((product, s, j) => product * ((e >> j) & 1 ? s : 1 - s), power / sum(powers)),
          ),
        ),
      );
    }
    case 'mix':
      return Array.from({ length: node.width }, (_, u) =>
        sum(node.experts.map((expert, e) => value(node.gate)[e] * value(expert)[u])),
      );
  }
}

/** S of every bit of a selector. */
export function smoothSteps({ logits, choices, gamma }: SelectorNode, value: Values): number[] {
  return value(logits)
    .slice(choices)
    .map((z) => {
      const t = Math.max(-gamma / 2, Math.min(gamma / 2, z));
      return (-2 * t ** 3) / gamma ** 3 + (3 * t) / (2 * gamma) + 0.5;
    });
}

function activated(activation: Activation | 'swish', z: number): number {
  switch (activation) {
    case 'linear':
      return z;
    case 'relu':
      return Math.max(0, z);
    case 'sigmoid':
      return sigmoid(z);
    case 'tanh':
      return Math.tanh(z);
    case 'swish':
      return z * sigmoid(z);
  }
}

function inputValues({ columns }: Features, inputs: Network['inputs'], rows: Rows, row: number): number[] {
  const numeric = columns.filter((column) => column.kind === 'numeric');
  const categorical = columns.filter((column) => column.kind === 'categorical');
  return [
    ...numeric.map(({ mean, sd }, c) => {
      const x = Number.isNaN(rows.numeric[c][row]) ? mean : rows.numeric[c][row];
      return inputs === 'raw' ? x : (x - mean) / sd;
    }),
    ...categorical.flatMap(({ values }, c) => values.map((_, code) => (rows.categorical[c][row] === code ? 1 : 0))),
  ];
}

function pooled(features: Features, node: EmbedNode, weights: Weights, rows: Rows, row: number, c: number): number[] {
  const known = embeddingsOf(features, node, weights, rows, row, c);
  const share = node.pool === 'mean' ? 1 / Math.max(1, known.length) : 1;
  return Array.from({ length: node.units }, (_, u) => share * sum(known.map((embedding) => embedding[u])));
}

/** The embeddings of a row's codes in column `c` of a node, but those of −1. */
function embeddingsOf(
  { columns }: Features,
  node: TableNode,
  weights: Weights,
  rows: Rows,
  row: number,
  c: number,
): number[][] {
  const column = columns.find(({ name }) => name === node.columns[c]);
  const place = columns.filter(({ kind }) => kind === column?.kind).findIndex(({ name }) => name === column?.name);
  const list = rows.lists[place];
  const codes =
    column?.kind === 'list'
      ? Array.from(list.codes.slice(list.offsets[row], list.offsets[row + 1])).slice(0, node.maxLength)
      : [rows.categorical[place][row]];
  const known = codes.filter((code) => code >= 0).map((code) => node.offsets[c] + code);
  const table = weights[(node.table === 'shared' ? node.tables[0] : node.tables[c]).name];
  return known.map((code) => Array.from({ length: node.units }, (_, u) => table[code * node.units + u]));
}

export function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
