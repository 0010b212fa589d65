export { Model } from './model.ts';
export type { Run } from './run.ts';
