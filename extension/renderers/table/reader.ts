import {
  type Arrangement,
  arranged,
  asItIs,
  type ColumnSummary,
  isWhole,
  mostAsked,
  parseTableAnswer,
  payloadSource,
  summarise,
  type TableAnswer,
  type TablePayload,
  type TableQuestion,
  type TableValue,
} from '../../../kernel/payloads/table/index.ts';
import type { Ask } from '../host/index.ts';
import { createBlocks, type Place } from './blocks.ts';

/**
 * The rows of a table as they are arranged: those of the payload, and what the kernel is asked for while it lives. Positions count rows
 * as they are shown; row numbers are those of the table.
 */
export type Reader = {
  /** Rows to scroll through. */
  readonly count: () => number;
  /** Undefined where the row is not here yet. */
  readonly rowAt: (position: number) => number | undefined;
  readonly value: (position: number, column: number) => TableValue | undefined;
  /** Asks for what is not here of what a person sees. */
  readonly want: (seen: Place, columns: readonly number[]) => void;
  readonly arrangement: () => Arrangement;
  readonly arrange: (arrangement: Arrangement) => void;
  readonly summary: (column: number) => ColumnSummary | undefined;
  /** A value that was cut, whole; nothing where nobody has it. */
  readonly whole: (position: number, column: number, got: (words: string) => void) => void;
  /** How many rows were looked at to arrange them. */
  readonly looked: () => number;
  /** How far the last question is, and why there is no answer. */
  readonly state: () => TableAnswer | undefined;
  /** Whether an order or a filter was asked for and is not there yet. */
  readonly isArranging: () => boolean;
  readonly askAgain: () => void;
};

export function createReader(payload: TablePayload, ask: Ask | undefined, changed: () => void): Reader {
  const here = payloadSource(payload);
  const { id } = payload;
  const hasAll = isWhole(payload);
  const blocks = createBlocks(payload.columns.length);
  const summaries = new Map<number, ColumnSummary>();
  const ofRowsHere = new Map<number, ColumnSummary>();
  let current: Arrangement = asItIs;
  /** Asked for; what is shown stays until it is there. */
  let next: Arrangement | undefined;
  /** Where the kernel arranged: rows that pass. Where the rows here were: their positions. */
  let order: { readonly total: number } | Uint32Array | undefined;
  let answer: TableAnswer | undefined;
  let isRefused = false;
  let isAsking = false;
  /** The value that is to be whole. */
  let wanted: { readonly row: number; readonly column: number; readonly got: (words: string) => void } | undefined;
  let seen: { readonly place: Place; readonly columns: readonly number[] } | undefined;

  const canAsk = (): boolean => ask !== undefined && id !== undefined && !isRefused;
  const count = (): number => {
    if (order) return order instanceof Uint32Array ? order.length : order.total;
    return canAsk() && !hasAll ? payload.length : payload.rows;
  };
  const isHere = (position: number): boolean => order === undefined && position < payload.rows;

  const rowAt = (position: number): number | undefined => {
    if (order instanceof Uint32Array) return order[position];
    return order === undefined ? position : blocks.rowAt(position);
  };

  const value = (position: number, column: number): TableValue | undefined => {
    if (order instanceof Uint32Array) return here.value(order[position] ?? 0, column);
    return isHere(position) ? here.value(position, column) : blocks.value(position, column);
  };

  function send(question: TableQuestion, answered: (answer: TableAnswer) => void): void {
    if (!ask) return;
    isAsking = true;
    ask(question, (said) => {
      const parsed = parseTableAnswer(said);
      const heard: TableAnswer = parsed.ok ? parsed.value : { state: 'refused', words: parsed.reason };
      answer = heard;
      if (heard.state === 'answered' || heard.state === 'refused') {
        isAsking = false;
        if (heard.state === 'refused') refused();
        else answered(heard);
        askNext();
      }
      changed();
    });
  }

  /** Nobody answers: what is here is all there is, and is arranged as the person wanted it. */
  function refused(): void {
    isRefused = true;
    arrangeHere(next ?? current);
    next = undefined;
    wanted = undefined;
  }

  function arrangeHere(arrangement: Arrangement): void {
    current = arrangement;
    order = isArranged(arrangement) ? arranged(here, arrangement) : undefined;
  }

  function askRows(arrangement: Arrangement, place: Place): void {
    if (id === undefined) return;
    const question = { kind: 'rows', table: id, ...arrangement, ...place } as const;
    send(question, (given) => {
      const isNew = next === arrangement;
      // The person went on meanwhile.
      if (!isNew && arrangement !== current) return;
      if (isNew) {
        blocks.clear();
        next = undefined;
        current = arrangement;
        order = isArranged(arrangement) ? { total: given.total ?? 0 } : undefined;
      }
      blocks.put(place, given.rows ?? [], given.values ?? []);
    });
  }

  /** One question at a time, of what is seen now: who scrolls far waits for no row that has passed by. */
  function askNext(): void {
    if (isAsking || !canAsk() || id === undefined) return;
    const missing = next ? blocks.first(seen?.place) : missingRows();
    if (missing) {
      askRows(next ?? current, missing);
      return;
    }
    if (wanted) {
      const { row, column, got } = wanted;
      wanted = undefined;
      send({ kind: 'value', table: id, row, column }, ({ words }) => got(words ?? ''));
      return;
    }
    if (hasAll || !seen) return;
    const unknown = seen.columns.filter((column) => summary(column) === undefined).slice(0, summariesAtOnce);
    if (unknown.length === 0) return;
    send({ kind: 'summaries', table: id, columns: unknown }, (given) => {
      for (const [i, found] of (given.summaries ?? []).entries()) summaries.set(unknown[i] ?? -1, found);
      // A kernel that says nothing is not asked for ever.
      if ((given.summaries ?? []).length < unknown.length) refused();
    });
  }

  function missingRows(): Place | undefined {
    if (hasAll || !seen || order instanceof Uint32Array) return undefined;
    return blocks.missing(seen.place, (position) => isHere(position) || position >= count());
  }

  function summary(column: number): ColumnSummary | undefined {
    const known = payload.columns[column]?.summary ?? summaries.get(column);
    if (known || (!hasAll && canAsk())) return known;
    const found = ofRowsHere.get(column) ?? summarise(payload.rows, (row) => here.value(row, column));
    ofRowsHere.set(column, found);
    return found;
  }

  return {
    count,
    rowAt,
    value,
    want(place, columns) {
      seen = { place, columns };
      askNext();
    },
    arrangement: () => next ?? current,
    arrange(arrangement) {
      isRefused = false;
      if (hasAll || !canAsk()) {
        arrangeHere(arrangement);
        changed();
        return;
      }
      next = arrangement;
      answer = { state: 'works' };
      askNext();
      changed();
    },
    summary,
    whole(position, column, got) {
      const row = rowAt(position);
      wanted = row === undefined ? undefined : { row, column, got };
      askNext();
    },
    looked: () => (order instanceof Uint32Array ? payload.rows : payload.length),
    state: () => answer,
    isArranging: () => next !== undefined,
    askAgain() {
      isRefused = false;
      if (hasAll || !canAsk()) return;
      next = current;
      askNext();
      changed();
    },
  };
}

function isArranged({ order, filters }: Arrangement): boolean {
  return order !== undefined || filters.length > 0;
}

/** Of a million rows each takes a fifth of a second. */
const summariesAtOnce = Math.min(4, mostAsked.summaries);
