import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { CategoricalColumn, ListColumn, Rows } from '../../data/index.ts';
import type { EmbedNode, Network } from '../../network/index.ts';
import { type EmbeddedColumn, embeddedColumns } from '../common/index.ts';
import { embeddingReaders, oneHotReader } from './lookups.ts';
import { numericReader } from './numeric-reader.ts';
import type { TensorFlow } from './tensorflow.ts';

/** The columns of an embedding, with the inputs of the layers model that have their codes. Two embed nodes read the same column through one input, unless it is a list that they pool differently. */
export function columnsOf(node: EmbedNode, network: Network): readonly (EmbeddedColumn & { readonly input: string })[] {
  return embeddedColumns(network, node).map((embedded) => {
    const { kind, name } = embedded.column;
    const pooling = `${node.pool}${node.maxLength === Number.POSITIVE_INFINITY ? '' : ` of ${node.maxLength}`}`;
    return { ...embedded, input: kind === 'list' ? `${name} (${pooling})` : name };
  });
}

/** The inputs of a network's layers model, in order. */
export function inputNames(network: Network): readonly { readonly name: string; readonly width: number }[] {
  const inputs = new Map<string, number>();
  for (const node of network.nodes) {
    if (node.kind === 'input') inputs.set('x', node.width);
    if (node.kind === 'numeric') inputs.set(numericInput(network), node.width);
    if (node.kind === 'indicator') inputs.set(node.column, 1);
    if (node.kind !== 'embed') continue;
    for (const { column, input } of columnsOf(node, network))
      inputs.set(input, column.kind === 'list' ? column.values.length : 1);
  }
  return [...inputs].map(([name, width]) => ({ name, width }));
}

/** The name of the input that has the numeric columns alone: no column's. */
export function numericInput({ features }: Network): string {
  return features.columns.some(({ name }) => name === 'numeric') ? 'numeric columns' : 'numeric';
}

/** Rows as the inputs of a network's layers model: one tensor each, which the caller disposes. */
export function layersInputs(tf: TensorFlow, network: Network, rows: Rows): Tensor2D[] {
  const order = Uint32Array.from({ length: rows.length }, (_, i) => i);
  const values = new Map<string, Float32Array>();
  for (const node of network.nodes) {
    if (node.kind === 'input') values.set('x', wholeInput(network, rows, order, node.width));
    if (node.kind === 'numeric') values.set(numericInput(network), numericReader(network, rows)(order, 0, rows.length));
    if (node.kind === 'indicator') values.set(node.column, codesPlusOne(network, rows, node.column));
    if (node.kind === 'embed')
      for (const [i, { input, column }] of columnsOf(node, network).entries())
        values.set(input, columnInput({ ...node, columns: [node.columns[i]] }, column, network, rows, order));
  }
  return inputNames(network).map(({ name, width }) => {
    const found = values.get(name);
    if (!found) throw new Error(`There is no input "${name}".`);
    return tf.tensor2d(found, [rows.length, width]);
  });
}

function wholeInput(network: Network, rows: Rows, order: Uint32Array, width: number): Float32Array {
  const values = new Float32Array(rows.length * width);
  const numeric = numericReader(network, rows)(order, 0, rows.length);
  const columns = numeric.length / Math.max(1, rows.length);
  for (let row = 0; row < rows.length; row++)
    values.set(numeric.subarray(row * columns, (row + 1) * columns), row * width);
  const { ids, places } = oneHotReader(network, rows)(order, 0, rows.length);
  for (let i = 0; i < ids.length; i++) values[places[i] * width + ids[i]] = 1;
  return values;
}

function codesPlusOne({ features }: Network, rows: Rows, column: string): Float32Array {
  const columns = features.columns.filter(({ kind }) => kind === 'categorical');
  return Float32Array.from(rows.categorical[columns.findIndex(({ name }) => name === column)], (code) => code + 1);
}

/** Of one column: code + 1, or how often each value of a list counts. */
function columnInput(
  node: EmbedNode,
  column: CategoricalColumn | ListColumn,
  network: Network,
  rows: Rows,
  order: Uint32Array,
): Float32Array {
  const single: EmbedNode = { ...node, table: 'each', offsets: [0] };
  const { ids, places, counts } = embeddingReaders(single, network, rows)[0](order, 0, rows.length);
  if (column.kind === 'categorical') {
    const codes = new Float32Array(rows.length);
    for (let i = 0; i < ids.length; i++) codes[places[i]] = ids[i] + 1;
    return codes;
  }
  const width = column.values.length;
  const values = new Float32Array(rows.length * width);
  for (let i = 0; i < ids.length; i++) values[places[i] * width + ids[i]] += 1 / (counts?.[places[i]] ?? 1);
  return values;
}
