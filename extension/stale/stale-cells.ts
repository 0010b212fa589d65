/** What the kernel tells of a cell that ran: the names of the notebook that it declares, reads and changes. */
export type CellNames = {
  readonly declares: readonly string[];
  readonly reads: readonly string[];
  /** What functions that it declares read when they are called. */
  readonly later: readonly string[];
  readonly writes: readonly string[];
};

/** Why a cell would come to something else if it ran now. */
export type Staleness<Cell> =
  /** Another cell gave the name another value. */
  | { readonly kind: 'changed'; readonly name: string; readonly by: Cell }
  /** The cell that the value is from is stale itself. */
  | { readonly kind: 'follows'; readonly name: string; readonly from: Cell }
  /** The value is from a cell that is deleted, or says another name now. */
  | { readonly kind: 'gone'; readonly name: string };

/** Which cells of one notebook are stale, by the last run of each. */
export interface StaleCells<Cell> {
  ran(cell: Cell, names: CellNames): void;
  /** The kernel is another one: nothing has run. */
  forget(): void;
  /** The stale cells among those that are there, each with the first reason; in no order. */
  stale(present: ReadonlySet<Cell>): ReadonlyMap<Cell, Staleness<Cell>>;
}

/**
 * What is marked now: while cells run or wait no other is marked anew, so that what a notebook that runs from its top would change comes to
 * rest first, and none of those that run is.
 */
export function marksNow<Cell, Reason>(
  stale: ReadonlyMap<Cell, Reason>,
  marked: ReadonlyMap<Cell, unknown>,
  busy: ReadonlySet<Cell>,
): ReadonlyMap<Cell, Reason> {
  return new Map([...stale].filter(([cell]) => !busy.has(cell) && (busy.size === 0 || marked.has(cell))));
}

type Run<Cell> = CellNames & {
  /** Counts the runs of the notebook. */
  readonly at: number;
  /** Which cell each name that it read had its value from. */
  readonly sources: ReadonlyMap<string, Cell>;
};

type Change<Cell> = { readonly at: number; readonly by: Cell };

export function createStaleCells<Cell extends object>(): StaleCells<Cell> {
  let runs = new Map<Cell, Run<Cell>>();
  /** The last run that declared or assigned each name. */
  let changes = new Map<string, Change<Cell>>();
  let count = 0;

  /** What a cell reads, through functions of other cells, too. */
  const inputsOf = (names: CellNames): ReadonlySet<string> => {
    const inputs = new Set(names.reads);
    for (const name of inputs) {
      const from = changes.get(name)?.by;
      const source = from && runs.get(from);
      if (source?.declares.includes(name)) for (const each of source.later) inputs.add(each);
    }
    for (const name of names.declares) inputs.delete(name);
    return inputs;
  };

  return {
    ran(cell, names) {
      count += 1;
      const sources = new Map<string, Cell>();
      for (const name of inputsOf(names)) {
        const by = changes.get(name)?.by;
        if (by && by !== cell) sources.set(name, by);
      }
      runs.set(cell, { ...names, at: count, sources });
      for (const name of [...names.declares, ...names.writes]) changes.set(name, { at: count, by: cell });
    },
    forget() {
      runs = new Map();
      changes = new Map();
    },
    stale(present) {
      const found = new Map<Cell, Staleness<Cell> | undefined>();
      const reasonOf = (cell: Cell): Staleness<Cell> | undefined => {
        if (found.has(cell)) return found.get(cell);
        // Cells that read of each other are looked at once.
        found.set(cell, undefined);
        const run = runs.get(cell);
        const reason = run && ownReason(cell, run);
        found.set(cell, reason);
        return reason;
      };
      const ownReason = (cell: Cell, run: Run<Cell>): Staleness<Cell> | undefined => {
        for (const name of inputsOf(run)) {
          const change = changes.get(name);
          if (change && change.by !== cell && change.at > run.at) return { kind: 'changed', name, by: change.by };
        }
        for (const [name, from] of run.sources) {
          const source = runs.get(from);
          const says = source && [...source.declares, ...source.writes].includes(name);
          if (!present.has(from) || !says) return { kind: 'gone', name };
          const reason = reasonOf(from);
          // Of two cells that read of each other, the one that ran last is not.
          if (reason && causeOf(reason) !== cell) return { kind: 'follows', name, from };
        }
        return undefined;
      };
      const causeOf = (reason: Staleness<Cell>): Cell | undefined => {
        if (reason.kind !== 'follows') return reason.kind === 'changed' ? reason.by : undefined;
        const further = found.get(reason.from);
        return further && causeOf(further);
      };
      for (const cell of present) reasonOf(cell);
      return new Map(
        [...found].flatMap(([cell, reason]) => (reason && present.has(cell) ? [[cell, reason] as const] : [])),
      );
    },
  };
}
