import type { Inserted, Position } from '../link/index.ts';
import type { CellText } from './cell-text.ts';
import type { Put } from './percent/index.ts';

/** A cell in which a call stands around each expression that may give it its value: esbuild keeps what is an argument. */
export type MarkedCell = {
  readonly text: string;
  /** What is called. ./rewrite.ts takes the calls out again. */
  readonly marker: string;
  readonly inserted: readonly Inserted[];
};

/**
 * esbuild leaves out a statement that comes down to a constant, but it may be what a cell shows. The call begins with a name, which goes on with
 * no earlier line, so what the person left to automatic semicolons stays as it is.
 */
export function markValues(
  source: string,
  { values, isObjectLiteral, hasInnerFunction }: CellText,
  puts: readonly Put[] = [],
): MarkedCell {
  const marker = unusedName('__cellValue', source);
  const opens = values.map(({ start, exportStart }) => ({
    at: start,
    // A default export that has no name is called "default".
    text: `${marker}${exportStart === undefined ? '((' : '(({ default: '}`,
  }));
  const closes = values.map(({ end, exportStart }) => ({
    at: end,
    text: `${isObjectLiteral ? '\n' : ''}${exportStart === undefined ? '))' : ' }).default)'}`,
  }));
  // What is timed is timed within the call that gives the cell its value.
  const edits = [...opens, ...puts, ...closes].sort((a, b) => a.at - b.at);

  let text = '';
  let place = { line: 1, column: 1 };
  const write = (part: string): void => {
    text += part;
    place = placeAfter(place, part);
  };
  let copied = 0;
  const inserted: Inserted[] = [];
  const exported = values.find(({ exportStart }) => exportStart !== undefined);
  // Blanks as long as `export default`, so that nothing behind them moves.
  const own = exported?.exportStart === undefined ? source : blank(source, exported.exportStart, exported.start);
  for (const { at, text: put } of edits) {
    write(own.slice(copied, at));
    copied = at;
    if (!put.startsWith('\n')) inserted.push({ ...place, length: put.length });
    write(put);
  }
  // A cell is a module, as esbuild believes of what exports.
  const end = hasInnerFunction ? '\nexport {};' : '';
  return { text: text + own.slice(copied) + end, marker, inserted };
}

/** A name that a text does not have, nor one that begins so. */
export function unusedName(wanted: string, source: string): string {
  let name = wanted;
  while (source.includes(name)) name += '$';
  return name;
}

function blank(source: string, start: number, end: number): string {
  return source.slice(0, start) + source.slice(start, end).replace(/\S/g, ' ') + source.slice(end);
}

function placeAfter({ line, column }: Position, text: string): Position {
  const [first = '', ...others] = text.split(/\r\n|[\n\r\u2028\u2029]/);
  const last = others.at(-1);
  if (last === undefined) return { line, column: column + first.length };
  return { line: line + others.length, column: last.length + 1 };
}
