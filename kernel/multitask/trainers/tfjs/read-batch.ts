import type { Rows } from '../../data/index.ts';
import { type Network, readsTables } from '../../network/index.ts';
import type { Batch } from './forward.ts';
import { embeddingReaders, oneHotReader } from './lookups.ts';
import { numericReader } from './numeric-reader.ts';

/** Reads what the network needs of rows `order[from … to)`. */
export function batchReader(
  network: Network,
  rows: Rows,
): (order: ArrayLike<number>, from: number, to: number) => Batch {
  const numeric = numericReader(network, rows);
  const oneHot = oneHotReader(network, rows);
  const embeds = network.nodes.filter(readsTables);
  const embeddings = embeds.map((node) => [node, embeddingReaders(node, network, rows)] as const);
  const columns = network.features.columns.filter(({ kind }) => kind === 'categorical');
  const indicators = network.nodes.flatMap((node) => {
    if (node.kind !== 'indicator') return [];
    return [[node, rows.categorical[columns.findIndex(({ name }) => name === node.column)]] as const];
  });
  return (order, from, to) => ({
    size: to - from,
    numeric: numeric(order, from, to),
    oneHot: oneHot(order, from, to),
    embeddings: new Map(embeddings.map(([node, readers]) => [node, readers.map((read) => read(order, from, to))])),
    indicators: new Map(
      indicators.map(([node, codes]) => [
        node,
        Int32Array.from({ length: to - from }, (_, i) => codes[order[from + i]]),
      ]),
    ),
  });
}
