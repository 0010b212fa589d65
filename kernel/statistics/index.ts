export { holm } from './holm.ts';
export { type Estimate, estimate, type PairedDifference, pairedDifference } from './paired.ts';
export { unpairedDifference } from './unpaired.ts';
