import { count, list, object, oneOf, optional, type Parsed, parse, text, union } from '../../guards/index.ts';
import type { TableFilter } from './filter.ts';
import type { TableOrder } from './order.ts';
import type { Arrangement } from './source.ts';
import { type ColumnSummary, columnSummary } from './summary.ts';
import { type TableValue, tableValue } from './value.ts';

/** The comm that a table's questions open, one for each. */
export const tableQuestionTarget = 'multitask-notebook.table';

/** The renderer whose messages they are, as package.json names it. */
export const tableRenderer = 'multitask-notebook-table';

/** What a table is asked while its kernel lives. `table` is its id; columns are positions in its list. */
export type TableQuestion =
  /** Rows from `start` on, as they are arranged, in a stretch of columns. */
  | ({
      readonly kind: 'rows';
      readonly table: string;
      readonly start: number;
      readonly count: number;
      readonly firstColumn: number;
      readonly columnCount: number;
    } & Arrangement)
  /** What columns hold, over all rows. */
  | { readonly kind: 'summaries'; readonly table: string; readonly columns: readonly number[] }
  /** A value that was cut, whole. */
  | { readonly kind: 'value'; readonly table: string; readonly row: number; readonly column: number };

/** One question asks for at most so many. */
export const mostAsked = { rows: 1_000, values: 20_000, summaries: 50, filters: 50, characters: 100_000 } as const;

/** How far an answer is, and the answer. */
export type TableAnswer = {
  readonly state: 'waits' | 'works' | 'answered' | 'refused';
  /** Why it is refused, for the person who asked; or the value that was asked for. */
  readonly words?: string | undefined;
  /** Rows that pass the filters. */
  readonly total?: number | undefined;
  /** Positions in the table of the rows that were asked for. */
  readonly rows?: readonly number[] | undefined;
  /** Their values, row after row. */
  readonly values?: readonly TableValue[] | undefined;
  readonly summaries?: readonly ColumnSummary[] | undefined;
};

const order = object<TableOrder>({ column: count, direction: oneOf('ascending', 'descending') });
const filter = object<TableFilter>({ column: count, words: text });

const question = union<TableQuestion>({
  rows: {
    table: text,
    start: count,
    count,
    firstColumn: count,
    columnCount: count,
    order: optional(order),
    filters: list(filter, mostAsked.filters),
  },
  summaries: { table: text, columns: list(count, mostAsked.summaries) },
  value: { table: text, row: count, column: count },
});

const answer = object<TableAnswer>({
  state: oneOf('waits', 'works', 'answered', 'refused'),
  words: optional(text),
  total: optional(count),
  rows: optional(list(count, mostAsked.rows)),
  values: optional(list(tableValue, mostAsked.values)),
  summaries: optional(list(columnSummary, mostAsked.summaries)),
});

export function parseTableQuestion(value: unknown): Parsed<TableQuestion> {
  return parse(question, value, 'question');
}

export function parseTableAnswer(value: unknown): Parsed<TableAnswer> {
  return parse(answer, value, 'answer');
}
