import { basename } from 'node:path';
import type { CsvOptions } from '../../../data/index.ts';
import { say } from './advice.ts';
import { decodedText } from './decoded-text.ts';
import type { Dialect } from './header.ts';
import { nextRecord, type TextRecord } from './next-record.ts';

export type TextRow = { readonly line: number; readonly fields: readonly string[] };

/**
 * The rows of a text file, some at a time, each with as many fields as there are columns: without the header, comments,
 * empty lines and footer.
 *
 * @throws an error that names the line of a row with another number of fields, or with quotes that do not close.
 */
export async function* textRows(
  file: string,
  dialect: Dialect,
  options: CsvOptions,
  signal?: AbortSignal,
): AsyncGenerator<readonly TextRow[]> {
  const { comment, footer, linesAbove, names, lastDelimiter } = dialect;
  const name = basename(file);
  let text = '';
  let line = 1;
  let held: TextRow[] = [];
  /** The first row that does not fit: whether it is a footer is known only at the end. */
  let misfit: { readonly line: number; readonly error: Error; rows: number } | undefined;
  const taken: TextRow[] = [];

  function take(record: TextRecord, raw: string): void {
    const at = line;
    line += record.lines;
    if (at <= linesAbove || (record.isBlank && names.length > 1)) return;
    if (comment !== undefined && raw.trimStart().startsWith(comment)) return;
    if (misfit) {
      if (++misfit.rows > mostFooter) throw misfit.error;
      return;
    }
    const { fields } = record;
    const isLonger =
      fields.length === names.length + 1 && (lastDelimiter === 'dropped' || fields.at(-1)?.trim() === '');
    const whole = isLonger ? fields.slice(0, -1) : fields;
    if (record.problem !== undefined || whole.length !== names.length) {
      const error = misfitError(name, at, record, names.length, raw);
      if (footer > 0 && record.problem === undefined) {
        // It may be in the footer that was told.
        held.push({ line: at, fields: whole });
        return;
      }
      misfit = { line: at, error, rows: 1 };
      return;
    }
    held.push({ line: at, fields: whole });
  }

  function release(keep: number): void {
    for (const row of held.splice(0, Math.max(0, held.length - keep))) {
      if (row.fields.length !== names.length) {
        const columns = names.length;
        throw new Error(`${name}, line ${row.line}: ${fieldCount(row.fields.length)}, and the header has ${columns}.`);
      }
      taken.push(row);
    }
  }

  for await (const piece of decodedText(file, options.encoding, signal)) {
    text += piece;
    let at = 0;
    for (;;) {
      const record = at < text.length ? nextRecord(text, at, dialect, 'goes on') : undefined;
      if (!record) break;
      take(record, text.slice(at, Math.min(record.end, at + 200)));
      at = record.end;
    }
    text = text.slice(at);
    if (text.length > longestText) throw new Error(`${name}, line ${line}: a quote is opened and never closed.`);
    release(footer);
    if (taken.length > 0) yield taken.splice(0);
  }
  for (let at = 0; at < text.length; ) {
    const record = nextRecord(text, at, dialect, 'ends');
    if (!record) break;
    take(record, text.slice(at, Math.min(record.end, at + 200)));
    at = record.end;
  }
  if (misfit) {
    const { error, rows } = misfit;
    const hint = `If ${rows === 1 ? 'it is' : `the last ${rows} lines are`} no row, ${say(`footer: ${rows}`, `--footer ${rows}`)}.`;
    throw rows <= mostFooter && /fields?,/.test(error.message) ? new Error(`${error.message} ${hint}`) : error;
  }
  held = held.slice(0, Math.max(0, held.length - footer));
  release(0);
  if (taken.length > 0) yield taken;
}

const mostFooter = 5;
const longestText = 1 << 24;

function misfitError(name: string, line: number, { fields, problem }: TextRecord, columns: number, raw: string): Error {
  const where = `${name}, line ${line}`;
  if (problem !== undefined) return new Error(`${where}: a quote is opened and not closed at the end of its field.`);
  const comment = /^\s*(#|\/\/|--)/.exec(raw)?.[1];
  const hint =
    comment === undefined ? '' : ` If it is a comment, ${say(`comment: '${comment}'`, `--comment '${comment}'`)}.`;
  return new Error(`${where}: ${fieldCount(fields.length)}, and the header has ${columns}.${hint}`);
}

function fieldCount(count: number): string {
  return count === 1 ? 'there is 1 field' : `there are ${count} fields`;
}
