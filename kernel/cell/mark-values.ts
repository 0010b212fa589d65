import type { Inserted, Position } from '../link/index.ts';
import type { CellText } from './cell-text.ts';

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
export function markValues(source: string, { values, isObjectLiteral, hasInnerFunction }: CellText): MarkedCell {
  const marker = unusedName(source);
  const edits = values
    .flatMap(({ start, end, exportStart }) => {
      // A default export that has no name is called "default".
      const [before, after] = exportStart === undefined ? ['((', '))'] : ['(({ default: ', ' }).default)'];
      return [
        { at: start, put: `${marker}${before}` },
        { at: end, put: `${isObjectLiteral ? '\n' : ''}${after}` },
      ];
    })
    .sort((a, b) => a.at - b.at);

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
  for (const { at, put } of edits) {
    write(own.slice(copied, at));
    copied = at;
    if (!put.startsWith('\n')) inserted.push({ ...place, length: put.length });
    write(put);
  }
  // A cell is a module, as esbuild believes of what exports.
  const end = hasInnerFunction ? '\nexport {};' : '';
  return { text: text + own.slice(copied) + end, marker, inserted };
}

function unusedName(source: string): string {
  let name = '__cellValue';
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
