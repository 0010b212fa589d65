import type { CellMap } from '../link/index.ts';

/** A cell that ran, and how to find its places in what V8 ran. */
export type Ran = { readonly source: string; readonly map: CellMap };

/** The text of cells that ran, by the name that tracebacks give them. Bounded: a notebook may run for days. */
export interface Sources {
  add(name: string, ran: Ran): void;
  find(name: string): string | undefined;
  /** All that are remembered, the oldest first. */
  all(): ReadonlyMap<string, Ran>;
  /** The latest cells, each text once, in the order of their last runs. */
  latest(): readonly string[];
  clear(): void;
}

/** What types are looked up in; each is a module for TypeScript. */
const mostCells = 150;
/** UTF-16 code units. */
const longest = 4_000_000;

export function createSources(): Sources {
  const sources = new Map<string, Ran>();
  let length = 0;
  return {
    add(name, ran) {
      length += size(ran) - size(sources.get(name));
      sources.delete(name);
      sources.set(name, ran);
      for (const [oldest, old] of sources) {
        if (length <= longest || oldest === name) break;
        sources.delete(oldest);
        length -= size(old);
      }
    },
    find: (name) => sources.get(name)?.source,
    all: () => sources,
    latest: () =>
      [...new Set([...sources.values()].map(({ source }) => source).reverse())].slice(0, mostCells).reverse(),
    clear() {
      sources.clear();
      length = 0;
    },
  };
}

function size(ran: Ran | undefined): number {
  return ran ? ran.source.length + ran.map.rewritten.length + (ran.map.compiled?.length ?? 0) : 0;
}
