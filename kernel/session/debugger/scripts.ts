import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Position } from '../../link/index.ts';
import type { Ran, Sources } from '../sources.ts';
import { cellPath } from './cell-path.ts';
import { cellPositions, filePositions, type Positions } from './positions.ts';

/** One text that V8 runs: a run of a cell, or a version of a file beside the notebook. */
export type Script = { readonly url: string; readonly path: string; readonly positions: Positions };

/** The place of a stack frame as a client is told it; not `isWritten` where the compiler added what runs there. */
export type Place = Position & {
  readonly name: string;
  readonly path: string;
  readonly isPersons: boolean;
  readonly isWritten: boolean;
};

/** Which texts V8 runs, and by which paths clients know them. */
export interface Scripts {
  /** The path of a cell with this text, whether it ran or not. */
  dump(code: string): string;
  /** A cell that runs now. */
  ran(name: string, cell: Ran): Script;
  /** A file that V8 has read; undefined for what is none. */
  read(url: string, sourceMapUrl: string): Script | undefined;
  find(url: string): Script | undefined;
  ofPath(path: string): readonly Script[];
  /** The text of a path; undefined where nobody knows it. */
  text(path: string): string | undefined;
  isCell(path: string): boolean;
  /** The files beside the notebook. */
  files(): readonly Script[];
  place(url: string, running: Position): Place;
  /** The process is another one: nothing runs in it yet. */
  forget(): void;
}

/** Cells that were dumped or ran: a notebook may be debugged for days. */
const mostTexts = 1_000;
const mostCells = 300;

export function createScripts(sources: Sources): Scripts {
  const texts = new Map<string, string>();
  const scripts = new Map<string, Script>();

  const dump = (code: string): string => {
    const path = cellPath(code);
    keepLatest(texts, path, code, mostTexts);
    return path;
  };
  const ran = (name: string, { source, map }: Ran): Script => {
    const script = { url: name, path: dump(source), positions: cellPositions(map) };
    scripts.set(name, script);
    const cells = [...scripts.keys()].filter(isCellName);
    if (cells[0] !== undefined && cells.length > mostCells) scripts.delete(cells[0]);
    return script;
  };
  for (const [name, cell] of [...sources.all()].slice(-mostCells)) ran(name, cell);

  return {
    dump,
    ran,
    read(url, sourceMapUrl) {
      const path = pathOf(url);
      if (path === undefined) return undefined;
      const script = { url, path, positions: filePositions(sourceMapUrl) };
      scripts.set(url, script);
      return script;
    },
    find: (url) => scripts.get(url),
    ofPath: (path) => [...scripts.values()].filter((script) => script.path === path),
    text: (path) => texts.get(path) ?? textOfFile(path),
    isCell: (path) => texts.has(path),
    files: () => [...scripts.values()].filter(({ url }) => !isCellName(url)),
    place(url, running) {
      const script = scripts.get(url);
      const path = script?.path ?? pathOf(url) ?? url;
      const position = script ? script.positions.source(running) : running;
      const isPersons = script !== undefined;
      const name = isCellName(url)
        ? url.replace(/^cell-(\d+)\.ts$/, 'Cell In[$1]')
        : (path.split(/[\\/]/).at(-1) ?? path);
      return { ...(position ?? { line: 1, column: 1 }), name, path, isPersons, isWritten: position !== undefined };
    },
    forget: () => scripts.clear(),
  };
}

function keepLatest<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

function isCellName(url: string): boolean {
  return /^(?:cell|expression)-\d+\.ts$/.test(url);
}

function pathOf(url: string): string | undefined {
  try {
    return url.startsWith('file:') ? fileURLToPath(url.replace(/\?.*/, '')) : undefined;
  } catch {
    return undefined;
  }
}

function textOfFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
