export { type Agreement, agreement, clearCosine } from './agreement.ts';
export { ascending } from './ascending.ts';
export { choleskySolver } from './cholesky.ts';
export { holm } from './holm.ts';
export { type Estimate, estimate, type PairedDifference, pairedDifference, type Verdict } from './paired.ts';
export { studentQuantile } from './student.ts';
export { symmetricEigen } from './symmetric-eigen.ts';
export { unpairedDifference } from './unpaired.ts';
