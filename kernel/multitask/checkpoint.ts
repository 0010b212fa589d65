import type { ModelDefinition } from './model.ts';
import type { Progress } from './training/progress.ts';

export async function saveCheckpoint(_folder: string, _model: ModelDefinition, _progress: Progress): Promise<void> {
  throw new Error('not yet');
}
