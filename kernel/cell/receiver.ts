/**
 * The expression at the end of `text`, as far back as it is one operand: names, member accesses, calls, indexes and
 * literals, e.g. `rows[0].name` of `x = 1 + rows[0].name`. Empty when there is none.
 */
export function operandAtEnd(text: string): string {
  let start = text.length;
  for (;;) {
    const before = operandStart(text, start);
    if (before === undefined) break;
    start = before;
    const link = /(\?\.|\.)\s*$/.exec(text.slice(0, start));
    const callOrIndex =
      /^[([`]/.test(text.slice(start)) && /[\p{ID_Continue}$)\]"'`]\s*!?$/u.test(text.slice(0, start));
    if (link && /[^\s.]\s*$/.test(text.slice(0, link.index))) start = link.index;
    else if (!callOrIndex) break;
    start = text.slice(0, start).trimEnd().replace(/!$/, '').length;
  }
  const operand = text.slice(start).trim();
  return keywords.has(operand) ? '' : newBefore(text, start) + operand;
}

/** Where the name, literal or bracketed part that ends at `end` begins. */
function operandStart(text: string, end: number): number | undefined {
  const last = text[end - 1];
  if (last === undefined) return undefined;
  if (last === '"' || last === "'" || last === '`') return openingQuote(text, end - 1);
  if (last === ')' || last === ']') return openingBracket(text, end - 1);
  const name = /[\p{ID_Continue}$]+$/u.exec(text.slice(Math.max(0, end - 200), end));
  return name ? end - name[0].length : undefined;
}

function openingQuote(text: string, closing: number): number | undefined {
  for (let i = closing - 1; i >= 0; i--) if (text[i] === text[closing] && text[i - 1] !== '\\') return i;
  return undefined;
}

function openingBracket(text: string, closing: number): number | undefined {
  let depth = 0;
  for (let i = closing; i >= 0; i--) {
    const character = text[i] ?? '';
    if (/["'`]/.test(character)) i = openingQuote(text, i) ?? -1;
    else if (/[)\]}]/.test(character)) depth += 1;
    else if (/[([{]/.test(character) && --depth === 0) return i;
  }
  return undefined;
}

/** `new Map()` is one operand. */
function newBefore(text: string, start: number): string {
  return /(^|[^.\p{ID_Continue}$])new\s+$/u.test(text.slice(0, start)) ? 'new ' : '';
}

const keywords = new Set('return typeof await new in of instanceof void delete yield case else do throw'.split(' '));
