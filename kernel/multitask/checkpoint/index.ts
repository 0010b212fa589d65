export { checkOverwritable, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
