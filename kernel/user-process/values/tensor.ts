import { isDisposed, isTensor } from './shape.ts';
import { dataTableBundle } from './table.ts';

/** A tensor's kind and values; up to two dimensions also as a table. */
export function tensorBundle(value: unknown): Record<string, string> | undefined {
  if (!isTensor(value)) return undefined;
  const { shape, dtype } = value;
  const title = `Tensor ${dtype} [${shape.join(', ')}]`;
  if (isDisposed(value)) return { 'text/plain': `${title}, disposed` };
  const plain = `${title}\n${String(value).replace(/^Tensor\n/, '')}`;
  const [rows = 0, columns = 1] = shape;
  if (shape.length < 1 || shape.length > 2 || value.size === 0 || value.size > mostValues)
    return { 'text/plain': plain };
  const data = value.dataSync();
  const table = dataTableBundle({
    columns: Array.from({ length: columns }, (_, column) => String(column)),
    rows: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (_, column) => data[row * columns + column]),
    ),
    length: rows,
  });
  return { 'text/html': `<p>${title}</p>${table['text/html']}`, 'text/plain': plain };
}

const mostValues = 100_000;
