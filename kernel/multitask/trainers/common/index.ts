export { type Balancing, type BatchOfTasks, createBalancing, type KeptBalance, keepBalance } from './balancing.ts';
export { type EmbeddedColumn, embeddedColumns, type NumericScale, numericScales } from './columns.ts';
export { clipFactor, cosines, pairsOf } from './combined.ts';
export {
  dropoutMask,
  entryMask,
  gateMask,
  type MaskedNode,
  masksOf,
  thresholdOf,
} from './dropout-mask.ts';
export { inLabelUnits, labelScale, likelihoodFactor, logVarianceInLabelUnits, lossUnit } from './label-scale.ts';
export { fixedWeights, trainedOutputs } from './outputs.ts';
export { biasesOf, isAdam, slotNames, slotStart, valuesOf, varianceName, weightDecayOf } from './parameters.ts';
export { moveStatistics } from './statistics.ts';
export { averagedOver, countsFor } from './targets.ts';
