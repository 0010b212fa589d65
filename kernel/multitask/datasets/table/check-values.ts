import { fitsFloat32, type ReadWith, toldOf } from '../../data/index.ts';
import { columnSql, numberSql, presentSql, type TableColumns, typeOf } from './columns.ts';
import type { DuckDb } from './duckdb.ts';
import { explained } from './explained.ts';
import { labelRemedy } from './label-values.ts';
import type { Relation } from './relation.ts';

/**
 * Counts the rows, makes sure that what should be a number is one and that binary labels are 0 or 1, and finds the numbers
 * that 32 bits cannot hold.
 *
 * @param rowsSql what to select from. @param known means and sds of columns and tasks, where a model or a dataset has them.
 * @throws an error that names file, line, column and value.
 */
export async function checkValues(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  { tasks, features, how }: Omit<TableColumns, 'wide'>,
  known: readonly Spread[] = [],
): Promise<{ readonly rows: number; readonly wide: ReadonlySet<string> }> {
  const rules: Rule[] = [
    ...tasks
      .filter((task) => typeOf(relation, task.name) !== undefined)
      .map(({ name, kind }): Rule => {
        const value = numberSql(name, relation, how, 'label');
        const wrong = kind === 'binary' ? `NOT (isnan(${value}) OR ${value} = 0 OR ${value} = 1)` : tooLarge(value);
        const expected = kind === 'binary' ? 'a binary label is 0 or 1' : 'a numeric label is a finite number';
        return {
          name,
          use: kind === 'binary' ? 'binary label' : 'number',
          value,
          wrong: badSql(name, value, wrong),
          expected: `${expected} (or empty where it is unknown)`,
        };
      }),
    ...features.flatMap(({ kind, name }): Rule[] => {
      if (kind !== 'numeric') return [];
      const value = numberSql(name, relation, how, 'feature');
      return [
        {
          name,
          use: 'number',
          value,
          wrong: badSql(name, value, tooLarge(value)),
          expected: 'a numeric feature is a finite number',
        },
      ];
    }),
    ...(how.weight === undefined ? [] : [weightRule(numberSql(how.weight, relation, how, 'feature'), how.weight)]),
  ];
  const counts = rules.flatMap(({ use, value, wrong }, i) => [
    `count(*) FILTER (WHERE ${wrong}) AS wrong${i}`,
    ...(use === 'number'
      ? ['avg', 'stddev_pop'].map((of) => `${of}(${value}) FILTER (WHERE abs(${value}) < ${most}) AS ${of}${i}`)
      : []),
  ]);
  const [found] = await database
    .rows(`SELECT ${['count(*) AS total', ...counts].join(', ')} FROM ${rowsSql}`)
    .catch((error: unknown) => {
      throw explained(error, relation);
    });
  const broken = rules.find((_, i) => Number(found[`wrong${i}`]) > 0);
  if (broken)
    throw await firstViolation(
      database,
      relation,
      rowsSql,
      broken,
      Number(found[`wrong${rules.indexOf(broken)}`]),
      how,
    );
  const spreads = rules.flatMap(({ name, use }, i): Spread[] =>
    use === 'number'
      ? [{ name, mean: Number(found[`avg${i}`] ?? 0), sd: Number(found[`stddev_pop${i}`] ?? 0) || 1 }]
      : [],
  );
  const wide = [...spreads, ...known].filter(({ mean = 0, sd = 1 }) => !fitsFloat32(mean, sd));
  return { rows: Number(found.total), wide: new Set(wide.map(({ name }) => name)) };

  function badSql(name: string, value: string, wrong: string): string {
    return `(${presentSql(name, relation, how)} AND (${value} IS NULL OR ${wrong}))`;
  }
}

type Spread = { readonly name: string; readonly mean?: number; readonly sd?: number };

/** Where 32-bit numbers end. */
const most = '3.4028235677973366e38';

/** Whether a DOUBLE is infinite, or would be in 32 bits; NaN, which DuckDB takes for more than everything, is not. */
function tooLarge(value: string): string {
  return `(NOT isnan(${value}) AND abs(${value}) >= ${most})`;
}

type Rule = {
  readonly name: string;
  readonly use: 'binary label' | 'number' | 'weight';
  readonly value: string;
  readonly wrong: string;
  readonly expected: string;
};

/** Also a weight that is missing is wrong: nobody can say how much such a row should count. */
function weightRule(value: string, name: string): Rule {
  const wrong = `(${value} IS NULL OR isnan(${value}) OR ${tooLarge(value)} OR ${value} < 0)`;
  return { name, use: 'weight', value, wrong, expected: 'the weight of a row is a number from 0 on' };
}

async function firstViolation(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  { name, use, wrong, expected }: Rule,
  count: number,
  how: ReadWith,
): Promise<Error> {
  const [first] = await database.rows(
    `SELECT position, CAST(${columnSql(relation, name)} AS VARCHAR) AS value
     FROM (SELECT *, row_number() OVER () AS position FROM ${rowsSql}) WHERE ${wrong} ORDER BY position LIMIT 1`,
  );
  const row = Number(first.position);
  const value = String(first.value);
  const others = count > 1 ? ` ${count} rows are like that.` : '';
  const hint =
    use === 'weight'
      ? ''
      : use === 'binary label' && !toldOf(how.labels, name)
        ? await labelRemedy(database, relation, rowsSql, name, how)
        : numberRemedy(relation, name, value);
  const where = `${relation.name}, ${await relation.lineOf(row)}, column "${name}"`;
  const seen = first.value === null ? 'and here is none' : `not ${JSON.stringify(value)}`;
  return new Error(`${where}: ${expected}, ${seen}.${others}${hint}`);
}

function numberRemedy({ format }: Relation, name: string, value: string): string {
  const missing = ` If it means "no value", say missing: { ${JSON.stringify(name)}: ${JSON.stringify(value)} } (on the command line --missing "${name}=${value}").`;
  if (format !== 'csv') return missing;
  if (/^[+-]?[\d.,' ]+$/.test(value.trim()) && /[.,' ]/.test(value)) {
    return " Say csv: { decimal: ',' } where the comma stands before the decimals, or csv: { decimal: '.' } where commas group digits (on the command line --decimal).";
  }
  return value.length <= 40 ? missing : '';
}
