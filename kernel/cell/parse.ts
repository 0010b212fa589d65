import { type Program, parse as parseWithAcorn } from 'acorn';
import type { Position } from '../link/index.ts';

/** The syntax tree of a cell after ./compile.ts; a cell is a module that may await. */
export type Parsed =
  | { readonly kind: 'program'; readonly program: Program }
  | ({ readonly kind: 'error'; readonly message: string } & Position);

export function parse(javascript: string): Parsed {
  try {
    const program = parseWithAcorn(javascript, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      checkPrivateFields: true,
    });
    return { kind: 'program', program };
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    // acorn appends its own position, which is not the cell's.
    if (loc)
      return { kind: 'error', message: message.replace(/ \(\d+:\d+\)$/, ''), line: loc.line, column: loc.column + 1 };
    throw error;
  }
}
