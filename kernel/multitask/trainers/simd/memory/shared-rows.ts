import type { Rows, Task } from '../../../data/index.ts';
import { countsFor, labelScale } from '../../common/index.ts';
import { type InputColumns, recordSizes } from '../compile/input-columns.ts';

/** Rows where all threads can read them, a row's columns side by side: a row of a shuffled epoch is one or two cache lines. */
export type SharedRows = {
  readonly length: number;
  /** Of each row its numeric columns, scaled; its labels and 1 for each, or 0 twice where there is none; its codes. */
  readonly records: Int32Array;
  /** By place among the columns that the network reads. */
  readonly lists: readonly { readonly offsets: Uint32Array; readonly codes: Int32Array; readonly longest: number }[];
};

/**
 * Copies rows, a stretch at a time: between two of them other work of this thread gets its turn.
 *
 * @param memory that may be written over, and is where it is large enough; new one without this.
 */
export async function shareRows(
  rows: Rows,
  columns: InputColumns,
  tasks: readonly Task[],
  memory?: ArrayBufferLike,
): Promise<SharedRows> {
  const { numeric, categorical, codeBytes } = columns;
  const { targets: targetsAt, codes: codesAt, bytes } = recordSizes(columns);
  const isEnough = memory !== undefined && memory.byteLength >= bytes * rows.length;
  const buffer = isEnough ? memory : new SharedArrayBuffer(bytes * rows.length);
  const records = new Int32Array(buffer, 0, (bytes / 4) * rows.length);
  const floats = new Float32Array(records.buffer);
  const codes = codeBytes === 2 ? new Int16Array(records.buffer) : records;
  const [floatStep, codeStep] = [bytes / 4, bytes / codeBytes];
  for (let from = 0; from < rows.length; from += block) {
    const to = Math.min(rows.length, from + block);
    if (isEnough) records.fill(0, from * floatStep, to * floatStep);
    for (const [c, { mean, shift, scale }] of numeric.entries()) {
      const values = rows.numeric[c];
      for (let row = from, at = from * floatStep + c; row < to; row++, at += floatStep) {
        const value = values[row];
        floats[at] = ((Number.isNaN(value) ? mean : value) - shift) / scale;
      }
    }
    fillTargets(floats, floatStep, targetsAt / 4, rows, tasks, {}, from, to);
    for (const [c, count] of categorical.entries()) {
      const values = rows.categorical[c];
      for (let row = from, at = from * codeStep + codesAt / codeBytes + c; row < to; row++, at += codeStep) {
        const code = values[row];
        if (code >= count)
          throw new RangeError(`Row ${row} has code ${code} in categorical column ${c}, which has ${count} values.`);
        codes[at] = code;
      }
    }
    if (to % stretch === 0) await new Promise(setImmediate);
  }
  const lists = columns.lists.map(({ place, maxLength }) => {
    const { offsets, codes } = rows.lists[place];
    return { offsets: share(offsets), codes: share(codes), longest: longestOf(offsets, maxLength) };
  });
  return { length: rows.length, records, lists };
}

/** The labels and weights alone, [row][label of each task, weight of each task], for rows with weights of their own. */
export async function shareTargets(
  rows: Rows,
  tasks: readonly Task[],
  rowWeights: Readonly<Record<string, Float32Array>>,
): Promise<Float32Array> {
  const width = 2 * tasks.length;
  const targets = new Float32Array(new SharedArrayBuffer(4 * width * rows.length));
  for (let from = 0; from < rows.length; from += stretch) {
    fillTargets(targets, width, 0, rows, tasks, rowWeights, from, Math.min(rows.length, from + stretch));
    await new Promise(setImmediate);
  }
  return targets;
}

/** Numeric labels standardised. Where a label was not observed, or does not count, label and weight stay 0. */
function fillTargets(
  floats: Float32Array,
  step: number,
  offset: number,
  rows: Rows,
  tasks: readonly Task[],
  rowWeights: Readonly<Record<string, Float32Array>>,
  from: number,
  to: number,
): void {
  for (const [t, task] of tasks.entries()) {
    const labels = rows.labels[task.name];
    if (!labels) continue;
    const weights = rowWeights[task.name];
    const { mean, sd } = labelScale(task);
    for (let row = from; row < to; row++) {
      const weight = weights ? weights[row] : 1;
      if (!countsFor(labels[row], weight)) continue;
      floats[row * step + offset + t] = (labels[row] - mean) / sd;
      floats[row * step + offset + tasks.length + t] = weight;
    }
  }
}

/** Rows copied at a time, all their columns: their records stay in the first-level cache. */
const block = 128;

/** Rows copied before other work has its turn: a few milliseconds. */
const stretch = 64 * block;

/** A copy that all threads can read. */
export function share<Numbers extends Float32Array | Uint32Array | Int32Array | Float64Array>(
  numbers: Numbers,
): Numbers {
  const Kind = numbers.constructor as new (buffer: SharedArrayBuffer) => Numbers;
  const copy = new Kind(new SharedArrayBuffer(numbers.byteLength));
  copy.set(numbers);
  return copy;
}

/** Where a thread finds the weight of output `t` in row `row`, among `floats`. */
export function weightPlaces(
  { records }: SharedRows,
  targets: Float32Array | undefined,
  columns: InputColumns,
): { readonly floats: Float32Array; readonly step: number; readonly first: number } {
  if (targets) return { floats: targets, step: 2 * columns.targets, first: columns.targets };
  const sizes = recordSizes(columns);
  const floats = new Float32Array(records.buffer);
  return { floats, step: sizes.bytes / 4, first: sizes.targets / 4 + columns.targets };
}

function longestOf(offsets: Uint32Array, maxLength: number): number {
  let longest = 0;
  for (let row = 0; row + 1 < offsets.length; row++) longest = Math.max(longest, offsets[row + 1] - offsets[row]);
  return Math.min(longest, maxLength);
}
