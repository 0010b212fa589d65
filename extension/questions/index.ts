export { askKernel } from './ask-kernel.ts';
export { tableAsking } from './askings.ts';
export { outputQuestions } from './feature.ts';
