import { type Options, type Program, parse as parseWithAcorn } from 'acorn';
import type { Position } from '../link/index.ts';

/** The syntax tree of a cell after ./compile.ts. */
export type Parsed =
  | { readonly kind: 'program'; readonly program: Program }
  | ({ readonly kind: 'error'; readonly message: string } & Position);

/** A cell is a module that may await. */
export const parserOptions: Options = { ecmaVersion: 'latest', sourceType: 'module', checkPrivateFields: true };

export function parse(javascript: string): Parsed {
  try {
    return { kind: 'program', program: parseWithAcorn(javascript, parserOptions) };
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number; column: number } };
    // acorn appends its own position, which is not the cell's.
    if (loc)
      return { kind: 'error', message: message.replace(/ \(\d+:\d+\)$/, ''), line: loc.line, column: loc.column + 1 };
    throw error;
  }
}
