export { CellQueue, type QueueEvent } from './queue.ts';
export type { SavedQueue } from './saved-run.ts';
