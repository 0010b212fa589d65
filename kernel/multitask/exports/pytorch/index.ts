import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../../files/index.ts';
import { packageRoot } from '../../../package/index.ts';
import { safetensors } from '../../checkpoint/index.ts';
import type { Network } from '../../network/index.ts';
import { labelScale } from '../../trainers/common/index.ts';
import { torchModule } from './module.ts';
import { toTorch } from './tensors.ts';

export { torchModule } from './module.ts';
export { fromTorch, toTorch } from './tensors.ts';

/**
 * Writes a network as a folder that PyTorch runs and trains, which needs nothing of this package: `model.py`, a module with the network's
 * own names; `weights.safetensors`; `columns.json` and `columns.py`, what encodes raw columns; `layers.py` and `objective.py`, what
 * the model is made of; `example.py`, which predicts; `train.py`, which trains, alone or under torchrun.
 *
 * @throws where a block has no counterpart.
 */
export async function writeTorchFolder(
  folder: string,
  network: Network,
  parameters: Readonly<Record<string, Float32Array>>,
  title: string,
): Promise<void> {
  const { source, tensors } = torchModule(network, title);
  const weights = tensors.map((tensor) => [tensor.name, toTorch(tensor, parameters[tensor.parameter.name])] as const);
  await replaceFile(join(folder, 'model.py'), source);
  await replaceFile(join(folder, 'weights.safetensors'), safetensors(Object.fromEntries(weights)));
  await replaceFile(join(folder, 'columns.json'), `${JSON.stringify(describedColumns(network), null, 1)}\n`);
  for (const file of pythonFiles)
    await replaceFile(
      join(folder, file),
      await readFile(join(packageRoot(), 'dist/kernel/multitask/cluster/python', file), 'utf8'),
    );
}

/** What `columns.py` reads: columns in the network's order, and how labels are scaled. */
export function describedColumns({ features, inputs, tasks }: Network) {
  return {
    inputs,
    columns: features.columns,
    tasks: tasks.map((task) => ({ name: task.name, kind: task.kind, ...labelScale(task) })),
  };
}

const pythonFiles = ['columns.py', 'layers.py', 'objective.py', 'example.py', 'train.py'] as const;
