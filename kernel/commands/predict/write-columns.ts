import { rm, writeFile } from 'node:fs/promises';
import { replaceFile, replaceFileBy } from '../../files/index.ts';
import type { Numbers } from '../../multitask/data/index.ts';
import { identifier, literal, withDuckDb } from '../../multitask/datasets/index.ts';

/** Writes columns of numbers as CSV or Parquet, by the ending of the file's name; whole or not at all. */
export async function writeColumns(
  path: string,
  columns: Readonly<Record<string, Numbers>>,
  rows: number,
): Promise<void> {
  if (/\.csv$/i.test(path)) return replaceFile(path, csvChunks(columns, rows));
  await replaceFileBy(path, (parquet) => writeParquet(parquet, columns, rows));
}

async function writeParquet(path: string, columns: Readonly<Record<string, Numbers>>, rows: number): Promise<void> {
  const csv = `${path}.csv`;
  try {
    await writeFile(csv, csvChunks(columns, rows), { flag: 'wx' });
    const types = Object.entries(columns).map(
      ([name, values]) => `${literal(name)}: '${values instanceof Float64Array ? 'DOUBLE' : 'FLOAT'}'`,
    );
    await withDuckDb(async (database) => {
      const names = Object.keys(columns).map(identifier).join(', ');
      const read = `read_csv(${literal(csv)}, header = true, columns = {${types.join(', ')}})`;
      await database.run(`COPY (SELECT ${names} FROM ${read}) TO ${literal(path)} (FORMAT parquet)`);
    });
  } finally {
    await rm(csv, { force: true });
  }
}

/** In pieces of some megabytes. A number is written with the digits that tell it from its neighbours. */
function csvChunks(columns: Readonly<Record<string, Numbers>>, rows: number): Buffer[] {
  const values = Object.values(columns);
  const chunks = [Buffer.from(`${Object.keys(columns).map(quoted).join(',')}\n`)];
  for (let from = 0; from < rows; from += 65_536) {
    let text = '';
    for (let row = from; row < Math.min(rows, from + 65_536); row++)
      text += `${values.map((column) => written(column, row)).join(',')}\n`;
    chunks.push(Buffer.from(text));
  }
  return chunks;
}

function written(column: Numbers, row: number): string {
  const value = column[row] ?? Number.NaN;
  return column instanceof Float64Array ? String(value) : shortest(value);
}

/** The shortest decimal that is this 32-bit number. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}

function quoted(name: string): string {
  return /[",\n\r]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
