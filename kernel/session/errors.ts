import type { CellSyntaxError } from '../cell/index.ts';
import { type CellError, codeFrame } from '../link/index.ts';
import type { Death } from './process/death.ts';

/** A run that was interrupted, under the name that Jupyter clients know. */
export const interruptedError = plainError(
  'KeyboardInterrupt',
  'The cell was interrupted; variables keep their values.',
);

export function deathError({ ename, evalue }: Death): CellError {
  return plainError(ename, evalue);
}

/** What the kernel itself failed at, as an error of the cell that met it. */
export function unexpectedError(error: unknown): CellError {
  if (!(error instanceof Error)) return plainError('Error', String(error));
  return plainError(error.name, error.message);
}

function plainError(ename: string, evalue: string): CellError {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`] };
}

export function syntaxErrorOf({ message, line, column, frame }: CellSyntaxError, name: string): CellError {
  return {
    ename: 'SyntaxError',
    evalue: `${message} (line ${line}, column ${column})`,
    traceback: [`SyntaxError: ${message}`, '', ...frame.split('\n'), '', `    at ${name}:${line}:${column}`],
  };
}

/** Puts the lines of the cell in which an error arose between its message and its stack. */
export function withFrame(error: CellError, sourceOf: (name: string) => string | undefined): CellError {
  const { at, traceback } = error;
  const source = at && sourceOf(at.name);
  if (!at || source === undefined) return error;
  const firstFrame = traceback.findIndex((line) => line.startsWith('    at '));
  const stack = firstFrame < 0 ? traceback.length : firstFrame;
  const frame = ['', ...codeFrame(source, at.line, at.column).split('\n'), ''];
  return { ...error, traceback: [...traceback.slice(0, stack), ...frame, ...traceback.slice(stack)] };
}
