import type { ReadWith } from '../../data/index.ts';
import { categorySql, type FeaturePlan, listSql } from './columns.ts';
import { type DuckDb, identifier } from './duckdb.ts';
import type { Relation } from './relation.ts';

/**
 * Finds the distinct values of every categorical and list column, whole numbers by size first, then texts. From then on
 * DuckDB codes the column itself: each vocabulary is an ENUM type, and a row's code is its place in it.
 *
 * @param rowsSql what to select from.
 * @returns per feature, in their order; undefined for numeric ones.
 */
export async function findVocabularies(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  features: readonly FeaturePlan[],
  how: ReadWith,
): Promise<Vocabulary[]> {
  const categories = features.flatMap((feature, i) =>
    feature.kind === 'categorical'
      ? [`array_agg(DISTINCT ${categorySql(feature.name, relation, how)}) AS values${i}`]
      : [],
  );
  if (categories.length > 0) {
    // One pass for all columns: a file that is read as a stream is read anew for every query.
    await database.run(`CREATE OR REPLACE TEMP TABLE found AS SELECT ${categories.join(', ')} FROM ${rowsSql}`);
  }
  const vocabularies: Vocabulary[] = [];
  for (const [i, feature] of features.entries()) {
    if (feature.kind === 'numeric') {
      vocabularies.push(undefined);
      continue;
    }
    const values =
      feature.kind === 'categorical'
        ? `SELECT unnest(values${i}) AS value FROM found`
        : `SELECT DISTINCT unnest(${listSql(feature, relation)}) AS value FROM ${rowsSql}`;
    await database.run(`CREATE OR REPLACE TEMP TABLE vocabulary AS SELECT value FROM (${values})`);
    await database.run(
      `CREATE TEMP TYPE ${enumName(i)} AS ENUM (SELECT value FROM vocabulary ORDER BY TRY_CAST(value AS BIGINT) NULLS LAST, value)`,
    );
    const rows = await database.rows(`SELECT unnest(enum_range(NULL::${enumName(i)})) AS value`);
    vocabularies.push(rows.map((row) => String(row.value)));
  }
  return vocabularies;
}

/** Makes DuckDB code columns by vocabularies that are known already. */
export async function useVocabularies(database: DuckDb, vocabularies: readonly Vocabulary[]): Promise<void> {
  for (const [i, values] of vocabularies.entries()) {
    if (!values) continue;
    const list = `from_json($1::JSON, '["VARCHAR"]')`;
    await database.run(
      `CREATE OR REPLACE TEMP TABLE vocabulary AS SELECT unnest(${list}) AS value, generate_subscripts(${list}, 1) AS place`,
      [JSON.stringify(values)],
    );
    await database.run(`CREATE TEMP TYPE ${enumName(i)} AS ENUM (SELECT value FROM vocabulary ORDER BY place)`);
  }
}

export type Vocabulary = readonly string[] | undefined;

/** The code of a categorical row, an INTEGER; −1 where the vocabulary does not have its value. */
export function codeSql(feature: { readonly name: string }, relation: Relation, how: ReadWith, index: number): string {
  return `coalesce(enum_code(TRY_CAST(${categorySql(feature.name, relation, how)} AS ${enumName(index)})), -1)::INTEGER`;
}

/** The codes of a list row, an INTEGER[]; values that the vocabulary does not have are left out. */
export function codesSql(
  feature: { readonly name: string; readonly separator: string },
  relation: Relation,
  index: number,
): string {
  const code = `enum_code(TRY_CAST(value AS ${enumName(index)}))::INTEGER`;
  const codes = `list_transform(${listSql(feature, relation)}, lambda value: ${code})`;
  return `list_filter(${codes}, lambda code: code IS NOT NULL)`;
}

function enumName(index: number): string {
  return identifier(`vocabulary of feature ${index}`);
}
