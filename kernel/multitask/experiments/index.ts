export type { Candidate, ComparedData } from './candidates.ts';
export { type CompareHost, createCompare, type StudyProgress } from './compare.ts';
export { type CompareOptions, compareOptions } from './compare-options.ts';
export {
  createSearch,
  type Define,
  type Found,
  foundText,
  type NumberKind,
  type Pick,
  type Picks,
  pickText,
  ranked,
  type SearchAxis,
  type SearchedData,
  type SearchHost,
  type SearchOptions,
  type SearchProgress,
  type SearchTrial,
  type ShowFound,
} from './search/index.ts';
export {
  type ShowStudy,
  type Study,
  type StudyDifference,
  type StudyGain,
  type StudyResult,
  type StudyTask,
  studyText,
} from './study.ts';
export type { FailedTrial, OwnMetrics, Trial } from './trial.ts';
