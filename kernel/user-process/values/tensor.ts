import { dataTableBundle } from './table.ts';

/** Of a TensorFlow.js tensor, what showing it takes. */
type Tensor = {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isDisposed: boolean;
  readonly size: number;
  dataSync(): ArrayLike<unknown>;
  toString(verbose?: boolean): string;
};

/** A tensor's kind and values; up to two dimensions also as a table. */
export function tensorBundle(value: unknown): Record<string, string> | undefined {
  if (!isTensor(value)) return undefined;
  const { shape, dtype } = value;
  const title = `Tensor ${dtype} [${shape.join(', ')}]`;
  if (value.isDisposed) return { 'text/plain': `${title}, disposed` };
  const plain = `${title}\n${value.toString().replace(/^Tensor\n/, '')}`;
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

function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null || !('dataSync' in value)) return false;
  return typeof value.dataSync === 'function' && 'shape' in value && Array.isArray(value.shape) && 'dtype' in value;
}
