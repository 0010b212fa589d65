export type { Candidate, ComparedData } from './candidates.ts';
export { type CompareHost, type CompareOptions, compareOptions, createCompare, type StudyProgress } from './compare.ts';
export {
  type Study,
  type StudyDifference,
  type StudyGain,
  type StudyResult,
  type StudyTask,
  studyText,
} from './study.ts';
export type { FailedTrial, Trial } from './trial.ts';
