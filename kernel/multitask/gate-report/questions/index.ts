export { type AboutExpert, type GateQuestions, gateQuestions, type WithoutAnswer } from './gate-questions.ts';
export type { TaskWithout } from './loss-without.ts';
export type { FoundRows } from './rows-with-weight.ts';
