export { gateQuestions } from './feature.ts';
