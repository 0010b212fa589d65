import { helpOf, isPercentName, type PercentName, percentNames } from './commands.ts';
import type { PercentLine } from './find.ts';

export type PercentCompletions = {
  readonly items: readonly { readonly name: string; readonly about: string }[];
  /** What is replaced, as offsets of the cell. */
  readonly start: number;
  readonly end: number;
  /** Nothing else has a place there: TypeScript reads it otherwise. */
  readonly isOnly: boolean;
};

/** What may be written at an offset of a cell with `%` lines, or where one begins. Undefined where TypeScript is written. */
export function percentCompletions(
  source: string,
  lines: readonly PercentLine[],
  offset: number,
): PercentCompletions | undefined {
  const line = lines.find(({ start, end }) => offset > start && offset <= end);
  const lineStart = Math.max(...['\n', '\r'].map((each) => source.lastIndexOf(each, offset - 1))) + 1;
  const before = source.slice(line?.start ?? lineStart, offset);
  const [, name] = /^\s*%%?([\w-]*)$/.exec(before) ?? [];
  const isOnly = line !== undefined;
  if (name !== undefined) {
    const items = percentNames
      .filter((each) => each.startsWith(name.toLowerCase()))
      .map((each) => ({ name: each, about: aboutOf(each) }));
    return { items, start: offset - name.length, end: offset, isOnly };
  }
  if (!line || line.name === 'time') return undefined;
  const [, word] = /^%%?[\w-]+\s+(\S*)$/.exec(before) ?? [];
  const start = offset - (word?.length ?? 0);
  if (word === undefined || !isPercentName(line.name)) return { items: [], start, end: offset, isOnly };
  const words = line.name === 'help' ? percentNames : (helpOf(line.name).words ?? []);
  const items = words.filter((each) => each.startsWith(word)).map((each) => ({ name: each, about: '' }));
  return { items, start, end: offset, isOnly };
}

/** The command whose name is at an offset, as offsets of the cell, and what it does. */
export function percentAt(
  lines: readonly PercentLine[],
  offset: number,
): { readonly start: number; readonly end: number; readonly usage: string; readonly about: string } | undefined {
  for (const { start, name, isDoubled } of lines) {
    const end = start + name.length + (isDoubled ? 2 : 1);
    if (isPercentName(name) && offset >= start && offset <= end) {
      const { usage, about } = helpOf(name);
      return { start, end, usage, about };
    }
  }
  return undefined;
}

function aboutOf(name: PercentName): string {
  const { usage, about } = helpOf(name);
  return `${usage}\n\n${about}`;
}
