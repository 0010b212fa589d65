export { checkOverwritable, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
export { readSafetensors, safetensors } from './safetensors.ts';
