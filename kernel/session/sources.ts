/** The text of cells that ran, by the name that tracebacks give them. Bounded: a notebook may run for days. */
export interface Sources {
  add(name: string, source: string): void;
  find(name: string): string | undefined;
  /** The latest cells, each text once, in the order of their last runs. */
  latest(): readonly string[];
  clear(): void;
}

/** What types are looked up in; each is a module for TypeScript. */
const mostCells = 150;
/** UTF-16 code units. */
const longest = 4_000_000;

export function createSources(): Sources {
  const sources = new Map<string, string>();
  let length = 0;
  return {
    add(name, source) {
      length += source.length - (sources.get(name)?.length ?? 0);
      sources.delete(name);
      sources.set(name, source);
      for (const [oldest, text] of sources) {
        if (length <= longest || oldest === name) break;
        sources.delete(oldest);
        length -= text.length;
      }
    },
    find: (name) => sources.get(name),
    latest: () => [...new Set([...sources.values()].reverse())].slice(0, mostCells).reverse(),
    clear() {
      sources.clear();
      length = 0;
    },
  };
}
