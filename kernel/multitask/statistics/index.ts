export { holm } from './holm.ts';
export { type Estimate, estimate, type PairedDifference, pairedDifference, type Verdict } from './paired.ts';
export { studentQuantile, twoSidedStudent } from './student.ts';
