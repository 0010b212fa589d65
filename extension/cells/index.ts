export { CellQueue } from './queue.ts';
export type { SavedQueue } from './saved-run.ts';
