import type { TableGrid } from './grid.ts';
import { filtersRow, moved, namesRow, type Selection, type Size } from './selection.ts';

export type GridHand = {
  readonly size: () => Size;
  readonly selection: () => Selection;
  readonly select: (selection: Selection) => void;
  readonly sort: (column: number) => void;
  readonly copy: () => void;
};

/** Hand and keyboard in the table: one tab stop, whose cells are walked by arrows. Returns how to stop. */
export function listenToGrid({ grid, cellAt, filterInput }: TableGrid, hand: GridHand): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let isDragging = false;

  grid.addEventListener('keydown', (event) => (event.target === grid ? key(event) : keyInFilter(event)), { signal });
  grid.addEventListener(
    'mousedown',
    (event) => {
      const cell = cellAt(event.target);
      if (!cell || event.button !== 0) return;
      // A row's name stands for its whole row.
      const last = hand.size().columns - 1;
      const [first, active] =
        cell.column < 0
          ? [
              { ...cell, column: last },
              { ...cell, column: 0 },
            ]
          : [cell, cell];
      hand.select({ anchor: event.shiftKey ? hand.selection().anchor : first, active });
      isDragging = true;
      grid.focus({ preventScroll: true });
      event.preventDefault();
    },
    { signal },
  );
  grid.addEventListener(
    'mousemove',
    (event) => {
      isDragging &&= event.buttons === 1;
      const active = isDragging ? cellAt(event.target) : undefined;
      const { anchor, active: before } = hand.selection();
      if (!active || active.column < 0 || (active.row === before.row && active.column === before.column)) return;
      hand.select({ anchor, active });
    },
    { signal },
  );

  function key(event: KeyboardEvent): void {
    const act = event.altKey ? undefined : meaning(event);
    if (act) done(event, act);
  }

  /** What a key does; undefined where it does nothing here. */
  function meaning(event: KeyboardEvent): (() => void) | undefined {
    const { active, anchor } = hand.selection();
    const isFar = event.ctrlKey || event.metaKey;
    if (isFar && event.key.toLowerCase() === 'c') return hand.copy;
    const { rows, columns } = hand.size();
    if (isFar && event.key.toLowerCase() === 'a')
      return () => hand.select({ anchor: { row: rows - 1, column: columns - 1 }, active: { row: 0, column: 0 } });
    if (event.key === 'Enter' && active.row === namesRow) return () => hand.sort(active.column);
    if ((event.key === 'Enter' || event.key === 'F2') && active.row === filtersRow)
      return () => filterInput(active.column)?.focus();
    if (event.key === ' ' && (event.shiftKey || isFar) && rows > 0)
      return () =>
        hand.select(
          event.shiftKey
            ? { anchor: { row: anchor.row, column: columns - 1 }, active: { row: active.row, column: 0 } }
            : { anchor: { row: rows - 1, column: anchor.column }, active: { row: 0, column: active.column } },
        );
    const next = moved(active, event.key, isFar, hand.size());
    return next && (() => hand.select({ anchor: event.shiftKey ? anchor : next, active: next }));
  }

  /** Escape and Enter lead back to the cells. */
  function keyInFilter(event: KeyboardEvent): void {
    if (event.key === 'Escape' || event.key === 'Enter') done(event, () => grid.focus({ preventScroll: true }));
    else if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  }

  return () => stopping.abort();
}

/** VS Code would take the key for its own, too. */
function done(event: KeyboardEvent, act: () => void): void {
  event.preventDefault();
  event.stopPropagation();
  act();
}
