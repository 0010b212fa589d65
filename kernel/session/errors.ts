import type { CellSyntaxError } from '../cell/index.ts';
import { type Content, shownTraceback } from '../jupyter/index.ts';
import { type CellError, codeFrame, uncaughtTitles } from '../link/index.ts';
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

/** An error as clients are told it, with the lines of the cell in which it arose between its message and its stack. */
export function errorContent(
  error: CellError,
  sourceOf: (name: string) => string | undefined,
): Content & Pick<CellError, 'ename' | 'evalue' | 'traceback'> {
  const { ename, evalue } = error;
  return { ename, evalue, traceback: shownTraceback(ename, withCode(error, sourceOf)) };
}

/** The same of an error of a callback, which says nothing of how its cell ended. */
export function uncaughtContent(error: CellError, sourceOf: (name: string) => string | undefined): Content {
  const [title] = uncaughtTitles;
  const traceback = `${title}: ${error.traceback.join('\n')}`.split('\n');
  return errorContent({ ...error, ename: `${title}: ${error.ename}`, traceback }, sourceOf);
}

function withCode({ at, traceback }: CellError, sourceOf: (name: string) => string | undefined): readonly string[] {
  const source = at && sourceOf(at.name);
  if (!at || source === undefined) return traceback;
  const firstFrame = traceback.findIndex((line) => line.startsWith('    at '));
  const stack = firstFrame < 0 ? traceback.length : firstFrame;
  const frame = ['', ...codeFrame(source, at.line, at.column).split('\n'), ''];
  return [...traceback.slice(0, stack), ...frame, ...traceback.slice(stack)];
}
