import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import type { Column, Features } from '../../kernel/multitask/data/features.ts';
import { type RandomStream, randomStream } from '../../kernel/multitask/data/random.ts';
import type { Task } from '../../kernel/multitask/data/tasks.ts';

/** Columns of every kind, with numbers of codes that are no multiples of anything. */
export const sampleFeatures: Features = {
  columns: [
    { kind: 'numeric', name: 'age', mean: 0.5, sd: 2 },
    { kind: 'categorical', name: 'city', values: names(3) },
    { kind: 'numeric', name: 'price', mean: 0, sd: 1 },
    { kind: 'list', name: 'tags', values: names(6) },
    { kind: 'categorical', name: 'brand', values: names(5) },
    { kind: 'numeric', name: 'stock', mean: 1, sd: 0.5 },
    { kind: 'list', name: 'words', values: names(4) },
  ],
};

/** The same without lists, which `x` does not have. */
export const flatFeatures: Features = { columns: sampleFeatures.columns.filter(({ kind }) => kind !== 'list') };

export const sampleTasks: readonly Task[] = [
  { name: 'click', kind: 'binary' },
  { name: 'buy', kind: 'binary' },
];

/** Rows with what real ones have: unseen categories, empty lists, missing numbers, labels that were not observed. */
export function sampleRows(length: number, seed: number, features = sampleFeatures, tasks = sampleTasks): Rows {
  const random = randomStream(seed, 'sample rows');
  const of = (kind: Column['kind']) => features.columns.filter((column) => column.kind === kind);
  const sizes = (kind: Column['kind']) =>
    of(kind).map((column) => (column.kind === 'numeric' ? 0 : column.values.length));
  const filled = (value: () => number) => Float32Array.from({ length }, value);
  return {
    columns: features.columns,
    length,
    numeric: of('numeric').map(() => filled(() => (random.uniform() < 0.05 ? Number.NaN : random.normal()))),
    categorical: sizes('categorical').map((size) => Int16Array.from({ length }, () => code(random, size))),
    lists: sizes('list').map((size) => {
      const lengths = Array.from({ length }, () => random.below(5));
      const offsets = Uint32Array.from([0, ...lengths]).map((_, i) => lengths.slice(0, i).reduce((a, b) => a + b, 0));
      return { offsets, codes: Int32Array.from({ length: offsets[length] }, () => code(random, size)) };
    }),
    labels: Object.fromEntries(
      tasks.map(({ name, kind }) => [
        name,
        filled(() => (random.uniform() < 0.1 ? Number.NaN : kind === 'binary' ? random.below(2) : random.normal())),
      ]),
    ),
  };
}

/** A code, now and then one that the train rows never had. */
function code(random: RandomStream, size: number): number {
  return random.uniform() < 0.1 ? -1 : random.below(size);
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `value ${i}`);
}
