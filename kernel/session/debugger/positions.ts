import {
  type CellMap,
  compiledPosition,
  originalPosition,
  type Position,
  runningLines,
  sourceLines,
} from '../../link/index.ts';

/** The way between a source and what V8 runs of it, in both directions. Lines and columns count from 1. */
export interface Positions {
  source(running: Position): Position | undefined;
  /** The first line from this one on that became code, and where it begins in what runs; undefined behind the last. */
  running(line: number): { readonly line: number; readonly at: Position } | undefined;
}

export function cellPositions(map: CellMap): Positions {
  return { source: (running) => originalPosition(map, running), running: firstFrom(() => runningLines(map)) };
}

/** Of a file beside the notebook whose TypeScript esbuild erased: `sourceMapUrl` holds its map. */
export function filePositions(sourceMapUrl: string): Positions {
  const mappings = mappingsOf(sourceMapUrl);
  if (mappings === undefined)
    return { source: (running) => running, running: (line) => ({ line, at: { line, column: 1 } }) };
  const map = { compiled: mappings, inserted: [] };
  return { source: (running) => compiledPosition(map, running), running: firstFrom(() => sourceLines(mappings)) };
}

function firstFrom(read: () => ReadonlyMap<number, Position>): Positions['running'] {
  let lines: readonly (readonly [number, Position])[] | undefined;
  return (wanted) => {
    lines ??= [...read()].sort(([a], [b]) => a - b);
    const found = lines.find(([line]) => line >= wanted);
    return found && { line: found[0], at: found[1] };
  };
}

function mappingsOf(url: string): string | undefined {
  const [, base64] = /^data:application\/json;(?:charset=utf-8;)?base64,(.*)$/.exec(url) ?? [];
  if (base64 === undefined) return undefined;
  try {
    const { mappings } = JSON.parse(Buffer.from(base64, 'base64').toString()) as { readonly mappings?: unknown };
    return typeof mappings === 'string' ? mappings : undefined;
  } catch {
    return undefined;
  }
}
