export { type Backend, chooseBackend } from './backend.ts';
export { tfjsTrainer } from './trainer.ts';
