import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../files/index.ts';
import { errorMessage } from '../../text/index.ts';
import { type FlatNetwork, flattenNetwork, type ModelDefinition, unflattenNetwork } from '../network/index.ts';
import type { Progress, RunProgress } from '../training/index.ts';
import { exactJson, parseExactJson } from './exact-json.ts';
import { checkState, joinState, type SplitState, splitState } from './state-arrays.ts';

/** What a checkpoint holds: a model and how far it has been trained. */
export type Checkpoint = { readonly definition: ModelDefinition; readonly progress: Progress };

/**
 * Writes a checkpoint into a folder, whole or not at all. Its one file is a line of JSON, then the arrays it lists as
 * 32-bit floats, little-endian, one after the other.
 */
export async function saveCheckpoint(folder: string, definition: ModelDefinition, progress: Progress): Promise<void> {
  const { best, ...run } = progress.run ?? {};
  const state = splitState(progress.state);
  // The best epoch is often the last: its arrays are then written once.
  const bestState = best && best.state !== progress.state ? splitState(best.state) : undefined;
  const arrays = [...state.arrays, ...(bestState?.arrays ?? [])].map(bytesOf);
  const header = {
    format,
    version,
    title: definition.title,
    seed: definition.seed,
    settings: definition.settings,
    epochs: progress.epochs,
    keptEpoch: progress.keptEpoch,
    verdict: progress.verdict,
    network: flattenNetwork(definition.network),
    state: state.described,
    run: progress.run && {
      ...run,
      best: best && { epoch: best.epoch, score: best.score, state: bestState?.described },
    },
    sha256: digest(arrays),
  } satisfies Header | Record<string, unknown>;
  await replaceFile(join(folder, fileName), [Buffer.from(`${exactJson(header)}\n`), ...arrays]);
}

/** @throws when there is none, or it is torn, foreign or of a later version, in words that say which. */
export async function loadCheckpoint(folder: string): Promise<Checkpoint> {
  const path = join(folder, fileName);
  const file = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `There is no checkpoint in ${folder}: ${error.code === 'ENOENT' ? `it has no ${fileName}` : error.message}.`,
    );
  });
  const { header, arrays } = parse(path, file);
  try {
    const { title, seed, settings } = header;
    const definition = { network: unflattenNetwork(header.network), title, seed, settings };
    const read = reader(arrays);
    const state = joinState(header.state, read);
    checkState(definition.network, state);
    const run = header.run && withBest(header.run, state, read);
    const { epochs, keptEpoch, verdict } = header;
    return {
      definition,
      progress: {
        state,
        epochs,
        ...(run ? { run } : {}),
        ...(keptEpoch === undefined ? {} : { keptEpoch }),
        ...(verdict ? { verdict } : {}),
      },
    };
  } catch (error) {
    throw new Error(`${path} is damaged: ${errorMessage(error)}.`);
  }
}

/**
 * @throws when a folder holds a checkpoint of a model with other parameters, or a file that is none, so that training does
 * not overwrite what somebody keeps there.
 */
export async function checkOverwritable(folder: string, { network }: ModelDefinition): Promise<void> {
  const path = join(folder, fileName);
  const file = await readFile(path).catch(() => undefined);
  if (!file) return;
  const found = unflattenNetwork(parse(path, file).header.network);
  if (JSON.stringify(found.parameters) !== JSON.stringify(network.parameters))
    throw new Error(
      `${folder} holds a checkpoint of another model, ${found.model}; give this one a folder of its own.`,
    );
}

type Header = {
  readonly format: string;
  readonly version: number;
  readonly title: string;
  readonly seed: number;
  readonly settings: ModelDefinition['settings'];
  readonly epochs: number;
  /** Absent in older ones, as the verdict is. */
  readonly keptEpoch?: number;
  readonly verdict?: Progress['verdict'];
  readonly network: FlatNetwork;
  readonly state: SplitState['described'];
  readonly run: SavedRun | undefined;
  /** Of the arrays' bytes. */
  readonly sha256: string;
};

/** `best.state` is absent where it is the checkpoint's own. */
type SavedRun = Omit<RunProgress, 'best'> & {
  readonly best?: { readonly epoch: number; readonly score: number; readonly state?: SplitState['described'] };
};

function withBest(run: SavedRun, state: Progress['state'], read: (length: number) => Float32Array): RunProgress {
  if (!run.best) return run as Omit<SavedRun, 'best'>;
  const best = run.best.state ? joinState(run.best.state, read) : state;
  return { ...run, best: { epoch: run.best.epoch, score: run.best.score, state: best } };
}

function parse(path: string, file: Buffer): { header: Header; arrays: Uint8Array } {
  const end = file.indexOf(10);
  const foreign = new Error(`${path} is no checkpoint of multitask-notebook.`);
  if (!file.subarray(0, 100).includes(format)) throw foreign;
  if (end === -1) throw new Error(`${path} is torn: it ends within its first line.`);
  let header: Header;
  try {
    header = parseExactJson(file.toString('utf8', 0, end)) as Header;
  } catch {
    throw new Error(`${path} is damaged: its first line is no JSON.`);
  }
  if (header?.format !== format) throw foreign;
  if (header.version !== version)
    throw new Error(`${path} is of version ${header.version}; this release reads version ${version}.`);
  const arrays = file.subarray(end + 1);
  if (digest([arrays]) !== header.sha256)
    throw new Error(`${path} is torn or was changed: its numbers do not have the checksum it names.`);
  return { header, arrays };
}

/** Gives the next numbers of the arrays, copied out of the file's bytes. */
function reader(bytes: Uint8Array): (length: number) => Float32Array {
  let offset = 0;
  return (length) => {
    const end = offset + 4 * length;
    if (end > bytes.length) throw new Error('it has fewer numbers than it lists');
    const values = new Float32Array(new Uint8Array(bytes.subarray(offset, end)).buffer);
    offset = end;
    return values;
  };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function digest(chunks: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

const format = 'multitask-notebook checkpoint';
const version = 1;
const fileName = 'checkpoint.bin';
