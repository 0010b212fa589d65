import type { Content } from '../../jupyter/index.ts';
import type { HistoryFiles } from './history-files.ts';

/**
 * What was run in this session and in those before, for `history_request`: the latest cells, so that neither a kernel of many days
 * nor a file grows. What cells showed is kept of this session alone.
 */
export interface History {
  add(line: number, source: string): void;
  /** The text a cell had as its value. */
  addOutput(line: number, text: string): void;
  answer(content: Content): Promise<Content>;
  /** Resolves when all is kept. */
  settled(): Promise<void>;
}

type Entry = { readonly line: number; readonly source: string; output: string | null };
type Cell = Readonly<Entry> & { readonly session: number };

/** A line that puts a secret into the environment is for no file. */
const setsSecret = /^[ \t]*%env[ \t]+\S*(?:key|token|secret|passw|credential)/im;

/** Cells. */
const mostEntries = 1_000;
/** Characters of all sources and outputs together; the latest cell stays whatever its length. */
const mostText = 4_000_000;
/** Characters of one output: a longer one is cut, as history is for recalling what was typed. */
const longestOutput = 10_000;

/** @param files where earlier sessions are; without them this one is all there is */
export function createHistory(files?: HistoryFiles): History {
  let entries: Entry[] = [];
  let text = 0;

  const trim = (): void => {
    let gone = 0;
    while (gone < entries.length - 1 && (entries.length - gone > mostEntries || text > mostText)) {
      text -= lengthOf(entries[gone] as Entry);
      gone += 1;
    }
    if (gone > 0) entries = entries.slice(gone);
  };

  /** All sessions in the order of their numbers, and which one this is. */
  const all = async (): Promise<{ readonly cells: readonly Cell[]; readonly mine: number }> => {
    const past = ((await files?.others()) ?? []).map((cell): Cell => ({ ...cell, output: null }));
    const mine = files?.session() ?? (past.at(-1)?.session ?? 0) + 1;
    const own = entries.map((entry): Cell => ({ ...entry, session: mine }));
    const before = past.filter(({ session }) => session < mine);
    return { mine, cells: [...before, ...own, ...past.filter(({ session }) => session > mine)] };
  };

  const select = async (content: Content): Promise<readonly Cell[]> => {
    const count = typeof content.n === 'number' && content.n > 0 ? content.n : undefined;
    switch (content.hist_access_type) {
      case 'tail': {
        const { cells } = await all();
        return count === undefined ? cells : cells.slice(-count);
      }
      case 'range': {
        const [start, stop] = [Number(content.start ?? 0), Number(content.stop ?? Number.POSITIVE_INFINITY)];
        const cells = await ofSession(Number(content.session ?? 0));
        return cells.filter(({ line }) => line >= start && line < stop);
      }
      case 'search': {
        const pattern = globPattern(String(content.pattern ?? '*'));
        const matching = (await all()).cells.filter(({ source }) => pattern.test(source));
        const kept = content.unique ? latestOfEqual(matching) : matching;
        return count === undefined ? kept : kept.slice(-count);
      }
      default:
        return [];
    }
  };

  /** 0 is this session, −1 the one before. */
  const ofSession = async (asked: number): Promise<readonly Cell[]> => {
    const { cells, mine } = await all();
    const before = [...new Set(cells.map(({ session }) => session))].filter((session) => session < mine);
    const session = asked > 0 ? asked : asked === 0 ? mine : before.at(asked);
    return cells.filter((cell) => cell.session === session);
  };

  return {
    add(line, source) {
      entries.push({ line, source, output: null });
      text += source.length;
      // The second is slow in a text of many megabytes.
      if (!(source.includes('%') && setsSecret.test(source))) files?.add(line, source);
      trim();
    },
    addOutput(line, output) {
      const entry = entries.findLast((each) => each.line === line);
      if (!entry) return;
      const kept = output.length > longestOutput ? `${output.slice(0, longestOutput - 1)}…` : output;
      text += kept.length - (entry.output?.length ?? 0);
      entry.output = kept;
      trim();
    },
    settled: async () => files?.settled(),
    answer: async (content) => ({
      history: (await select(content)).map(({ session, line, source, output }) =>
        content.output === true ? [session, line, [source, output]] : [session, line, source],
      ),
    }),
  };
}

function latestOfEqual(cells: readonly Cell[]): readonly Cell[] {
  const latest = new Map<string, Cell>();
  for (const cell of cells) {
    latest.delete(cell.source);
    latest.set(cell.source, cell);
  }
  return [...latest.values()];
}

function lengthOf({ source, output }: Entry): number {
  return source.length + (output?.length ?? 0);
}

/** `*` is any text, `?` one character, as SQLite's GLOB, which IPython uses. */
function globPattern(glob: string): RegExp {
  const escaped = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return new RegExp(`^${escaped}$`);
}
