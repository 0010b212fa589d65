import { codeLiteral, enumerate } from '../../../../text/index.ts';
import type { ColumnUse } from '../decide-column.ts';
import type { DuckDb } from '../duckdb.ts';
import type { Relation } from '../relation.ts';

/** Columns whose values are found as one. */
export type Groups = readonly (readonly string[])[];

/**
 * Makes sure that each group has columns whose values can be one, and each column one group.
 *
 * @param uses what each column became.
 */
export function checkGroups(groups: Groups, uses: readonly ColumnUse[], relation: Relation): void {
  for (const group of groups) {
    const listed = `[${group.map(codeLiteral).join(', ')}]`;
    if (group.length < 2)
      throw new Error(
        `sharedVocabulary: ${listed} is ${group.length === 0 ? 'no column' : 'one column alone'}; name the columns whose values are one, e.g. [['item', 'history']].`,
      );
    const twice = group.find((name, i) => group.indexOf(name) !== i);
    if (twice !== undefined) throw new Error(`sharedVocabulary: "${twice}" is named twice in ${listed}.`);
  }
  const names = groups.flat();
  const both = names.find((name, i) => names.indexOf(name) !== i);
  if (both !== undefined) {
    const joined = [...new Set(groups.filter((group) => group.includes(both)).flat())];
    throw new Error(
      `sharedVocabulary: "${both}" is in two groups; if all their values are one, name them together: [[${joined.map(codeLiteral).join(', ')}]].`,
    );
  }
  for (const { name, use, why } of uses) {
    if (!names.includes(name) || use === 'categorical' || use === 'list') continue;
    const where = `${relation.name}, column "${name}"`;
    if (use === 'label' || use === 'weight')
      throw new Error(
        `${where} is ${use === 'label' ? 'a label' : 'the weight of the rows'}, so sharedVocabulary cannot name it.`,
      );
    const is = use === 'numeric' ? 'is numeric' : `is left out (${why})`;
    throw new Error(
      `${where} ${is}, and only categorical and list columns have a vocabulary to share: say categorical: [${codeLiteral(name)}], ` +
        `or lists: [${codeLiteral(name)}] where a row has many values (on the command line --categorical or --lists), beside the other features.`,
    );
  }
}

/** The other columns of this one's group. */
function othersOf(name: string, groups: Groups): readonly string[] {
  return groups.find((group) => group.includes(name))?.filter((other) => other !== name) ?? [];
}

/** Says of the columns with whom they have one vocabulary. */
export function withGroups(uses: readonly ColumnUse[], groups: Groups): ColumnUse[] {
  return uses.map((use) => {
    const others = othersOf(use.name, groups);
    return others.length === 0 ? use : { ...use, why: `${use.why}; one vocabulary with ${enumerate(others)}` };
  });
}

/**
 * Values of columns that have nothing in common are not one: often the same ids written in two ways.
 *
 * @param valuesSql what selects the distinct `value`s of each column.
 */
export async function checkCommonValues(
  database: DuckDb,
  relation: Relation,
  columns: readonly { readonly name: string; readonly valuesSql: string }[],
): Promise<void> {
  const all = columns.map(({ valuesSql }, i) => `SELECT value, ${i} AS place FROM (${valuesSql}) WHERE value <> ''`);
  const counted = `SELECT *, count(*) OVER (PARTITION BY value) AS columns FROM (${all.join(' UNION ALL ')})`;
  const found = await database.rows(
    `SELECT place, min(value) AS example, max(columns) AS columns FROM (${counted}) GROUP BY place ORDER BY place`,
  );
  const of = columns.map(({ name }, place) => ({ name, row: found.find((row) => Number(row.place) === place) }));
  const empty = of.find(({ row }) => row === undefined);
  if (empty)
    throw new Error(
      `${relation.name}, column "${empty.name}" has no value in any row: leave it out of sharedVocabulary.`,
    );
  const alone = of.find(({ row }) => Number(row?.columns) === 1);
  if (!alone) return;
  const [own, ...others] = [alone, ...of.filter((each) => each !== alone)].map(
    ({ name, row }) => `"${name}" (e.g. ${JSON.stringify(row?.example)})`,
  );
  throw new Error(
    `${relation.name}: no value of column ${own} is one of ${enumerate(others, 'or')}, and sharedVocabulary says that their ` +
      'values are one. Write them alike in the file, or leave the column out of the group.',
  );
}
