import { types } from 'node:util';
import { dataOf } from './quiet.ts';

/** How large a tensor, dataset, table of rows, or model is, in words; undefined for anything else. No getter of the user's runs. */
export function shapeOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  if (isTensor(value)) return `[${value.shape.join(', ')}]`;
  const own = ownValues(value);
  const columns = listLength(ownValues(own.features).columns);
  if (columns !== undefined && Array.isArray(own.tasks)) {
    const rows = ['train', 'validation', 'test'].map((part) => ownValues(own[part]).length);
    const known = rows.filter((count): count is number => typeof count === 'number');
    if (known.length > 0)
      return `${known
        .filter((count) => count > 0)
        .map(format)
        .join(' + ')} rows × ${columns} columns`;
  }
  if (typeof own.length === 'number' && Array.isArray(own.numeric) && Array.isArray(own.categorical)) {
    const each = own.numeric.length + own.categorical.length + (listLength(own.lists) ?? 0);
    return `${format(own.length)} rows × ${each} columns`;
  }
  const parameters = ownValues(own.network).parameters;
  if (Array.isArray(parameters)) {
    const sizes = parameters.map(({ shape }) =>
      Array.isArray(shape) ? shape.reduce((size, side) => size * side, 1) : 0,
    );
    return `${format(sizes.reduce((sum, size) => sum + size, 0))} parameters`;
  }
  return undefined;
}

/** A tensor's first values, or that they are gone. */
export function tensorText(value: unknown): string | undefined {
  if (!isTensor(value)) return undefined;
  if (isDisposed(value)) return 'disposed';
  const values = readValues(value);
  if (values === undefined) return `${format(value.size)} values`;
  const first = Array.from(values.slice(0, 8), (each) => (typeof each === 'number' ? round(each) : String(each)));
  return `${first.join(', ')}${values.length > first.length ? ', …' : ''}`;
}

/** What a tensor holds, for someone who opens it. */
export function tensorParts(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (!isTensor(value)) return undefined;
  const values = isDisposed(value) ? undefined : readValues(value);
  return [['dtype', value.dtype], ['shape', value.shape], ...(values === undefined ? [] : rowsOf(values, value.shape))];
}

type Tensor = {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly size: number;
  dataSync(): Values;
};
type Values = ArrayLike<unknown> & { slice(from: number, to: number): Iterable<unknown> & ArrayLike<unknown> };

/** Reading copies, and on another device it waits; the view does so after every cell. */
const mostValues = 1_000_000;
const mostRowsOpened = 100;

function readValues(tensor: Tensor): Values | undefined {
  return tensor.size > 0 && tensor.size <= mostValues ? tensor.dataSync() : undefined;
}

/** A matrix by rows, anything else as one list. */
function rowsOf(values: Values, shape: readonly number[]): readonly (readonly [string, unknown])[] {
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2) return [['values', values]];
  const count = Math.min(rows, mostRowsOpened);
  return Array.from({ length: count }, (_, row) => [String(row), values.slice(row * columns, (row + 1) * columns)]);
}

/**
 * TensorFlow.js is not loaded for this, and a notebook may have a copy of its own: a tensor is what has a tensor's fields, and a way to
 * read them that says what TensorFlow.js's does. Anybody else's is not called.
 */
export function isTensor(value: unknown): value is Tensor {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return false;
  const { shape, dtype, size, dataId } = ownValues(value);
  if (!Array.isArray(shape) || typeof dtype !== 'string' || typeof size !== 'number') return false;
  const read = dataOf(Object.getPrototypeOf(value), 'dataSync');
  return typeof dataId === 'object' && typeof read === 'function' && /readSync\(this\.dataId\)/.test(sourceOf(read));
}

export function isDisposed(tensor: Tensor): boolean {
  return ownValues(tensor).isDisposedInternal === true;
}

function sourceOf(given: object): string {
  return Function.prototype.toString.call(given);
}

/** Own fields that are plain values. */
function ownValues(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || types.isProxy(value) || ArrayBuffer.isView(value)) return {};
  // To describe its stack V8 would make it, with code that a cell may have installed.
  if (types.isNativeError(value)) return {};
  if (Array.isArray(value)) return { length: value.length };
  const fields = Object.entries(Object.getOwnPropertyDescriptors(value)).filter(([, field]) => 'value' in field);
  return Object.fromEntries(fields.map(([name, field]) => [name, field.value]));
}

function listLength(value: unknown): number | undefined {
  return Array.isArray(value) ? value.length : undefined;
}

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function round(value: number): string {
  return String(Number(value.toPrecision(5)));
}
