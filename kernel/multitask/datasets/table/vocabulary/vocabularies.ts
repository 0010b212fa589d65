import type { ReadWith } from '../../../data/index.ts';
import { categorySql, type FeaturePlan, listSql } from '../columns.ts';
import { type DuckDb, identifier } from '../duckdb.ts';
import type { Relation } from '../relation.ts';
import { checkCommonValues, type Groups } from './shared-vocabulary.ts';

/**
 * Finds the distinct values of every categorical and list column, whole numbers by size first, then texts. From then on
 * DuckDB codes the column itself: each vocabulary is an ENUM type, and a row's code is its place in it.
 *
 * @param rowsSql what to select from. @param groups columns whose values are found as one.
 * @returns per feature, in their order; undefined for numeric ones, and one array for all columns of a group.
 */
export async function findVocabularies(
  database: DuckDb,
  relation: Relation,
  rowsSql: string,
  features: readonly FeaturePlan[],
  how: ReadWith,
  groups: Groups = [],
): Promise<Vocabulary[]> {
  const categories = features.flatMap((feature, i) =>
    feature.kind === 'categorical'
      ? [`array_agg(DISTINCT ${categorySql(feature.name, relation, how)}) AS values${i}`]
      : [],
  );
  if (categories.length > 0) {
    // One pass for all columns, and one for all lists: a file that is read as a stream is read anew for every query.
    await database.run(`CREATE OR REPLACE TEMP TABLE found AS SELECT ${categories.join(', ')} FROM ${rowsSql}`);
  }
  const lists = features.flatMap((feature, i) =>
    feature.kind === 'list'
      ? [`list_transform(${listSql(feature, relation)}, lambda value: {place: ${i}, value: value})`]
      : [],
  );
  if (lists.length > 0) {
    const each = `SELECT unnest(flatten([${lists.join(', ')}])) AS found FROM ${rowsSql}`;
    await database.run(
      `CREATE OR REPLACE TEMP TABLE listed AS SELECT DISTINCT found.place AS place, found.value AS value FROM (${each})`,
    );
  }
  const valuesSql = (feature: FeaturePlan, i: number) =>
    feature.kind === 'list'
      ? `SELECT value FROM listed WHERE place = ${i}`
      : `SELECT unnest(values${i}) AS value FROM found`;
  const vocabularies: Vocabulary[] = [];
  for (const [i, feature] of features.entries()) {
    if (feature.kind === 'numeric') {
      vocabularies.push(undefined);
      continue;
    }
    const group = groups.find((names) => names.includes(feature.name)) ?? [feature.name];
    const first = features.findIndex(({ name }) => group.includes(name));
    if (first < i) {
      vocabularies.push(vocabularies[first]);
      await useVocabulary(database, i, vocabularies[first]);
      continue;
    }
    const members = features.flatMap((each, at) =>
      group.includes(each.name) ? [{ name: each.name, valuesSql: valuesSql(each, at) }] : [],
    );
    if (members.length > 1) await checkCommonValues(database, relation, members);
    const values = members.map((each) => each.valuesSql).join(' UNION ');
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
  for (const [i, values] of vocabularies.entries()) await useVocabulary(database, i, values);
}

async function useVocabulary(database: DuckDb, index: number, values: Vocabulary): Promise<void> {
  if (!values) return;
  const list = `from_json($1::JSON, '["VARCHAR"]')`;
  await database.run(
    `CREATE OR REPLACE TEMP TABLE vocabulary AS SELECT unnest(${list}) AS value, generate_subscripts(${list}, 1) AS place`,
    [JSON.stringify(values)],
  );
  await database.run(`CREATE TEMP TYPE ${enumName(index)} AS ENUM (SELECT value FROM vocabulary ORDER BY place)`);
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
