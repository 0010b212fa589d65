import { randomUUID } from 'node:crypto';
import { tableMime } from '../../payloads/mime.ts';
import {
  type Arrangement,
  arranged,
  isCut,
  isWhole,
  mostAsked,
  parseTableQuestion,
  type TableAnswer,
  type TablePayload,
  type TableQuestion,
} from '../../payloads/table/index.ts';
import { errorMessage } from '../../text/index.ts';
import type { Comm } from '../output/comms.ts';
import { dataTableBundle, mostRowsShown } from '../values/table.ts';
import { findConsoleTable, findQuietTable, findTable, firstLines } from './find-table.ts';
import type { FoundTable } from './found.ts';
import { summaryOf, tablePayload } from './table-payload.ts';

export type ShownTables = {
  /** A value that is a table, for a cell that shows it: its payload, and its first rows for other clients; empty for anything else. */
  readonly ofValue: (value: unknown) => TableParts;
  readonly ofConsole: (data: unknown, columns?: readonly string[]) => TableParts;
  /** The same for who only looks at a variable. */
  readonly ofVariable: (value: unknown) => TableParts;
  /** Answers a question, whatever was sent. */
  readonly answer: (comm: Comm, question: unknown) => Promise<void>;
};

type TableParts = { readonly [tableMime]?: TablePayload; readonly 'text/html'?: string };

type Shown = {
  readonly of: WeakRef<object>;
  readonly find: (value: unknown) => FoundTable | undefined;
  /** Some of its values, as they were when it was shown. */
  readonly print: string;
};

/**
 * The tables that a notebook showed and that have more than was sent. They are not kept alive: only the latest few are, so that a table
 * which nothing else holds can still be asked.
 */
export function createShownTables(): ShownTables {
  const shown = new Map<string, Shown>();
  const latest: object[] = [];
  const arrangements = new WeakMap<object, KeptArrangement>();

  const show = (value: unknown, find: Shown['find']): TableParts => {
    const table = find(value);
    if (!table) return {};
    const payload = tablePayload(table);
    const canAsk = typeof value === 'object' && value !== null && table.given === undefined;
    const html = dataTableBundle(firstLines(table, mostRowsShown))['text/html'];
    if (!canAsk || (isWhole(payload) && !hasCut(payload))) return { [tableMime]: payload, 'text/html': html };
    const id = `table-${randomUUID()}`;
    const each: Shown = { of: new WeakRef(value), find, print: printOf(table) };
    shown.set(id, each);
    for (const oldest of shown.keys()) {
      if (shown.size <= mostShown) break;
      shown.delete(oldest);
    }
    latest.push(value);
    if (latest.length > mostKept) latest.shift();
    return { [tableMime]: { ...payload, id }, 'text/html': html };
  };

  /** Read anew for each question: a list may have become longer. */
  const find = (id: string): { readonly table: FoundTable; readonly value: object } => {
    const found = shown.get(id);
    if (!found) throw new Error('This table is not of the kernel that runs now: run its cell again.');
    const value = found.of.deref();
    if (!value) throw new Error('Nothing in the notebook holds this table any more: run its cell again.');
    const table = found.find(value);
    if (!table || printOf(table) !== found.print)
      throw new Error('The table was changed since it was shown: run its cell again.');
    return { table, value };
  };

  /** Sorting a million rows takes a second: the last order of a table is kept as long as the table. */
  const arrange = (value: object, table: FoundTable, id: string, wanted: Arrangement): Uint32Array => {
    const key = JSON.stringify([id, wanted.order, wanted.filters]);
    const known = arrangements.get(value);
    if (known?.key === key) return known.rows;
    const rows = arranged(table, wanted);
    arrangements.set(value, { key, rows });
    return rows;
  };

  const answered = (question: TableQuestion): Omit<TableAnswer, 'state'> => {
    const { table, value } = find(question.table);
    const width = table.columns.length;
    if (question.kind === 'summaries') {
      for (const column of question.columns) checkPlace('column', column, width);
      return { summaries: question.columns.map((column) => summaryOf(table, column)) };
    }
    if (question.kind === 'value') {
      checkPlace('row', question.row, table.length);
      checkPlace('column', question.column, width);
      return { words: table.whole(question.row, question.column) };
    }
    const { start, count, firstColumn, columnCount, order, filters } = question;
    for (const { column } of [...filters, ...(order ? [order] : [])]) checkPlace('column', column, width);
    if (count > mostAsked.rows || count * columnCount > mostAsked.values) throw new Error('That is too much at once.');
    const found = arrange(value, table, question.table, { order, filters });
    const rows = Array.from(found.subarray(start, start + count));
    const columns = Array.from(
      { length: Math.max(0, Math.min(columnCount, width - firstColumn)) },
      (_, i) => firstColumn + i,
    );
    return {
      total: found.length,
      rows,
      values: rows.flatMap((row) => columns.map((column) => table.value(row, column))),
    };
  };

  return {
    ofValue: (value) => show(value, findTable),
    ofConsole: (data, columns) => show(data, (each) => findConsoleTable(each, columns)),
    ofVariable: (value) => show(value, findQuietTable),
    async answer(comm, question) {
      const say = (answer: TableAnswer): void => comm.close(answer);
      try {
        const parsed = parseTableQuestion(question);
        if (!parsed.ok) throw new Error(parsed.reason);
        say({ state: 'answered', ...answered(parsed.value) });
      } catch (error) {
        say({ state: 'refused', words: errorMessage(error) });
      }
    },
  };
}

type KeptArrangement = { readonly key: string; readonly rows: Uint32Array };

const mostShown = 200;
const mostKept = 4;

function hasCut({ columns }: TablePayload): boolean {
  return columns.some(({ values }) => values.some(isCut));
}

function checkPlace(what: string, place: number, length: number): void {
  if (place >= length) throw new Error(`This table has no ${what} ${place}.`);
}

/** A few of its values and its size: what a table would hardly keep when it is sorted, filled or emptied in its place. */
function printOf(table: FoundTable): string {
  const places = (length: number): number[] =>
    [...new Set(Array.from({ length: 8 }, (_, i) => Math.floor((i * (length - 1)) / 7)))].filter((i) => i >= 0);
  const values = places(table.length).flatMap((row) =>
    places(table.columns.length).map((column) => table.value(row, column)),
  );
  return JSON.stringify([table.length, table.columns.map(({ name }) => name), values]);
}
