import type { Content } from '../jupyter/index.ts';

/** What was run in this session, for `history_request`: the latest cells, so that a kernel of many days does not grow. */
export interface History {
  add(line: number, source: string): void;
  /** The text a cell had as its value. */
  addOutput(line: number, text: string): void;
  answer(content: Content): Content;
}

type Entry = { readonly session: number; readonly line: number; readonly source: string; output: string | null };

/** The session that runs is number 1; 0 means the current one, −1 the one before, of which nothing is kept. */
const thisSession = 1;

/** Cells. */
const mostEntries = 1_000;
/** Characters of all sources and outputs together; the latest cell stays whatever its length. */
const mostText = 4_000_000;
/** Characters of one output: a longer one is cut, as history is for recalling what was typed. */
const longestOutput = 10_000;

export function createHistory(): History {
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

  const select = (content: Content): readonly Entry[] => {
    const count = typeof content.n === 'number' && content.n > 0 ? content.n : undefined;
    switch (content.hist_access_type) {
      case 'tail':
        return count === undefined ? entries : entries.slice(-count);
      case 'range': {
        if (content.session !== 0 && content.session !== thisSession) return [];
        const [start, stop] = [Number(content.start ?? 0), Number(content.stop ?? Number.POSITIVE_INFINITY)];
        return entries.filter(({ line }) => line >= start && line < stop);
      }
      case 'search': {
        const pattern = globPattern(String(content.pattern ?? '*'));
        const matching = entries.filter(({ source }) => pattern.test(source));
        // Of equal ones the latest is kept.
        const kept = content.unique
          ? matching.filter(({ source }, i) => matching.findLastIndex((other) => other.source === source) === i)
          : matching;
        return count === undefined ? kept : kept.slice(-count);
      }
      default:
        return [];
    }
  };

  return {
    add(line, source) {
      entries.push({ session: thisSession, line, source, output: null });
      text += source.length;
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
    answer: (content) => ({
      history: select(content).map(({ session, line, source, output }) =>
        content.output === true ? [session, line, [source, output]] : [session, line, source],
      ),
    }),
  };
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
