export { checkOverwritable, loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
export { safetensors } from './safetensors.ts';
