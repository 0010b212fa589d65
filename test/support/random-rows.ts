import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import type { Features } from '../../kernel/multitask/data/features.ts';
import { randomStream } from '../../kernel/multitask/data/random.ts';
import type { Task } from '../../kernel/multitask/data/tasks.ts';

/** Columns of every kind. */
export const mixedFeatures: Features = {
  columns: [
    { kind: 'categorical', name: 'city', values: ['Ulm', 'Bonn', 'Kiel', 'Jena'] },
    { kind: 'numeric', name: 'age', mean: 40, sd: 10 },
    { kind: 'list', name: 'tags', values: ['new', 'sale', 'used'] },
    { kind: 'numeric', name: 'price', mean: 2, sd: 0.5 },
    { kind: 'categorical', name: 'day', values: ['Mon', 'Tue', 'Wed'] },
  ],
};

export const clickAndBuy: readonly Task[] = [
  { name: 'click', kind: 'binary' },
  { name: 'buy', kind: 'binary' },
];

/** Rows for `mixedFeatures`: some values unseen or unknown, some labels not observed, a purchase only after a click. */
export function randomRows(length: number, seed: number): Rows {
  const random = randomStream(seed, 'rows');
  const draw = <Values>(one: () => Values): Values[] => Array.from({ length }, one);
  const lists = draw(() => Array.from({ length: random.below(4) }, () => random.below(4) - 1));
  const ends = lists.map((_, i) => lists.slice(0, i + 1).flat().length);
  const age = Float32Array.from(draw(() => (random.uniform() < 0.1 ? Number.NaN : 40 + 10 * random.normal())));
  const click = Float32Array.from(age, (years) =>
    random.normal() + (Number.isNaN(years) ? 0 : (years - 40) / 10) > 0 ? 1 : 0,
  );
  return {
    columns: mixedFeatures.columns,
    length,
    numeric: [age, Float32Array.from(draw(() => 2 + 0.5 * random.normal()))],
    categorical: [Int8Array.from(draw(() => random.below(5) - 1)), Int8Array.from(draw(() => random.below(3)))],
    lists: [{ offsets: Uint32Array.from([0, ...ends]), codes: Int32Array.from(lists.flat()) }],
    labels: {
      click,
      buy: click.map((clicked) => (random.uniform() < 0.1 ? Number.NaN : clicked * Math.round(random.uniform()))),
    },
  };
}
