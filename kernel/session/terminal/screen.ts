import { type Character, charactersOf, controls, type Line, rendered, styleAfter, widthOf } from './line.ts';
import { isPlain, plain, styled } from './style.ts';

/** Columns of the terminal that programs are told of. */
export const terminalColumns = 80;

/** Lines above these have left the screen and are changed no more. */
const mostLines = 200;
/** So have lines above this many code units: a program that prints a line of a megabyte draws no progress bar above it. */
const mostText = 1 << 16;

/** Text with cursor movements, as a terminal keeps it. */
export interface Screen {
  /** The text as it was taken where nothing moved, else undefined. */
  write(text: string): string | undefined;
  /** The lines that can still change, with their colours and without movements. */
  lines(): readonly string[];
  /** The lines that have left since this was asked last. */
  takeLeft(): readonly string[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence whose end comes later
const unfinished = /\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]{0,2000}\x1b?|[PX^_][^\x1b]{0,2000}\x1b?|[ -/]*)?$/;
/** Colours move nothing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal obeys
const movement = /\r(?!\n)|[\b]|\x1b(?!\[[\d;:]*m)/;

export function createScreen(): Screen {
  let lines: Line[] = [{ raw: '', start: plain }];
  let row = 0;
  let column: number | 'end' = 'end';
  let style = plain;
  let saved = { row: 0, column: 0 };
  let rest = '';
  let left: string[] = [];
  /** Rows below the first that the line took before the cursor went to its start: moving up goes through these, too. */
  let rowsAbove = 0;

  const scroll = (): void => {
    const last = lines[row];
    if (last?.raw !== undefined && last.raw.length > mostText) last.raw = last.raw.slice(-mostText);
    let excess = Math.max(0, lines.length - mostLines);
    for (let i = lines.length - 1, text = 0; i >= excess; i--) {
      text += lines[i]?.raw?.length ?? 0;
      if (text > mostText) excess = Math.min(i + 1, row);
    }
    if (excess <= 0) return;
    // Not as arguments of one call: a flood of short lines is more of them than a stack holds.
    for (const line of lines.splice(0, excess)) left.push(rendered(line));
    row -= excess;
    saved = { ...saved, row: saved.row - excess };
  };

  const at = (index: number): Line => {
    while (lines.length <= index) lines.push({ raw: '', start: style });
    return lines[index] as Line;
  };

  /** Plain text at the end: most of what is ever printed. */
  const append = (text: string): void => {
    const [first = '', ...others] = text.split('\n');
    const line = at(row);
    line.raw = (line.raw ?? '') + first;
    style = styleAfter(style, first);
    for (const part of others) {
      lines.push({ raw: part, start: style });
      style = styleAfter(style, part);
    }
    row = lines.length - 1;
    scroll();
  };

  const characters = (index = row): (Character | undefined)[] => {
    const line = at(index);
    line.characters ??= charactersOf(line.raw ?? '', line.start);
    delete line.raw;
    return line.characters;
  };

  const columnNow = (): number => (column === 'end' ? characters().length : column);

  const put = (text: string): void => {
    rowsAbove = 0;
    const line = characters();
    let next = columnNow();
    for (const each of text) {
      const width = widthOf(each);
      const before = line[next - 1];
      if (width === 0 && before) line[next - 1] = { ...before, text: before.text + each };
      else {
        line[next] = { text: each, style };
        if (width === 2) line[next + 1] = { text: '', style };
        next += Math.max(1, width);
      }
    }
    column = next;
  };

  const toStart = (): void => {
    rowsAbove = Math.max(rowsAbove, Math.ceil(characters().length / terminalColumns) - 1, 0);
    column = 0;
  };

  /** A terminal has a right edge; a line that is longer already has none. */
  const goTo = (wanted: number): void => {
    column = Math.max(0, Math.min(wanted, Math.max(characters().length, terminalColumns - 1)));
  };

  const down = (count: number): void => {
    column = columnNow();
    row = Math.min(lines.length - 1, row + count);
  };

  const up = (count: number): void => {
    column = columnNow();
    const within = Math.min(count, rowsAbove);
    rowsAbove -= within;
    row = Math.max(0, row - (count - within));
  };

  const eraseBelow = (): void => {
    characters().length = Math.min(characters().length, columnNow());
    lines.length = row + 1;
  };

  const obey = (parameters: string, command: string): void => {
    const [first, second] = parameters.split(';').map((each) => (each === '' ? undefined : Number(each)));
    const count = first || 1;
    switch (command) {
      case 'm':
        style = styled(style, parameters);
        return;
      case 'A':
        up(count);
        return;
      case 'B':
        down(count);
        return;
      case 'C':
        goTo(columnNow() + count);
        return;
      case 'D':
        goTo(columnNow() - count);
        return;
      case 'E':
        down(count);
        column = 0;
        return;
      case 'F':
        up(count);
        column = 0;
        return;
      case 'G':
      case '`':
        if (count === 1) toStart();
        else goTo(count - 1);
        return;
      case 'd':
        column = columnNow();
        row = Math.min(lines.length, count) - 1;
        return;
      case 'H':
      case 'f':
        row = Math.min(lines.length, count) - 1;
        goTo((second || 1) - 1);
        return;
      case 'J':
        if (first === 2 || first === 3) {
          column = columnNow();
          lines = lines.slice(0, row + 1).map(() => ({ raw: '', start: plain }));
        } else if (first === 1) {
          for (let i = 0; i < row; i++) lines[i] = { raw: '', start: plain };
          characters().fill(undefined, 0, columnNow() + 1);
        } else eraseBelow();
        return;
      case 'K': {
        const line = characters();
        const here = columnNow();
        if (first === 1) line.fill(undefined, 0, Math.min(line.length, here + 1));
        else line.length = Math.min(line.length, first === 2 ? 0 : here);
        column = here;
        return;
      }
      case 'P':
        characters().splice(columnNow(), count);
        return;
      case 'X':
        characters().fill(undefined, columnNow(), Math.min(characters().length, columnNow() + count));
        return;
      case '@':
        if (columnNow() < characters().length)
          characters().splice(
            columnNow(),
            0,
            ...new Array<undefined>(Math.min(count, terminalColumns)).fill(undefined),
          );
        return;
      case 'L':
        column = columnNow();
        lines.splice(row, 0, ...Array.from({ length: Math.min(count, 24) }, () => ({ raw: '', start: plain })));
        return;
      case 'M':
        column = columnNow();
        lines.splice(row, count);
        at(row);
        return;
      case 's':
        saved = { row, column: columnNow() };
        return;
      case 'u':
        row = Math.max(0, Math.min(lines.length - 1, saved.row));
        goTo(saved.column);
        return;
    }
  };

  const step = (part: string, parameters: string | undefined, command: string | undefined): void => {
    if (command !== undefined) obey(parameters ?? '', command);
    else if (part.endsWith('\n')) {
      row += 1;
      column = 0;
      rowsAbove = 0;
      at(row);
      scroll();
    } else if (part === '\r') toStart();
    else if (part === '\b') column = Math.max(0, columnNow() - 1);
    else if (part === '\x1b7') obey('', 's');
    else if (part === '\x1b8') obey('', 'u');
    else if (part === '\x1bM') up(1);
    else if (part === '\x1bc') {
      lines = [{ raw: '', start: plain }];
      [row, column, style] = [0, 'end', plain];
    } else if (!part.startsWith('\x1b')) put(part);
  };

  return {
    write(given) {
      const text = rest + given;
      rest = text.includes('\x1b') ? (unfinished.exec(text)?.[0] ?? '') : '';
      const whole = rest === '' ? text : text.slice(0, -rest.length);
      if (column !== 'end' && row === lines.length - 1 && column === characters().length) column = 'end';
      const line = lines[row];
      const isAtEnd = column === 'end' && row === lines.length - 1;
      if (isAtEnd && line && (!line.characters || isPlain(style)) && !movement.test(whole)) {
        if (line.characters) {
          line.raw = rendered(line);
          delete line.characters;
        }
        const plainText = whole.replaceAll('\r\n', '\n');
        append(plainText);
        return plainText;
      }
      for (const [part, parameters, command] of whole.matchAll(controls)) step(part, parameters, command);
      return undefined;
    },
    takeLeft() {
      const taken = left;
      left = [];
      return taken;
    },
    lines: () => lines.map(rendered),
  };
}
