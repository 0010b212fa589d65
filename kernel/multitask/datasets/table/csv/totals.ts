import { open } from 'node:fs/promises';
import { say } from './advice.ts';
import type { Dialect } from './header.ts';
import { nextRecord } from './next-record.ts';

/** A last row that reads like a sum over the others: whether it is a row only a person can say. */
export function looksLikeTotals(fields: readonly string[]): boolean {
  const first = fields.find((field) => field.trim() !== '')?.trim() ?? '';
  return (
    /^(grand |sub-?)?totals?\s*:?$|^(sums?|summe|gesamt|average|mean|合计|总计|小计)\s*:?$/i.test(first) ||
    /^\(?\d+ rows?( affected| selected)?\)?$/i.test(first)
  );
}

export function totalsError(file: string, line: string, fields: readonly string[]): Error {
  return new Error(
    `${file}, ${line} looks like a line of totals, not like a row: ${fields.slice(0, 8).join(', ')}. To leave it out, ` +
      `${say('footer: 1', '--footer 1')}; if it is a row, ${say('footer: 0', '--footer 0')}.`,
  );
}

/** The fields of a text file's last line; undefined where they cannot be told from its end alone. */
export async function lastFields(file: string, dialect: Dialect): Promise<readonly string[] | undefined> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const length = Math.min(size, 1 << 16);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return lastFieldsOf(buffer.toString(), dialect);
  } finally {
    await handle.close();
  }
}

export function lastFieldsOf(text: string, dialect: Dialect): readonly string[] | undefined {
  const line = text.split(/\r\n|\n|\r/).findLast((each) => each.trim() !== '');
  if (line === undefined) return undefined;
  const record = nextRecord(line, 0, dialect, 'ends');
  return record && record.problem === undefined ? record.fields : undefined;
}
