import type { Rows } from '../../../multitask/data/index.ts';

/** By what rows are known again when a cell made them anew: prints of labels by task, and of columns by name. */
export type RowsPrint = {
  readonly labels: Readonly<Record<string, number>>;
  readonly columns: Readonly<Record<string, number>>;
};

/** Labels and weights are read whole, of each column a thousand values: a column may have no labels' worth of time. */
export function rowsPrint({ length, columns, numeric, categorical, labels, weights }: Rows): RowsPrint {
  const ofWeights = weights ? printOf(weights, length) : 0;
  const byKind = { numeric: [...numeric], categorical: [...categorical] };
  return {
    labels: Object.fromEntries(
      Object.entries(labels).map(([task, values]) => [task, (printOf(values, length) ^ ofWeights) >>> 0]),
    ),
    columns: Object.fromEntries(
      columns.flatMap(({ name, kind }) => {
        const values = kind === 'numeric' || kind === 'categorical' ? byKind[kind].shift() : undefined;
        return values === undefined ? [] : [[name, printOf(values, 1000)]];
      }),
    ),
  };
}

/**
 * Whether two sets of rows are the same for a task: equal labels, and at least half of the columns that both have, so that
 * a feature may be made anew. Labels alone may be equal by chance where a file is sorted by them.
 */
export function isSameRows(a: RowsPrint, b: RowsPrint, task: string): boolean {
  if (a.labels[task] === undefined || a.labels[task] !== b.labels[task]) return false;
  const shared = Object.keys(a.columns).filter((name) => Object.hasOwn(b.columns, name));
  return shared.filter((name) => a.columns[name] === b.columns[name]).length * 2 >= shared.length;
}

/** FNV-1a over the bits of at most `most` values, spread evenly; every NaN is the same. */
function printOf(values: ArrayLike<number>, most: number): number {
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  const step = Math.max(1, values.length / most);
  let hash = (0x811c9dc5 ^ values.length) >>> 0;
  for (let at = 0; at < values.length; at += step) {
    const value = values[Math.floor(at)] ?? 0;
    number[0] = Number.isNaN(value) ? Number.NaN : value;
    hash = Math.imul(Math.imul(hash ^ (words[0] ?? 0), 0x01000193) ^ (words[1] ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
