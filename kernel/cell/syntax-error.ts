import { codeFrame } from '../link/index.ts';

/** Why a cell is not TypeScript, at the cell's own 1-based line and column. */
export type CellSyntaxError = {
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The lines around it with a caret. */
  readonly frame: string;
};

/** A position past the end of a line is pulled back: a caret must stand on something. */
export function syntaxError(source: string, message: string, line: number, column: number): CellSyntaxError {
  const length = source.split('\n')[line - 1]?.length ?? 0;
  const within = Math.max(1, Math.min(column, length + 1));
  return { message, line, column: within, frame: codeFrame(source, line, within) };
}
