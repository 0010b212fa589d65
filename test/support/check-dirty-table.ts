import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../kernel/multitask/datasets/table/duckdb.ts';
import { type Table, table } from '../../kernel/multitask/datasets/table/table.ts';
import type { TableOptions } from '../../kernel/multitask/datasets/table/table-options.ts';
import type { TrueColumn } from './dirty-columns.ts';
import { type DirtyTable, dirtyTable } from './dirty-tables.ts';

/** The tables 0 … `count` − 1 of a seed that are neither read right nor refused in words, each with what is wrong. */
export async function wrongDirtyTables(seed: number, count: number): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'dirty-tables-'));
  // While one is open, all are connections to one database: nothing starts anew for each table.
  const database = await openDuckDb();
  const wrong: string[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const dirty = dirtyTable(seed, i);
      const problem = await checkDirtyTable(dirty, folder, `${i}`);
      if (problem !== undefined) wrong.push(`table ${i} (${dirty.made.join(', ')}): ${problem}`);
    }
  } finally {
    database.close();
    rmSync(folder, { recursive: true });
  }
  return wrong;
}

/** Reads the table and compares every value with the truth; what is wrong in words, undefined when nothing is. */
async function checkDirtyTable(dirty: DirtyTable, folder: string, name: string): Promise<string | undefined> {
  const path = join(folder, `${name}.${dirty.ending}`);
  writeFileSync(path, dirty.bytes);
  let data: Table;
  try {
    data = await table(path, {
      tasks: { click: 'binary' },
      ...(dirty.csv ? { csv: dirty.csv as TableOptions['csv'] } : {}),
    });
  } catch (error) {
    const { message } = error as Error;
    if (dirty.refusal?.test(message)) return undefined;
    return `${dirty.refusal ? `refused in other words than ${dirty.refusal}` : 'refused'}: ${message}`;
  }
  if (dirty.refusal) return `read, but should be refused: ${dirty.refusal}`;
  const names = dirty.columns.map((column) => column.name);
  const found = data.columns.map((column) => column.name);
  if (found.join('\n') !== names.join('\n'))
    return `columns ${JSON.stringify(found)} instead of ${JSON.stringify(names)}`;
  for (const column of dirty.columns) {
    const wrong = wrongColumn(data, column);
    if (wrong !== undefined) return `column ${JSON.stringify(column.name)}: ${wrong}`;
  }
  return undefined;
}

function wrongColumn(data: Table, { name, kind, values }: TrueColumn): string | undefined {
  const use = data.columns.find((column) => column.name === name);
  if (!use) return 'is not told of';
  if (kind === 'either') return use.why === '' ? 'has no reason' : undefined;
  if (use.use !== kind) return `is ${use.use} (${use.why}), not ${kind}`;
  if (kind === 'left out') return data.leftOut.some(({ column }) => column === name) ? undefined : 'is not in leftOut';
  const rows = data.train;
  if (rows.length !== values.length) return `${rows.length} rows instead of ${values.length}`;
  const place = (of: 'numeric' | 'categorical') =>
    data.features.columns.filter((column) => column.kind === of).findIndex((column) => column.name === name);
  if (kind === 'label') return difference(Array.from(rows.labels[name]), values, Number.NaN);
  const column = data.features.columns.find((each) => each.name === name);
  if (column?.kind === 'numeric') return difference(Array.from(rows.numeric[place('numeric')]), values, column.mean);
  if (column?.kind !== 'categorical') return 'is no feature';
  const texts = Array.from(rows.categorical[place('categorical')], (code) => column.values[code]);
  return difference(texts, values, '');
}

function difference(
  found: readonly (number | string)[],
  values: readonly (number | string)[],
  absent: number | string,
) {
  const at = values.findIndex((value, i) => {
    if (typeof value === 'string') return found[i] !== value;
    const seen = Number.isNaN(value) ? Number(absent) : value;
    return !isSame(found[i], seen) && !isSame(found[i], Math.fround(seen));
  });
  return at < 0 ? undefined : `row ${at + 1} is ${JSON.stringify(found[at])}, not ${JSON.stringify(values[at])}`;
}

/** −0 is 0: nothing is computed with it that would tell. */
function isSame(found: number | string | undefined, value: number): boolean {
  return found === value || Object.is(found, value);
}
