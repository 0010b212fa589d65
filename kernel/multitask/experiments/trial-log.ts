import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../files/index.ts';
import { errorMessage } from '../../text/index.ts';
import type { Rows } from '../data/index.ts';
import { flattenNetwork, type Network } from '../network/index.ts';
import type { FitOptions } from '../training/index.ts';
import type { ComparedData } from './candidates.ts';
import type { FailedTrial, Predictions, Trial, TrialResult } from './trial.ts';

/** Trials in a folder: one line of JSON for each in trials.jsonl, and its predictions of the test rows beside it. */
export type TrialLog = {
  /** The trial that this log has of these circumstances, if it is whole. */
  readonly find: (key: string) => Promise<TrialResult | undefined>;
  readonly add: (key: string, result: TrialResult) => Promise<void>;
  readonly fail: (key: string, trial: FailedTrial) => Promise<void>;
};

type Line = {
  readonly version: 1;
  readonly key: string;
  readonly trial: Trial | FailedTrial;
  readonly outputs?: string[];
};

/** Lines that were torn when a process ended are skipped; what a later line says of a trial counts. */
export async function openTrialLog(folder: string): Promise<TrialLog> {
  await makeFolder(join(folder, 'predictions')).catch((error) => {
    throw new Error(`compare: folder "${folder}" cannot be written: ${errorMessage(error)}`);
  });
  const file = join(folder, 'trials.jsonl');
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = new Map<string, Line>();
  for (const line of text.split('\n')) {
    const parsed = parseLine(line);
    if (parsed) lines.set(parsed.key, parsed);
  }
  // A torn last line must not swallow the first one that follows.
  let before = text === '' || text.endsWith('\n') ? '' : '\n';
  let last: Promise<void> = Promise.resolve();
  const append = (line: Line): Promise<void> => {
    const text = `${before}${JSON.stringify(line, keepNaN)}\n`;
    before = '';
    last = last.then(() => appendFile(file, text));
    return last;
  };
  const predictionsFile = (key: string) => join(folder, 'predictions', `${key}.f32`);
  return {
    async find(key) {
      const line = lines.get(key);
      if (line?.trial.state !== 'done') return undefined;
      const bytes = await readFile(predictionsFile(key)).catch(() => undefined);
      const predictions = bytes && readPredictions(bytes, line.outputs ?? []);
      return predictions && { trial: line.trial, predictions };
    },
    async add(key, { trial, predictions }) {
      // First what the line speaks of: a line that is there is whole.
      await writeFile(predictionsFile(key), Buffer.concat(Object.values(predictions).map(bytesOf)));
      await append({ version: 1, key, trial, outputs: Object.keys(predictions) });
    },
    fail: (key, trial) => append({ version: 1, key, trial }),
  };
}

/**
 * What a trial's numbers depend on, as a short hash: the network with its columns, the rows, `fit`'s options, the seed. The
 * function remembers what it has read of the rows.
 */
export function trialKeys(data: ComparedData) {
  const rows = [data.train, data.validation, data.test].map(rowsDigest);
  return (candidate: string, seed: number, network: Network, fit: FitOptions): string => {
    const { signal: _, ...options } = fit;
    const parts = [candidate, seed, flattenNetwork(network), options, rows];
    const text = JSON.stringify(parts, (_, value) => (typeof value === 'function' ? String(value) : value));
    return createHash('sha256').update(text).digest('hex').slice(0, 24);
  };
}

/** Of the labels, the weights, and of the first numbers: rows of another split have others, in another order. */
function rowsDigest(rows: Rows): string {
  const hash = createHash('sha256').update(String(rows.length));
  const { weights } = rows;
  const columns = [...rows.numeric.slice(0, 1), ...rows.categorical.slice(0, 1), ...(weights ? [weights] : [])];
  for (const values of [...Object.values(rows.labels), ...columns])
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  return hash.digest('hex');
}

function parseLine(line: string): Line | undefined {
  try {
    const parsed: Line = JSON.parse(line, restoreNaN);
    return parsed.version === 1 && typeof parsed.key === 'string' && parsed.trial ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** JSON has no NaN: a metric that cannot be computed is the word. */
function keepNaN(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function restoreNaN(_: string, value: unknown): unknown {
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value;
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function readPredictions(bytes: Buffer, outputs: readonly string[]): Predictions | undefined {
  if (outputs.length === 0) return {};
  const rows = bytes.length / 4 / outputs.length;
  if (!Number.isInteger(rows)) return undefined;
  const numbers = new Float32Array(new Uint8Array(bytes).buffer);
  return Object.fromEntries(outputs.map((name, i) => [name, numbers.subarray(i * rows, (i + 1) * rows)]));
}
