export { historyFolder } from './history/index.ts';
export { createSession } from './session.ts';
