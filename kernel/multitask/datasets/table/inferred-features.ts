import type { Task } from '../../data/index.ts';
import { type FeaturePlan, isNumber } from './columns.ts';
import { type DuckDb, identifier } from './duckdb.ts';
import type { Relation } from './relation.ts';

/** A column that was not taken for a feature, and why, in words. */
export type LeftOut = { readonly column: string; readonly reason: string };

/**
 * Features for someone who only said which columns are labels: numbers become numeric, text and truth values categorical,
 * lists list columns. A column with a different text in most rows says nothing about other rows and is left out, as are
 * dates, structures, and columns without a value.
 *
 * @param rowsSql what to select from.
 */
export async function inferredFeatures(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  tasks: readonly Task[],
  ignore: readonly string[] = [],
): Promise<{ readonly features: readonly FeaturePlan[]; readonly leftOut: readonly LeftOut[] }> {
  const columns = relation.columns.filter(
    ({ name }) => !ignore.includes(name) && !tasks.some((task) => task.name === name),
  );
  if (columns.length === 0)
    throw new Error(`${relation.name} has no columns but labels: there is nothing to learn from.`);
  const counts = columns.flatMap(({ name, type }, i) => [
    `count(${identifier(name)}) AS filled${i}`,
    ...(type === 'VARCHAR'
      ? [
          `count(TRY_CAST(trim(${identifier(name)}) AS DOUBLE)) AS numbers${i}`,
          `count(DISTINCT ${identifier(name)}) AS distinct${i}`,
        ]
      : []),
  ]);
  const [found] = await database.rows(`SELECT count(*) AS total, ${counts.join(', ')} FROM ${rowsSql}`);
  const count = (key: string) => Number(found[key]);
  if (count('total') === 0) throw new Error(`${relation.name} has columns but no rows.`);

  const features: FeaturePlan[] = [];
  const leftOut: LeftOut[] = [];
  columns.forEach(({ name, type }, i) => {
    const filled = count(`filled${i}`);
    if (filled === 0) leftOut.push({ column: name, reason: 'it has no value in any row' });
    else if (isNumber(type)) features.push({ kind: 'numeric', name });
    else if (type === 'BOOLEAN' || type.startsWith('ENUM')) features.push({ kind: 'categorical', name });
    else if (type === 'VARCHAR') {
      const distinct = count(`distinct${i}`);
      if (count(`numbers${i}`) === filled) features.push({ kind: 'numeric', name });
      else if (distinct > 100 && distinct > filled / 2) {
        leftOut.push({ column: name, reason: `nearly every row has its own text (${distinct} in ${filled} rows)` });
      } else features.push({ kind: 'categorical', name });
    } else if (/^(VARCHAR|U?(TINY|SMALL|BIG)INT|U?INTEGER)\[\]$/.test(type)) {
      features.push({ kind: 'list', name, separator: '|' });
    } else leftOut.push({ column: name, reason: `it holds ${type}` });
  });
  if (features.length > 0) return { features, leftOut };
  const reasons = leftOut.map(({ column, reason }) => `${column}: ${reason}`).join('; ');
  throw new Error(`${relation.name} has no column that can be a feature (${reasons}).`);
}
