/** A cell: its position among the rows that are shown, and its column. The head's two rows are above the first: names, then filters. */
export type Cell = { readonly row: number; readonly column: number };

export const namesRow = -2;
export const filtersRow = -1;

/** From where it began to the cell that is active. */
export type Selection = { readonly anchor: Cell; readonly active: Cell };

export type Box = {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
};

/** The cells between both ends, without the head. */
export function boxOf({ anchor, active }: Selection): Box {
  return {
    top: Math.max(0, Math.min(anchor.row, active.row)),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

export function isIn({ top, bottom, left, right }: Box, row: number, column: number): boolean {
  return row >= top && row <= bottom && column >= left && column <= right;
}

export function cellsIn({ top, bottom, left, right }: Box): number {
  return Math.max(0, bottom - top + 1) * (right - left + 1);
}

export type Size = { readonly rows: number; readonly columns: number; readonly page: number };

/** Where a key leads; undefined for a key that leads nowhere. `isFar` is with Ctrl or Cmd: to the edge. */
export function moved(
  { row, column }: Cell,
  key: string,
  isFar: boolean,
  { rows, columns, page }: Size,
): Cell | undefined {
  const [lastRow, lastColumn] = [rows - 1, columns - 1];
  const at = (nextRow: number, nextColumn: number): Cell => ({
    row: Math.max(namesRow, Math.min(lastRow, nextRow)),
    column: Math.max(0, Math.min(lastColumn, nextColumn)),
  });
  switch (key) {
    case 'ArrowUp':
      return at(isFar ? (row > 0 ? 0 : namesRow) : row - 1, column);
    case 'ArrowDown':
      return at(isFar ? lastRow : row + 1, column);
    case 'ArrowLeft':
      return at(row, isFar ? 0 : column - 1);
    case 'ArrowRight':
      return at(row, isFar ? lastColumn : column + 1);
    case 'PageUp':
      return at(Math.max(Math.min(row, 0), row - page), column);
    case 'PageDown':
      return at(row + page, column);
    case 'Home':
      return at(isFar ? 0 : row, 0);
    case 'End':
      return at(isFar ? lastRow : row, lastColumn);
    default:
      return undefined;
  }
}
