export type { Dataset, RowStream, Rows } from './dataset.ts';
export type { CategoricalColumn, Column, Features, ListColumn, NumericColumn } from './features.ts';
export { joinRows } from './join-rows.ts';
export { pickRows } from './pick-rows.ts';
export { fnv1a, randomStream, shuffled } from './random.ts';
export type { CsvOptions, ReadWith } from './read-with.ts';
export { sliceRows, spreadRows } from './some-rows.ts';
export type { Task } from './tasks.ts';
