/** Where things are across a gate picture: names at `left`, a column per expert, statistics from `right` on. */
export type Columns = {
  readonly left: number;
  readonly right: number;
  /** Left edge of the first expert column, width of all of them, and of one. */
  readonly first: number;
  readonly width: number;
  readonly cell: number;
  readonly gap: number;
  /** Left edge of the column at `place`, counted from the left. */
  readonly x: (place: number) => number;
};

export function gateColumns(left: number, end: number, experts: number): Columns {
  const first = left + 104 + 14;
  const right = end - 226;
  const width = right - 14 - first;
  const gap = experts > 24 ? 1 : 3;
  const cell = (width - gap * (experts - 1)) / experts;
  return { left, right, first, width, cell, gap, x: (place) => first + place * (cell + gap) };
}
