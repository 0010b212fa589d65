import { anything, list, object, oneOf, type Parsed, parse, type Shape, text, union } from '../../guards/index.ts';
import { type RunRow, runRowShape } from './run-row.ts';

/** What the extension tells the table of runs. */
export type ToRunsTable =
  | {
      readonly kind: 'rows';
      /** Those that are new or have changed since the last message. */
      readonly rows: readonly RunRow[];
      readonly removed: readonly string[];
      /** What is to be said of the list itself, such as notebooks that were not read. */
      readonly note: string;
    }
  /** Whole runs, as they were asked for. */
  | { readonly kind: 'payloads'; readonly runs: readonly { readonly key: string; readonly payload: unknown }[] }
  | { readonly kind: 'select'; readonly keys: readonly string[] };

/** What the table of runs asks of the extension. */
export type FromRunsTable =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly key: string }
  | { readonly kind: 'payloads'; readonly keys: readonly string[] }
  /** A picture as a data: address. */
  | { readonly kind: 'save'; readonly name: string; readonly format: 'png' | 'svg'; readonly url: string };

const keys = list(text, 4096);

const toTable: Shape<ToRunsTable> = union<ToRunsTable>({
  rows: { rows: list(runRowShape, 4096), removed: keys, note: text },
  payloads: {
    runs: list(object<{ readonly key: string; readonly payload: unknown }>({ key: text, payload: anything }), 4096),
  },
  select: { keys },
});

const fromTable: Shape<FromRunsTable> = union<FromRunsTable>({
  ready: {},
  open: { key: text },
  payloads: { keys },
  save: { name: text, format: oneOf('png', 'svg'), url: text },
});

export function parseToRunsTable(value: unknown): Parsed<ToRunsTable> {
  return parse(toTable, value, 'message');
}

export function parseFromRunsTable(value: unknown): Parsed<FromRunsTable> {
  return parse(fromTable, value, 'message');
}
