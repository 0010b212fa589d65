export type { RunFacts, StepFacts } from './facts.ts';
export { judgeRun } from './judge.ts';
export { labelFacts, watchSteps } from './run-facts.ts';
