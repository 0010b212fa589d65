/** How fields are told apart: the one rule for the header and for the rows. */
export type Splitting = {
  /** One character, or `spaces` for any number of spaces and tabs. */
  readonly delimiter: string;
  /** What makes a quote within quotes a plain sign: another quote before it, or a backslash. */
  readonly escapedBy: '"' | '\\';
  /** `after delimiters`: spaces that follow a delimiter belong to no field. */
  readonly spaces: 'kept' | 'after delimiters';
};

export type TextRecord = {
  readonly fields: readonly string[];
  /** Where the text goes on. */
  readonly end: number;
  /** How many lines it takes. */
  readonly lines: number;
  /** What is wrong with its quotes. */
  readonly problem?: 'open quote' | 'text after quote';
  /** The first character that is written, so that comments and empty lines are known. */
  readonly isBlank: boolean;
};

/**
 * Reads the record that starts at `start`; lines end with \n, \r\n or \r.
 *
 * @param rest `ends` where the text is over with its last character; else a record that runs to it may go on.
 * @returns undefined where more text is needed.
 */
export function nextRecord(
  text: string,
  start: number,
  { delimiter, escapedBy, spaces }: Splitting,
  rest: 'ends' | 'goes on',
): TextRecord | undefined {
  const fields: string[] = [];
  const bySpaces = delimiter === 'spaces';
  let lines = 1;
  let at = start;
  let problem: TextRecord['problem'];
  let isBlank = true;
  if (bySpaces) at = skipSpaces(text, at);
  for (;;) {
    const first = spaces === 'after delimiters' && fields.length > 0 ? skipBlanks(text, at) : at;
    const opening = bySpaces ? first : skipBlanks(text, first);
    let field = '';
    if (text[opening] === '"' && (opening === first || delimiter !== ' ')) {
      isBlank = false;
      at = opening + 1;
      let closed = false;
      while (at < text.length) {
        const sign = text[at];
        if (escapedBy === '\\' && sign === '\\' && at + 1 < text.length) {
          const next = text[at + 1];
          field += next === '"' || next === '\\' ? next : sign + next;
          at += 2;
          continue;
        }
        if (sign === '"') {
          if (text[at + 1] === '"') {
            field += '"';
            at += 2;
            continue;
          }
          closed = true;
          at++;
          break;
        }
        if (sign === '\n' || (sign === '\r' && text[at + 1] !== '\n')) lines++;
        field += sign;
        at++;
      }
      // A quote that is the last sign so far may be the first of two.
      if (rest === 'goes on' && at >= text.length) return undefined;
      if (!closed) return { fields: [...fields, field], end: text.length, lines, problem: 'open quote', isBlank };
      const behind = bySpaces ? at : skipBlanks(text, at);
      if (!isEnd(text, behind, delimiter)) {
        problem ??= 'text after quote';
        const end = fieldEnd(text, behind, delimiter);
        field += text.slice(at, end);
        at = end;
      } else at = behind;
    } else {
      const end = fieldEnd(text, first, delimiter);
      field = text.slice(first, end);
      if (isBlank && field.trim() !== '') isBlank = false;
      at = end;
    }
    fields.push(field);
    if (at >= text.length) {
      if (rest === 'goes on') return undefined;
      return { fields, end: at, lines, isBlank: isBlank && fields.length === 1, ...(problem && { problem }) };
    }
    const sign = text[at];
    if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && at + 1 >= text.length && rest === 'goes on') return undefined;
      const end = at + (sign === '\r' && text[at + 1] === '\n' ? 2 : 1);
      return { fields, end, lines, isBlank: isBlank && fields.length === 1, ...(problem && { problem }) };
    }
    if (!bySpaces) {
      at++;
      continue;
    }
    at = skipSpaces(text, at);
    const next = text[at];
    if (at >= text.length || next === '\n' || next === '\r') {
      // Spaces at the end of a line separate nothing.
      if (rest === 'goes on' && (at >= text.length || (next === '\r' && at + 1 >= text.length))) return undefined;
      const end = at >= text.length ? at : at + (next === '\r' && text[at + 1] === '\n' ? 2 : 1);
      return { fields, end, lines, isBlank: isBlank && fields.length === 1, ...(problem && { problem }) };
    }
  }
}

function isEnd(text: string, at: number, delimiter: string): boolean {
  if (at >= text.length) return true;
  const sign = text[at];
  return (
    sign === '\n' || sign === '\r' || (delimiter === 'spaces' ? sign === ' ' || sign === '\t' : sign === delimiter)
  );
}

function fieldEnd(text: string, start: number, delimiter: string): number {
  let at = start;
  while (!isEnd(text, at, delimiter)) at++;
  return at;
}

function skipSpaces(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at++;
  return at;
}
