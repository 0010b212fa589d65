export {
  type Conflict,
  conflictsOf,
  type EpochConflicts,
  noConflicts,
  taskPairs,
  withConflicts,
} from './conflicts.ts';
export { allAgree, pulledApart } from './pulled-apart.ts';
export { coarserStretches, meanWithin, noStretches, type Stretches, withSteps } from './stretches.ts';
export { conflictSentence, cosineWords } from './words.ts';
