export { type GateQuestions, gateQuestions, type WithoutAnswer } from './gate-questions.ts';
export type { FoundRows } from './rows-with-weight.ts';
