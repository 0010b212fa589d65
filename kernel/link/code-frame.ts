/** The lines around a position with a caret under it, for error messages. Line and column are 1-based. */
export function codeFrame(source: string, line: number, column: number): string {
  const lines = source.split('\n');
  const first = Math.max(1, line - 2);
  const last = Math.min(lines.length, line + 2);
  const width = String(last).length;
  const frame: string[] = [];
  for (let number = first; number <= last; number++) {
    const text = shorten(lines[number - 1] ?? '', column);
    frame.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text.shown}`.trimEnd());
    if (number === line) frame.push(`  ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1 - text.skipped))}^`);
  }
  return frame.join('\n');
}

const longest = 160;

/** A long line is cut around the column: a 30 MB literal must not become a 30 MB error. */
function shorten(line: string, column: number): { shown: string; skipped: number } {
  const text = line.replaceAll('\t', ' ');
  if (text.length <= longest) return { shown: text, skipped: 0 };
  const start = Math.max(0, Math.min(column - longest / 2, text.length - longest));
  return { shown: text.slice(start, start + longest), skipped: start };
}
