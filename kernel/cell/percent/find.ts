/** A line that begins with `%` and a name, where TypeScript can read none. Offsets are the cell's. */
export type PercentLine = {
  /** Of the `%`. */
  readonly start: number;
  readonly end: number;
  /** As it was written: `time` of `%time` and of `%%time`. */
  readonly name: string;
  /** Whether it was written with two signs, which other notebooks do for a whole cell. */
  readonly isDoubled: boolean;
  /** What stands behind the name, and where that begins. */
  readonly rest: string;
  readonly restStart: number;
};

export type PercentLines = {
  /** The cell as TypeScript may read it: of the same length, with blanks and a semicolon in place of what it cannot. */
  readonly code: string;
  readonly lines: readonly PercentLine[];
};

/**
 * Where a parser finds mistakes in a text that is none of TypeScript, in each of its readings; none where one of them has none.
 * The kernel and the editor have different parsers.
 */
export type Mistakes = (text: string) => readonly number[];

/**
 * The `%` lines of a cell. A cell means what TypeScript says: where that can read a line, because it is in a string or a comment or goes on with
 * the expression before it, the line is TypeScript. It is a command where the parser stumbles over it and all that stands before it is whole.
 */
export function findPercentLines(source: string, mistakes: Mistakes): PercentLines {
  let code = source;
  const lines: PercentLine[] = [];
  const inOrder = (): PercentLines => ({ code, lines: lines.sort((a, b) => a.start - b.start) });
  for (;;) {
    const candidates = candidatesIn(code);
    if (candidates.length === 0) return inOrder();
    const wrong = mistakes(code);
    const found = candidates.find(
      ({ start, end }) =>
        (wrong.some((offset) => offset >= start && offset <= end) || isBelowTimed(code, lines, start)) &&
        mistakes(code.slice(0, start)).length === 0,
    );
    if (!found) return inOrder();
    lines.push(found);
    code = withoutCommand(code, found);
  }
}

/** What is timed on the line above ends with that line, if it is whole there. */
function isBelowTimed(code: string, lines: readonly PercentLine[], start: number): boolean {
  return lines.some(({ end, name }) => name === 'time' && end < start && /^\r?\n[ \t]*$/.test(code.slice(end, start)));
}

/** What it times is TypeScript. */
function withoutCommand(code: string, { start, end, name, restStart }: PercentLine): string {
  const behind = name === 'time' ? restStart : end;
  return `${code.slice(0, start)};${' '.repeat(behind - start - 1)}${code.slice(behind)}`;
}

/** `%time` may stand before another one on its line. */
const candidate = /^(?:[ \t]|;[ \t])*(%%?)([A-Za-z][\w-]*)(.*)$/gm;

function candidatesIn(code: string): readonly PercentLine[] {
  if (!code.includes('%')) return [];
  return [...code.matchAll(candidate)].map(({ 0: line, 1: signs = '', 2: name = '', 3: behind = '', index }) => {
    const end = index + line.length;
    const start = end - behind.length - name.length - signs.length;
    const rest = behind.trim();
    const restStart = rest === '' ? end : end - behind.trimStart().length;
    return { start, end, name, isDoubled: signs === '%%', rest, restStart };
  });
}
