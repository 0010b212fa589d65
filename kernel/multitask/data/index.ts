export type { Dataset, EncodedColumns, Numbers, RowStream, Rows } from './dataset.ts';
export {
  type CategoricalColumn,
  type Column,
  type Features,
  type ListColumn,
  type NumericColumn,
  sameValues,
} from './features.ts';
export { joinRows } from './join-rows.ts';
export { addLabels, noLabels, withLabels, withTrainLabels } from './label-statistics.ts';
export { fitsFloat32 } from './number-width.ts';
export { pickRows } from './pick-rows.ts';
export { fnv1a, randomStream, shuffled } from './random.ts';
export { readAhead } from './read-ahead.ts';
export { type CsvOptions, type LabelValues, type NumberFormat, type ReadWith, toldOf } from './read-with.ts';
export {
  arranged,
  bytesOf,
  type RowMemory,
  type RowSizes,
  reusedMemory,
  sizesOf,
  viewsOf,
} from './row-memory.ts';
export { sliceRows, spreadCounted, spreadPlaces, spreadRows } from './some-rows.ts';
export type { Task } from './tasks.ts';
export { checkWeights, weighNothing, whyNoneCounts } from './weights.ts';
