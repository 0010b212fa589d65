import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { placesOf, replaceFiles } from '../../files/index.ts';
import { errorMessage } from '../../text/index.ts';
import { arraysOf, type ModelDefinition } from '../network/index.ts';
import type { Progress } from '../training/index.ts';
import { exactJson, parseExactJson } from './exact-json.ts';
import { readSafetensors, safetensors, sha256, type Tensor } from './safetensors.ts';
import {
  bestApart,
  type Checkpoint,
  definitionOf,
  format,
  progressOf,
  type SavedDefinition,
  type SavedProgress,
  savedDefinition,
  savedProgress,
} from './saved.ts';
import { stateOf, tensorsOf } from './state-tensors.ts';
import { fileOfVersion1, loadVersion1 } from './version-1.ts';

/**
 * Writes a checkpoint into a folder, whole or not at all:
 *
 * - `network.json`: the model as it is defined, with the columns it reads;
 * - `weights.safetensors`: its parameters by name, 32-bit floats in the parameters' shapes;
 * - `optimizer.safetensors`: what its optimizer keeps of each, and the best epoch's weights while early stopping goes on;
 * - `run.json`: how far it has come, and the checksums of the others.
 */
export async function saveCheckpoint(folder: string, definition: ModelDefinition, progress: Progress): Promise<void> {
  const { weights, slots } = tensorsOf(definition.network, progress.state);
  const best = bestApart(progress);
  const ofBest = best && tensorsOf(definition.network, best);
  const chunks: Record<FileName, Uint8Array[]> = {
    'network.json': [Buffer.from(`${exactJson({ format, version, ...savedDefinition(definition) })}\n`)],
    'weights.safetensors': safetensors(weights),
    'optimizer.safetensors': safetensors({
      ...slots,
      ...prefixed(prefixes.bestWeights, ofBest?.weights),
      ...prefixed(prefixes.bestSlots, ofBest?.slots),
    }),
  };
  const checksums = Object.fromEntries(fileNames.map((name) => [name, sha256(chunks[name])])) as Record<
    FileName,
    string
  >;
  const record: Record<string, unknown> & RunRecord = { format, version, checksums, ...savedProgress(progress) };
  await replaceFiles(folder, { name: recordName, content: `${exactJson(record)}\n` }, chunks);
  // What an earlier release left there is no longer what the folder holds.
  await rm(join(folder, fileOfVersion1), { force: true });
}

/** @throws when there is none, or it is torn, foreign or of a later version, in words that say which. */
export async function loadCheckpoint(folder: string): Promise<Checkpoint> {
  // Another process may be writing the next one: files of two sets do not have the checksums of either.
  for (let tries = 3; ; tries--) {
    try {
      return await loadOnce(folder);
    } catch (error) {
      if (!(error instanceof TornError) || tries === 0) throw error;
    }
  }
}

/**
 * @throws when a folder holds a checkpoint of a model with other parameters, or files of the same names that are none, so that training
 * does not overwrite what somebody keeps there.
 */
export async function checkOverwritable(folder: string, { network }: ModelDefinition): Promise<void> {
  const { record, files } = await placesOf(folder, recordName, fileNames);
  const isCheckpoint = (await exists(record)) || (await exists(join(folder, fileOfVersion1)));
  const standing = await Promise.all(fileNames.map((name) => exists(files[name])));
  const foreign = fileNames.find((_, i) => standing[i]);
  if (!isCheckpoint && foreign)
    throw new Error(`${folder} holds a ${foreign} that is of no checkpoint; give this one a folder of its own.`);
  if (!isCheckpoint) return;
  const { definition } = await loadCheckpoint(folder);
  if (JSON.stringify(arraysOf(definition.network)) !== JSON.stringify(arraysOf(network)))
    throw new Error(
      `${folder} holds a checkpoint of another model, ${definition.network.model}; give this one a folder of its own.`,
    );
}

async function loadOnce(folder: string): Promise<Checkpoint> {
  const places = await placesOf(folder, recordName, fileNames);
  const record = await readFile(places.record).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' && (await exists(join(folder, fileOfVersion1)))) return undefined;
    const why = error.code === 'ENOENT' ? `it has no ${recordName}` : error.message;
    throw new Error(`There is no checkpoint in ${folder}: ${why}.`);
  });
  if (!record) return told(join(folder, fileOfVersion1), () => loadVersion1(join(folder, fileOfVersion1)));
  const { checksums, ...run } = recordOf(places.record, record);
  const { files } = places;
  const network = await told(files['network.json'], () => readFile(files['network.json']));
  checkSum(files['network.json'], sha256([network]), checksums['network.json']);
  const tensors = async (name: FileName) => {
    const found = await told(files[name], () => readSafetensors(files[name]), TornError);
    checkSum(files[name], found.sha256, checksums[name]);
    return found.tensors;
  };
  const weights = await tensors('weights.safetensors');
  const kept = [...(await tensors('optimizer.safetensors'))];
  return told(folder, async () => {
    const definition = definitionOf(parseExactJson(network.toString()) as SavedDefinition);
    const isBest = ([name]: readonly [string, Tensor]) => name.startsWith(prefixes.best);
    const state = stateOf(
      run.state,
      weights,
      kept.filter((tensor) => !isBest(tensor)),
    );
    const best = run.run?.best?.state;
    const bestState = best && stateOf(best, after(prefixes.bestWeights, kept), after(prefixes.bestSlots, kept));
    return { definition, progress: progressOf(definition, run, state, bestState) };
  });
}

type FileName = (typeof fileNames)[number];

type RunRecord = SavedProgress & { readonly checksums: Readonly<Record<FileName, string>> };

/** Its files do not belong together, or one is not whole. */
class TornError extends Error {}

function recordOf(path: string, content: Buffer): RunRecord {
  let record: Partial<RunRecord> & { readonly format?: unknown; readonly version?: unknown };
  try {
    record = parseExactJson(content.toString()) as typeof record;
  } catch {
    throw new TornError(`${path} is torn or of something else: it is no JSON.`);
  }
  if (record?.format !== format) throw new Error(`${path} is of no checkpoint of multitask-notebook.`);
  if (record.version !== version)
    throw new Error(`${path} is of version ${record.version}; this release reads versions 1 and ${version}.`);
  return record as RunRecord;
}

function checkSum(path: string, found: string, expected: string): void {
  if (found !== expected)
    throw new TornError(`${path} is torn or was changed: it does not have the checksum that ${recordName} names.`);
}

/** Says which file an error is of. */
async function told<Result>(
  path: string,
  work: () => Promise<Result>,
  Kind: new (message: string) => Error = Error,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const message = errorMessage(error);
    if (message.startsWith(path)) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new TornError(`${path} is missing: the checkpoint is torn.`);
    throw new Kind(`${path} is damaged: ${message}.`);
  }
}

function prefixed(prefix: string, tensors: Readonly<Record<string, Tensor>> = {}): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${prefix}${name}`, tensor]));
}

function after(prefix: string, tensors: readonly (readonly [string, Tensor])[]): [string, Tensor][] {
  return tensors
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, tensor]) => [name.slice(prefix.length), tensor]);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

const version = 2;
const recordName = 'run.json';
const fileNames = ['network.json', 'weights.safetensors', 'optimizer.safetensors'] as const;
const prefixes = { best: 'best epoch/', bestWeights: 'best epoch/weights/', bestSlots: 'best epoch/slots/' } as const;
