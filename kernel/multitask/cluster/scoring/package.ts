import { createHash } from 'node:crypto';
import { safetensors } from '../../checkpoint/index.ts';
import { describedColumns, torchModule, toTorch } from '../../exports/pytorch/index.ts';
import type { Network } from '../../network/index.ts';
import { pythonFiles } from '../jobs/index.ts';
import type { Scoring } from './refusals.ts';

/** A model as a cluster scores with it. */
export type ScoredModel = {
  readonly title: string;
  readonly network: Network;
  readonly parameters: Readonly<Record<string, Float32Array>>;
};

/** All that a job needs, by file: no storage has to be shared for it. The same work is the same bytes. */
export async function scoringPackage(
  { cluster, rows, output, keys }: Scoring,
  { title, network, parameters }: ScoredModel,
): Promise<Record<string, Uint8Array>> {
  const { source, tensors } = torchModule(network, title);
  const weights = tensors.map((tensor) => [tensor.name, toTorch(tensor, parameters[tensor.parameter.name])] as const);
  const { missing = {}, labels = {}, separators = {} } = network.features.readWith ?? {};
  const read = { missing, labels, separators };
  const model = {
    'model.py': Buffer.from(source),
    'weights.safetensors': Buffer.concat([...safetensors(Object.fromEntries(weights))]),
    'columns.json': Buffer.from(JSON.stringify(describedColumns(network))),
  };
  const hash = createHash('sha256').update(JSON.stringify(read));
  for (const content of Object.values(model)) hash.update(content);
  const { workers, cpus, gpus } = cluster;
  const spec = {
    title,
    model: hash.digest('hex'),
    data: rows.path,
    output,
    keys,
    outputs: network.outputs.map(({ name }) => name),
    read,
    workers,
    cpus,
    gpus,
  };
  return { ...(await pythonFiles()), ...model, 'spec.json': Buffer.from(JSON.stringify(spec)) };
}
