import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../package/index.ts';

/** Our Python, as a cluster's workers import it. */
export async function pythonFiles(): Promise<Record<string, Uint8Array>> {
  const folder = join(packageRoot(), 'dist/kernel/multitask/cluster/python');
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(files));
}

const names = [
  'columns.py',
  'layers.py',
  'node.py',
  'objective.py',
  'ray_driver.py',
  'ray_score.py',
  'ray_scorer.py',
  'ray_train.py',
  'ray_trials.py',
  'ray_worker.py',
  'scores.py',
  'shards.py',
  'storage.py',
] as const;
