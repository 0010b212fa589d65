export { checkOverwritable, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
export { replaceFile } from './replace-file.ts';
