export type { Candidate, ComparedData } from './candidates.ts';
export { type CompareHost, type CompareOptions, compareOptions, createCompare, type StudyProgress } from './compare.ts';
export {
  createSearch,
  type Define,
  type Found,
  foundText,
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
} from './search/index.ts';
export {
  type Study,
  type StudyDifference,
  type StudyGain,
  type StudyResult,
  type StudyTask,
  studyText,
} from './study.ts';
export type { FailedTrial, Trial } from './trial.ts';
