import { type PercentCommand, runtime } from '../../link/index.ts';
import type { PercentLine } from './find.ts';
import { readPercentLine } from './read.ts';

/** A text that is put into a cell before it is compiled; those of one place come in their order. */
export type Put = { readonly at: number; readonly text: string };

/** A statement at the top of a cell: where it lies, and its expression if that is all it is. */
export type Statement = {
  readonly start: number;
  readonly end: number;
  readonly expression?: { readonly start: number; readonly end: number };
};

export type PercentCalls =
  | {
      readonly kind: 'calls';
      readonly puts: readonly Put[];
      /** Whether the cell ends with a command, which has no value. */
      readonly endsWithCommand: boolean;
      readonly commands: readonly PercentCommand['kind'][];
    }
  | { readonly kind: 'problem'; readonly message: string; readonly offset: number };

/**
 * What the `%` lines of a cell are when it runs: calls of the runtime, in their places. A timed expression is an argument, so that it keeps
 * being the cell's value; behind other statements stands a declaration, which has none.
 *
 * @param name begins those declarations; the cell has no name like it
 */
export function percentCalls(
  lines: readonly PercentLine[],
  statements: readonly Statement[],
  name: string,
): PercentCalls {
  const puts: Put[] = [];
  const commands: Statement[] = [];
  const kinds: PercentCommand['kind'][] = [];
  const timed: PercentLine[] = [];
  for (const line of lines) {
    const read = readPercentLine(line);
    if (read.kind === 'problem') return read;
    if (read.kind === 'time') timed.push(line);
    else {
      puts.push({ at: line.start + 1, text: `await ${runtime}.command(${JSON.stringify(read.command)});` });
      commands.push(line);
      kinds.push(read.command.kind);
    }
  }
  const units = [...statements, ...commands].sort((a, b) => a.start - b.start);
  for (const [i, { start, end, restStart }] of timed.entries()) {
    const onLine = units.filter((unit) => unit.start >= restStart && unit.start < end);
    const last = (onLine.length > 0 ? onLine : units.filter((unit) => unit.start >= end)).at(-1);
    if (!last) return { kind: 'problem', message: 'There is nothing behind %time that it could time.', offset: start };
    puts.push({ at: start + 1, text: `${runtime}.timing(${i});` });
    const { expression } = last;
    if (expression) {
      puts.push({ at: expression.start, text: `await ${runtime}.timed(${i}, (` });
      puts.push({ at: expression.end, text: '))' });
    } else puts.push({ at: last.end, text: `;let ${name}${i} = ${runtime}.timeIsUp(${i});` });
  }
  const lastUnit = units.at(-1);
  return { kind: 'calls', puts, endsWithCommand: commands.some((line) => line === lastUnit), commands: kinds };
}
