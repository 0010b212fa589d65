import { Buffer } from 'node:buffer';
import type { TransformFailure } from 'esbuild';
import { codeFrame } from '../../link/index.ts';

/** A syntax error of a file beside the notebook, at the file's own place: the stack of who compiles it helps nobody. */
export function fileSyntaxError(failure: unknown, source: string, file: string): unknown {
  const first = (failure as Partial<TransformFailure>).errors?.[0];
  if (!first) return failure;
  const { text, location } = first;
  const line = location?.line ?? 1;
  const before = Buffer.from(location?.lineText ?? '').subarray(0, location?.column ?? 0);
  const column = before.toString().length + 1;
  const place = `${file}:${line}:${column}`;
  const error = new SyntaxError(`${text} (${place})`);
  error.stack = `SyntaxError: ${text}\n\n${codeFrame(source, line, column)}\n\n    at ${place}`;
  return error;
}
