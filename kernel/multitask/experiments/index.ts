export type { Candidate, ComparedData } from './candidates.ts';
export { type CompareHost, type CompareOptions, createCompare, type StudyProgress } from './compare.ts';
export type { Study, StudyDifference, StudyGain, StudyResult, StudyTask } from './study.ts';
export type { FailedTrial, Trial } from './trial.ts';
