import type { SavedOutputs } from '../../kernel/jupyter/index.ts';

/** A run of a cell as JSON: what the next window needs to go on with it. */
export type SavedRun = {
  readonly messageId: string;
  readonly cell: SavedCell;
  readonly isRunning: boolean;
  readonly hasFailed: boolean;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly ended: number | undefined;
  readonly executionOrder: number | undefined;
  readonly outputs: SavedOutputs;
};

/** Where a cell was, and what it said: it is the same cell while it says the same. */
export type SavedCell = { readonly index: number; readonly text: string };

/** The runs of a notebook and the cells that wait for the kernel. */
export type SavedQueue = { readonly runs: readonly SavedRun[]; readonly waiting: readonly SavedCell[] };

/** The cell at its old place, else the first one that says the same. */
export function findCell<Cell extends { readonly text: string }>(
  cells: readonly Cell[],
  { index, text }: SavedCell,
): Cell | undefined {
  const there = cells[index];
  return there?.text === text ? there : cells.find((cell) => cell.text === text);
}
