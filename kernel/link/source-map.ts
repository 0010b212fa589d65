import { decode } from '@jridgewell/sourcemap-codec';

/**
 * Where a position of the code that V8 runs was in the cell. A cell is rewritten twice (TypeScript to JavaScript by
 * esbuild, JavaScript to notebook scope by ../cell/rewrite.ts), so there are two maps; both are read only when an error needs them.
 */
export type CellMap = {
  /** Mappings (source map revision 3) from what V8 runs to esbuild's output. */
  readonly rewritten: string;
  /** Mappings from esbuild's output to the cell; undefined where esbuild was not asked, as the cell is JavaScript as it stands. */
  readonly compiled?: string | undefined;
  /** What was put into the cell's text before esbuild saw it. */
  readonly inserted: readonly Inserted[];
};

/** Some characters of one line, in the text that has them; ordered by their places. */
export type Inserted = Position & { readonly length: number };

/** 1-based line and column. */
export type Position = { readonly line: number; readonly column: number };

/** The cell's position of a position in the running code, or undefined for code that nobody wrote. */
export function originalPosition(map: CellMap, position: Position): Position | undefined {
  const segment = segmentAt(map.rewritten, position);
  if (!segment) return undefined;
  // Between edits, magic-string copied the text as it was and marks only where a piece or a line begins.
  const column = segment.column + (position.column - segment.generatedColumn);
  return compiledPosition(map, { line: segment.line, column });
}

/** Where each line of the cell that became code begins in the running code: what a breakpoint needs. */
export function runningLines(map: CellMap): ReadonlyMap<number, Position> {
  const pieces = new Map<number, { readonly column: number; readonly at: Position }[]>();
  for (const [line, segments] of decode(map.rewritten).entries()) {
    for (const segment of segments) {
      if (segment.length === 1) continue;
      const [start, , compiledLine, column] = segment;
      const piece = { column, at: { line: line + 1, column: start + 1 } };
      pieces.set(compiledLine + 1, [...(pieces.get(compiledLine + 1) ?? []), piece]);
    }
  }
  const running = new Map<number, Position>();
  const same = [...pieces.keys()].map((line) => [line, { line, column: 1 }] as const);
  for (const [line, compiled] of map.compiled === undefined ? same : sourceLines(map.compiled)) {
    const own = pieces.get(compiled.line)?.toSorted((a, b) => a.column - b.column) ?? [];
    // What stood before the first piece of a line was taken out.
    const piece = own.findLast(({ column }) => column < compiled.column) ?? own[0];
    if (!piece) continue;
    const { at, column } = piece;
    running.set(line, { line: at.line, column: at.column + Math.max(0, compiled.column - 1 - column) });
  }
  return running;
}

/** Where each line of a source that became code begins in what a compiler made of it, by the compiler's own map. */
export function sourceLines(mappings: string): ReadonlyMap<number, Position> {
  const first = new Map<number, { readonly sourceColumn: number; readonly at: Position }>();
  for (const [line, segments] of decode(mappings).entries()) {
    for (const segment of segments) {
      if (segment.length === 1) continue;
      const [start, , sourceLine, sourceColumn] = segment;
      const known = first.get(sourceLine + 1);
      if (known && known.sourceColumn <= sourceColumn) continue;
      first.set(sourceLine + 1, { sourceColumn, at: { line: line + 1, column: start + 1 } });
    }
  }
  return new Map([...first].map(([line, { at }]) => [line, at]));
}

/** The same for a position in esbuild's output. */
export function compiledPosition(
  map: Pick<CellMap, 'compiled' | 'inserted'>,
  position: Position,
): Position | undefined {
  // esbuild marks every token, and the first one of a line before its indentation.
  const segment = map.compiled === undefined ? position : segmentAt(map.compiled, position);
  return segment && withoutInserted(map.inserted, segment);
}

/** The cell's position of one in the text that esbuild saw. */
export function withoutInserted(inserted: readonly Inserted[], { line, column }: Position): Position {
  const before = inserted.filter((each) => each.line === line && each.column < column);
  return { line, column: before.reduce((left, each) => left - Math.min(each.length, column - each.column), column) };
}

/** The last mark at or before a position of its line, with 1-based columns. */
function segmentAt(mappings: string, { line, column }: Position): (Position & { generatedColumn: number }) | undefined {
  const segment = decode(mappings)[line - 1]?.findLast(([start]) => start <= column - 1);
  if (segment === undefined || segment.length === 1) return undefined;
  const [start, , originalLine, originalColumn] = segment;
  return { line: originalLine + 1, column: originalColumn + 1, generatedColumn: start + 1 };
}
