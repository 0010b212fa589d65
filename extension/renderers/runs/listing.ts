import { textWidth } from '../../../kernel/payloads/reading/text-width.ts';
import {
  foldSeeds,
  matches,
  ordered,
  type RunColumn,
  type RunEntry,
  type RunRow,
  rowsOf,
  runColumns,
  searchedText,
  settingsOf,
} from '../../../kernel/payloads/runs/index.ts';
import type { TableState } from './state.ts';

/** A line of the table: a run or a group at level 1, a run of an open group at level 2. */
export type Line = {
  readonly key: string;
  readonly entry: RunEntry;
  readonly level: 1 | 2;
  /** Of a group: whether its runs are shown. */
  readonly isOpen: boolean;
};

/** Everything the table shows, in order. */
export type Listing = {
  readonly columns: readonly RunColumn[];
  /** Of the columns, in CSS pixels. */
  readonly widths: readonly number[];
  readonly lines: readonly Line[];
  /** By key: lines, and runs inside closed groups. */
  readonly entries: ReadonlyMap<string, RunEntry>;
  /** Runs listed, and those that the search found. */
  readonly total: number;
  readonly found: readonly RunRow[];
};

/** Pixels that a text takes. */
export type Measure = (text: string, size: 11 | 12, weight: 400 | 600) => number;

export function listing(
  rows: readonly RunRow[],
  { order, search, open }: TableState,
  measure: Measure = textWidth,
): Listing {
  const columns = runColumns(rows);
  const folded = ordered(foldSeeds(rows), columns, order);
  const words = search.trim();
  const shown = words === '' ? folded : folded.filter((entry) => rowsOf(entry).some((row) => isFound(row, words)));
  const opened = new Set(open);
  const lines = shown.flatMap((entry): Line[] => {
    const isOpen = entry.kind === 'seeds' && opened.has(entry.key);
    const line: Line = { key: entry.key, entry, level: 1, isOpen };
    if (!isOpen) return [line];
    const members = rowsOf(entry).toSorted((a, b) => a.run.seed - b.run.seed);
    return [line, ...members.map((row): Line => ({ ...ofRun(row), level: 2, isOpen: false }))];
  });
  const entries = new Map<string, RunEntry>(folded.map((entry) => [entry.key, entry]));
  for (const row of rows) if (!entries.has(row.key)) entries.set(row.key, ofRun(row).entry);
  return {
    columns,
    widths: columns.map((column) => widthOf(column, lines, measure)),
    lines,
    entries,
    total: rows.length,
    found: shown.flatMap(rowsOf),
  };
}

function ofRun(row: RunRow): Pick<Line, 'key' | 'entry'> {
  return { key: row.key, entry: { kind: 'run', key: row.key, row } };
}

const searched = new WeakMap<RunRow, string>();

function isFound(row: RunRow, words: string): boolean {
  const text = searched.get(row) ?? searchedText(row, settingsOf(row));
  searched.set(row, text);
  return matches(text, words);
}

/** Round the text of a cell, on both sides together. */
const padding = 20;
const narrowest = 54;
/** Of what is words and may be cut: its tip says all of it. Numbers are never cut. */
const widest = { left: 220, right: 400 } as const;
const curveWidth = 96;
/** Beside a head: its button and the arrow of the order. */
const headRoom = 20;
/** Before the name: check box, arrow and icon. */
const marks = 62;

function widthOf(column: RunColumn, lines: readonly Line[], measure: Measure): number {
  if (column.id === 'curve') return curveWidth;
  let most = measure(column.title, 12, 600) + headRoom;
  const weight = column.id === 'name' ? 600 : 400;
  for (const { entry } of lines) {
    const more = column.more?.(entry) ?? '';
    const width = measure(column.text(entry), 12, weight) + (more === '' ? 0 : measure(` ${more}`, 11, 400));
    if (width > most) most = width;
  }
  const room = column.id === 'name' ? marks : 0;
  return Math.ceil(Math.max(narrowest, Math.min(widest[column.align], most) + padding + room));
}
