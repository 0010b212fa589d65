import { operandAtEnd } from '../cell/index.ts';

/** What stands at a cursor. Positions in `Cursor` are UTF-16 code units, as JavaScript counts. */
export type Cursor = {
  readonly code: string;
  /** The name that is being written, up to the cursor. */
  readonly prefix: string;
  /** Where it begins. */
  readonly start: number;
  readonly end: number;
  /** What stands before its dot; undefined when there is no dot. */
  readonly receiver: string | undefined;
};

/** Jupyter counts characters (code points): an emoji is one, for JavaScript it is two. */
export function cursorAt(code: string, characters: number): Cursor {
  const end = toCodeUnits(code, characters);
  const before = code.slice(0, end);
  const prefix = /[\p{ID_Continue}$]*$/u.exec(before)?.[0] ?? '';
  const start = end - prefix.length;
  const dot = /(\?\.|\.)\s*$/.exec(before.slice(0, start));
  const receiver = dot ? operandAtEnd(before.slice(0, dot.index).trimEnd().replace(/!$/, '')) : undefined;
  return { code, prefix, start, end, receiver };
}

/**
 * The operand that the cursor is in or behind, and where it ends: `a.b` of `a.b|c` is `a.bc`. Among the arguments of a call
 * it is what is called, unless the cursor is at a name.
 */
export function operandAt(code: string, characters: number): { readonly operand: string; readonly end: number } {
  const cursor = toCodeUnits(code, characters);
  const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))?.[0] ?? '';
  const text = code.slice(0, cursor + rest.length);
  const operand = operandAtEnd(text);
  if (/^[\p{ID_Start}$_]/u.test(operand)) return { operand, end: text.length };
  const called = text.slice(0, openCall(text)).trimEnd();
  return { operand: operandAtEnd(called), end: called.length };
}

/** Where the innermost bracket that is still open begins. */
function openCall(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (/[)\]}]/.test(text[i] ?? '')) depth += 1;
    else if (/[([{]/.test(text[i] ?? '') && depth-- === 0) return text[i] === '(' ? i : 0;
  }
  return 0;
}

export function toCodeUnits(text: string, characters: number): number {
  let units = 0;
  for (const character of text) {
    if (characters <= 0) break;
    characters -= 1;
    units += character.length;
  }
  return units;
}

export function toCharacters(text: string, codeUnits: number): number {
  return [...text.slice(0, codeUnits)].length;
}
