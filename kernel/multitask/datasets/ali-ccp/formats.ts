import type { Column, Rows } from '../../data/index.ts';
import { decompressed } from '../scan/decompressed.ts';
import { type Field, scanFields } from '../scan/fields.ts';
import { scanSlots } from '../scan/slots.ts';
import { newlineByte, wholeLines } from '../scan/whole-lines.ts';

/**
 * Reads a file of Ali-CCP in the text or the CSV form, whichever its first line is in.
 *
 * @param slots of the text form; PaddleRec's 23 unless told.
 */
export async function scanAliCcp(
  file: string,
  slots: readonly string[] = aliCcpSlots,
  signal?: AbortSignal,
): Promise<Scanned> {
  const first = await firstLine(file);
  if (first === undefined) throw new Error(`${file} is empty.`);
  return first.includes(':') ? scanText(file, slots, signal) : scanCsv(file, first, signal);
}

/** PaddleRec's order. 1xx describe the user, 2xx the item, 5xx to 8xx pairs of both, 301 the context. */
const aliCcpSlots =
  '101 109_14 110_14 127_14 150_14 121 122 124 125 126 127 128 129 205 206 207 210 216 508 509 702 853 301'.split(' ');

/** Columns of the CSV form without a header. */
const aitmColumns = 'click purchase 101 121 122 124 125 126 127 128 129 205 206 207 216 508 509 702 853 301'.split(' ');

/** What one file has, with codes of its own; labels as they are in the file. [row] */
export type Scanned = {
  readonly length: number;
  readonly click: ArrayLike<number>;
  readonly conversion: ArrayLike<number>;
  readonly columns: readonly ScannedColumn[];
};
export type ScannedColumn = { readonly column: Column } & (
  | { readonly kind: 'numeric'; readonly values: Float32Array }
  | { readonly kind: 'categorical'; readonly values: Rows['categorical'][number] }
  | { readonly kind: 'list'; readonly values: Rows['lists'][number] }
);
async function firstLine(file: string): Promise<string | undefined> {
  for await (const lines of wholeLines(decompressed(file))) {
    return Buffer.from(lines.subarray(0, lines.indexOf(newlineByte)))
      .toString()
      .trimEnd();
  }
  return undefined;
}

async function scanText(file: string, slots: readonly string[], signal?: AbortSignal): Promise<Scanned> {
  const scanned = await scanSlots(decompressed(file, signal), slots, file);
  return {
    ...scanned,
    columns: scanned.slots.map(({ offsets, codes, values }, i) => ({
      kind: 'list',
      column: { kind: 'list', name: slots[i], values },
      values: { offsets, codes },
    })),
  };
}

async function scanCsv(file: string, first: string, signal?: AbortSignal): Promise<Scanned> {
  const cells = first.split(',').map((cell) => cell.trim());
  const headed = cells.some((cell) => Number.isNaN(Number(cell)));
  if (!headed && cells.length !== aitmColumns.length) {
    throw new Error(
      `${file} has no header, and ${cells.length} columns instead of the ${aitmColumns.length} of AITM's files.`,
    );
  }
  const names = headed ? cells : aitmColumns;
  const bought = ['purchase', 'conversion', 'buy'].find((name) => names.includes(name));
  if (!names.includes('click') || bought === undefined) {
    throw new Error(`${file} needs the columns "click" and "purchase"; its header is: ${names.join(', ')}.`);
  }
  const isNumber = (name: string) => name === 'click' || name === bought || name.startsWith('D');
  const fields: Field[] = names.map((name) => ({ name, kind: isNumber(name) ? 'number' : 'category' }));
  const header = headed ? 'skip' : 'none';
  const scanned = await scanFields(decompressed(file, signal), fields, file, { header });
  const labels = (name: string) => binary(scanned.numbers.get(name) ?? new Float32Array(0), name, file, headed ? 2 : 1);
  return {
    length: scanned.length,
    click: labels('click'),
    conversion: labels(bought),
    columns: fields.flatMap(({ name }): ScannedColumn[] => {
      if (name === 'click' || name === bought) return [];
      const numbers = scanned.numbers.get(name);
      // The mean and sd follow, over the rows that are kept.
      if (numbers) return [{ kind: 'numeric', column: { kind: 'numeric', name, mean: 0, sd: 1 }, values: numbers }];
      const { codes, values } = scanned.categories.get(name) ?? { codes: new Int32Array(0), values: [] };
      return [{ kind: 'categorical', column: { kind: 'categorical', name, values }, values: codes }];
    }),
  };
}

function binary(labels: Float32Array, name: string, file: string, firstLine: number): Float32Array {
  const odd = labels.findIndex((label) => label !== 0 && label !== 1);
  if (odd >= 0)
    throw new Error(`${file}, line ${odd + firstLine}, column ${name}: a label is 0 or 1, not ${labels[odd]}.`);
  return labels;
}
