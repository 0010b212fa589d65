import { readFile } from 'node:fs/promises';
import type { Progress } from '../training/index.ts';
import { parseExactJson } from './exact-json.ts';
import { sha256 } from './safetensors.ts';
import {
  type Checkpoint,
  definitionOf,
  format,
  progressOf,
  type SavedDefinition,
  type SavedProgress,
} from './saved.ts';
import type { DescribedState } from './state-tensors.ts';

/**
 * The one file of a checkpoint of version 1, which earlier releases wrote: a line of JSON, then the arrays it lists as 32-bit floats,
 * little-endian, one after the other.
 */
export const fileOfVersion1 = 'checkpoint.bin';

/** @throws when the file is torn, foreign or of another version, in words that say which. */
export async function loadVersion1(path: string): Promise<Checkpoint> {
  const { header, arrays } = parse(path, await readFile(path));
  const definition = definitionOf(header);
  const read = reader(arrays);
  const state = joinState(header.state, read);
  const best = header.run?.best?.state && joinState(header.run.best.state, read);
  return { definition, progress: progressOf(definition, header, state, best) };
}

type ArrayEntry = { readonly slot?: string; readonly parameter: string; readonly length: number };
type State = DescribedState & { readonly arrays: readonly ArrayEntry[] };

type Header = SavedDefinition &
  SavedProgress<State> & {
    readonly format: string;
    readonly version: number;
    /** Of the arrays' bytes. */
    readonly sha256: string;
  };

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
  if (header.version !== 1)
    throw new Error(`${path} is of version ${header.version}; this release reads version 1 of such files.`);
  const arrays = file.subarray(end + 1);
  if (sha256([arrays]) !== header.sha256)
    throw new Error(`${path} is torn or was changed: its numbers do not have the checksum it names.`);
  return { header, arrays };
}

function joinState({ arrays, ...described }: State, read: (length: number) => Float32Array): Progress['state'] {
  const parameters: Record<string, Float32Array> = {};
  const slots: Record<string, Record<string, Float32Array>> = {};
  for (const { slot, parameter, length } of arrays) {
    const values = read(length);
    if (slot === undefined) parameters[parameter] = values;
    else slots[slot] = { ...slots[slot], [parameter]: values };
  }
  return { ...described, parameters, slots };
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
