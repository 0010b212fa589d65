import { beginsWithBrace } from '../begins-with-brace.ts';
import { findPercentLines, type PercentLine } from '../percent/index.ts';
import type { Cell } from './cell.ts';
import { type DeclaredName, declaredNames, type NameKind } from './declared-names.ts';
import { mistakesIn, mistakesOf, parseAs, type Reading, readText } from './reading.ts';

/** What a cell's text alone says: the names it gives to others and those it may take from them. */
export type ReadCell = {
  readonly cell: Cell;
  /** Its text as TypeScript may read it, of the same length; and the lines that are none of TypeScript. */
  readonly code: string;
  readonly lines: readonly PercentLine[];
  readonly declares: readonly DeclaredName[];
  readonly mentions: ReadonlySet<string>;
  /** `{ a: 1 }` is a block to JavaScript and an object to a person; ../compile.ts reads it the same way. */
  readonly isObjectLiteral: boolean;
  readonly reading: Reading;
};

/** A cell as a module that TypeScript understands: one generated line, then the cell's own text. */
export type CellModule = ReadCell & {
  readonly text: string;
  /** Where the cell's own text begins and ends in `text`. */
  readonly start: number;
  readonly end: number;
  /** The cells that names come from, by name. */
  readonly takes: ReadonlyMap<string, string>;
};

export function readCell(cell: Cell): ReadCell {
  const { code, lines } = findPercentLines(cell.text, mistakesIn);
  const mentions = new Set(code.match(identifier));
  const literal = beginsWithBrace(code) ? literalReading(`(${code}\n)`) : undefined;
  if (literal) return { cell, code, lines, declares: [], mentions, isObjectLiteral: true, reading: literal };
  const { reading, file } = readText(code);
  return { cell, code, lines, declares: declaredNames(file), mentions, isObjectLiteral: false, reading };
}

/**
 * Modules of a notebook's cells. Each exports what it declares and imports what it mentions from the nearest earlier cell that
 * declares it, else from a later one. So a name may be declared in several cells, with any types, in any order of let, const,
 * class; and TypeScript's own definitions, references and types go from cell to cell.
 *
 * Exports come first, where an open bracket or comment of the cell cannot swallow them.
 */
export function cellModules(cells: readonly ReadCell[]): readonly CellModule[] {
  const declaring = declaringCells(cells);
  return cells.map((read, index) => {
    const own = new Set(read.declares.map(({ name }) => name));
    const takes = new Map<string, string>();
    for (const name of read.mentions) {
      const from = own.has(name) ? undefined : cells[nearestOf(declaring.get(name), index)];
      if (from) takes.set(name, from.cell.id);
    }
    return moduleOf(read, takes);
  });
}

/** The names of all other cells that a cell may take, each with the cell it would come from. */
export function nearest(
  cells: readonly ReadCell[],
  index: number,
): ReadonlyMap<string, { readonly kind: NameKind; readonly from: string }> {
  const names = new Map<string, { readonly kind: NameKind; readonly from: string }>();
  for (const [name, indexes] of declaringCells(cells)) {
    const from = indexes.includes(index) ? undefined : cells[nearestOf(indexes, index)];
    const declared = from?.declares.find((each) => each.name === name);
    if (from && declared) names.set(name, { kind: declared.kind, from: from.cell.id });
  }
  return names;
}

function declaringCells(cells: readonly ReadCell[]): ReadonlyMap<string, readonly number[]> {
  const declaring = new Map<string, number[]>();
  cells.forEach(({ declares }, index) => {
    for (const { name } of declares) {
      const indexes = declaring.get(name);
      if (indexes) indexes.push(index);
      else declaring.set(name, [index]);
    }
  });
  return declaring;
}

function nearestOf(indexes: readonly number[] = [], index: number): number {
  return indexes.findLast((each) => each < index) ?? indexes[0] ?? -1;
}

/** What a generated import calls the module of another cell. */
export const cellScheme = 'cell:';

function moduleOf(read: ReadCell, takes: ReadonlyMap<string, string>): CellModule {
  const bySource = new Map<string, string[]>();
  for (const [name, id] of takes) bySource.set(id, [...(bySource.get(id) ?? []), name]);
  const imports = [...bySource].map(
    ([id, names]) => `import { ${names.join(', ')} } from '${cellScheme}${encodeURIComponent(id)}';`,
  );
  const gives = read.declares.filter(({ exported }) => !exported).map(({ name }) => name);
  const line = `${imports.join(' ')} export { ${gives.join(', ')} };\n`;
  const start = line.length + (read.isObjectLiteral ? 1 : 0);
  const { code } = read;
  const whole = read.isObjectLiteral ? `${line}(${code}\n)\n` : `${line}${code}\n`;
  return { ...read, text: whole, start, end: start + code.length, takes };
}

const identifier = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu;

function literalReading(text: string): Reading | undefined {
  return (['tsx', 'ts'] as const).find((reading) => mistakesOf(parseAs(reading, text)).length === 0);
}
