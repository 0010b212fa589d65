/** The text of a stream and where the next text goes. */
export type StreamText = {
  readonly text: string;
  /** In the last line, in UTF-16 code units; undefined at its end, where text usually goes. */
  readonly column: number | undefined;
};

/**
 * Adds text as Jupyter's front ends do: a carriage return goes to the start of the last line and what follows writes over it, a
 * backspace goes back by one. A bar that redraws its line is one line in the notebook, too.
 */
export function writeText({ text, column }: StreamText, added: string): StreamText {
  if (column === undefined && !/[\r\b]/.test(added)) return { text: text + added, column };
  const start = text.lastIndexOf('\n') + 1;
  let head = text.slice(0, start);
  let line = text.slice(start);
  let at = column ?? line.length;
  let isRewritten = column !== undefined;
  for (const part of added.split(/(\r*\n|\r|[\b])/)) {
    if (part === '') continue;
    if (part.endsWith('\n')) {
      head += `${isRewritten ? line.trimEnd() : line}\n`;
      [line, at, isRewritten] = ['', 0, false];
    } else if (part === '\r') {
      [at, isRewritten] = [0, true];
    } else if (part === '\b') {
      at = Math.max(0, at - 1);
    } else {
      line = line.slice(0, at).padEnd(at) + part + line.slice(at + part.length);
      at += part.length;
    }
  }
  // Blanks that only hid a longer line are no text.
  if (isRewritten && at >= line.length) line = line.trimEnd();
  return { text: head + line, column: at === line.length ? undefined : at };
}
