import { basename } from 'node:path';
import { decompressed } from '../scan/decompressed.ts';
import { numberSql, type TableColumns, typeOf } from './columns.ts';
import { type DuckDb, identifier } from './duckdb.ts';
import { explained } from './explained.ts';
import type { Relation } from './relation.ts';

/**
 * Counts the rows, and makes sure that what should be a number is one and that binary labels are 0 or 1.
 *
 * @param rowsSql what to select from.
 * @throws an error that names file, line, column and value.
 */
export async function checkValues(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  { tasks, features }: TableColumns,
): Promise<{ readonly rows: number }> {
  const rules: Rule[] = [
    ...tasks
      .filter((task) => typeOf(relation, task.name) !== undefined)
      .map(({ name, kind }): Rule => {
        const value = numberSql(name, relation, 'label');
        const wrong = kind === 'binary' ? `NOT (isnan(${value}) OR ${value} = 0 OR ${value} = 1)` : `isinf(${value})`;
        const expected = kind === 'binary' ? 'a binary label is 0 or 1' : 'a numeric label is a finite number';
        return { name, wrong: badSql(name, value, wrong), expected: `${expected} (or empty where it is unknown)` };
      }),
    ...features.flatMap(({ kind, name }): Rule[] => {
      if (kind !== 'numeric') return [];
      const value = numberSql(name, relation, 'feature');
      return [
        { name, wrong: badSql(name, value, `isinf(${value})`), expected: 'a numeric feature is a finite number' },
      ];
    }),
  ];
  const counts = rules.map(({ wrong }, i) => `count(*) FILTER (WHERE ${wrong}) AS wrong${i}`);
  const [found] = await database
    .rows(`SELECT ${['count(*) AS total', ...counts].join(', ')} FROM ${rowsSql}`)
    .catch((error: unknown) => {
      throw explained(error, relation);
    });
  const broken = rules.find((_, i) => Number(found[`wrong${i}`]) > 0);
  if (broken) throw await firstViolation(database, relation, rowsSql, broken, rules.indexOf(broken), found);
  return { rows: Number(found.total) };
}

type Rule = { readonly name: string; readonly wrong: string; readonly expected: string };

function badSql(name: string, value: string, wrong: string): string {
  return `(${identifier(name)} IS NOT NULL AND (${value} IS NULL OR ${wrong}))`;
}

async function firstViolation(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  { name, wrong, expected }: Rule,
  index: number,
  counts: Record<string, unknown>,
): Promise<Error> {
  const [first] = await database.rows(
    `SELECT position, CAST(${identifier(name)} AS VARCHAR) AS value
     FROM (SELECT *, row_number() OVER () AS position FROM ${rowsSql}) WHERE ${wrong} ORDER BY position LIMIT 1`,
  );
  const row = Number(first.position);
  const count = Number(counts[`wrong${index}`]);
  const others = count > 1 ? ` ${count} rows are like that.` : '';
  const hint =
    relation.format === 'csv' && /^(na|n\/a|null|none|nil|\?|-|\\n)$/i.test(String(first.value).trim())
      ? ` If that means "no value", say csv: { missing: ['', ${JSON.stringify(first.value)}] }.`
      : '';
  const where = `${relation.name}, ${await lineOf(relation, row)}, column "${name}"`;
  return new Error(`${where}: ${expected}, not ${JSON.stringify(first.value)}.${others}${hint}`);
}

/** "line 7" of a text file, where quoted fields may hold newlines and empty lines do not count as rows; else "row 6". */
async function lineOf({ format, files, headerLines }: Relation, row: number): Promise<string> {
  if (format !== 'csv') return `row ${row}`;
  let left = row + headerLines;
  for (const file of files) {
    let line = 1;
    let start = 1; // the line on which the record at hand starts
    let quoted = false;
    let empty = true;
    for await (const chunk of decompressed(file)) {
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i];
        if (byte === QUOTE) quoted = !quoted;
        if (byte !== NEWLINE) {
          if (byte !== RETURN) empty = false;
          continue;
        }
        line++;
        if (quoted) continue;
        if (!empty && --left === 0) return `line ${start}${files.length > 1 ? ` of ${basename(file)}` : ''}`;
        start = line;
        empty = true;
      }
    }
    if (!empty && --left === 0) return `line ${start}${files.length > 1 ? ` of ${basename(file)}` : ''}`;
    left += headerLines;
  }
  return `row ${row}`;
}

const [QUOTE, NEWLINE, RETURN] = [34, 10, 13];
