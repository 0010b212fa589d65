/**
 * Makes all elements of a grid one tab stop: arrows go to the neighbouring cell, Home and End to the ends of the row.
 * Rows are elements with the role "row"; `keep` redraws and leaves the focus where it was.
 */
export function rovingFocus(grid: HTMLElement, selector: string): { readonly keep: (redraw: () => void) => void } {
  let at = { row: 0, column: 0 };

  const rows = () =>
    [...grid.querySelectorAll('[role=row]')]
      .map((row) => [...row.querySelectorAll<HTMLElement>(selector)])
      .filter((cells) => cells.length > 0);

  function mark(): HTMLElement | undefined {
    const table = rows();
    at = {
      row: clamp(at.row, table.length),
      column: clamp(at.column, table[clamp(at.row, table.length)]?.length ?? 0),
    };
    for (const [r, cells] of table.entries()) {
      for (const [c, cell] of cells.entries()) cell.tabIndex = r === at.row && c === at.column ? 0 : -1;
    }
    return table[at.row]?.[at.column];
  }

  grid.addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target instanceof Element) || event.target.closest(selector) === null) return;
    event.preventDefault();
    // VS Code would take arrows for its own: to the next cell of the notebook.
    event.stopPropagation();
    at = step(at);
    mark()?.focus();
  });
  grid.addEventListener('focusin', (event) => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    if (cell === null) return;
    for (const [row, cells] of rows().entries()) {
      const column = cells.indexOf(cell);
      if (column >= 0) at = { row, column };
    }
    mark();
  });

  return {
    keep(redraw) {
      const hadFocus = document.activeElement?.closest(selector) != null && grid.contains(document.activeElement);
      redraw();
      const cell = mark();
      if (hadFocus) cell?.focus();
    },
  };
}

type Place = { readonly row: number; readonly column: number };

const steps: Readonly<Record<string, (at: Place) => Place>> = {
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }) => ({ row, column: Number.MAX_SAFE_INTEGER }),
};

function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(length - 1, value));
}
