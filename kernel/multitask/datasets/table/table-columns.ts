import type { CsvOptions } from '../../data/index.ts';
import { type ColumnFacts, columnFacts } from './column-facts.ts';
import { columnUses } from './column-uses.ts';
import {
  checkColumns,
  checkMentioned,
  columnSql,
  givenReading,
  isNested,
  isNumber,
  mentioned,
  named,
  tasksOf,
} from './columns.ts';
import type { ColumnUse } from './decide-column.ts';
import { type DuckDb, isDuckDbError, withDuckDb } from './duckdb.ts';
import { explained } from './explained.ts';
import { openRelation } from './open-relation.ts';
import type { Relation } from './relation.ts';
import type { ColumnOptions } from './table-options.ts';

/** A column as someone sees it who chooses labels. */
export type TableColumn = {
  readonly name: string;
  /** DuckDB's type; every column of a CSV file is VARCHAR. */
  readonly type: string;
  /** What it can be: 0 and 1 or true and false, other numbers, an id or a time, text, or something that has more inside. */
  readonly kind: 'binary' | 'numeric' | 'id' | 'text' | 'nested' | 'empty';
  /** How many different values the first rows have. */
  readonly distinct: number;
  /** Up to three of its values. */
  readonly examples: readonly string[];
  /** What it becomes when only labels are named, why, and what to look at. */
  readonly use: ColumnUse['use'];
  readonly why: string;
  readonly warnings: readonly string[];
};

/**
 * The columns of a table, judged by its first 10,000 rows.
 *
 * @throws when the file cannot be read, naming file, line and reason.
 */
export function tableColumns(
  source: string,
  { signal, ...options }: Partial<ColumnOptions> & { readonly signal?: AbortSignal; readonly csv?: CsvOptions } = {},
): Promise<readonly TableColumn[]> {
  return withDuckDb(async (database) => {
    const opened = await openRelation(database, source, mentioned({ tasks: {}, ...options }), options.csv);
    const first = async (relation: Relation) => {
      await database.run(`CREATE OR REPLACE TEMP TABLE first AS SELECT * FROM ${relation.sql} LIMIT ${firstRows}`);
      return relation;
    };
    const relation = await first(opened).catch(async (error: unknown) => {
      if (!opened.rewritten || !isDuckDbError(error)) throw explained(error, opened);
      return first(await opened.rewritten());
    });
    return describe(database, relation, { tasks: {}, ...options });
  }, signal);
}

const firstRows = 10_000;

async function describe(
  database: DuckDb,
  relation: Relation,
  options: ColumnOptions & { readonly csv?: CsvOptions },
): Promise<readonly TableColumn[]> {
  const given = named(options);
  const tasks = Object.keys(options.tasks).length > 0 ? tasksOf(options, relation) : [];
  const how = givenReading(options);
  checkColumns({ tasks, features: given, how }, relation);
  checkMentioned(options, relation);
  const { uses } = await columnUses(database, relation, 'first', { ...options, tasks, given, how });
  const facts = await columnFacts(database, 'first', relation.columns);
  const examples = relation.columns.map(({ name }, i) => {
    const text = `left(CAST(${columnSql(relation, name)} AS VARCHAR), 24)`;
    return `CAST(list_slice(list_sort(list(DISTINCT ${text})), 1, 3) AS JSON) AS examples${i}`;
  });
  const [found = {}] = await database.rows(`SELECT ${examples.join(', ')} FROM first`);
  return uses.map(({ name, ...use }, i): TableColumn => {
    const fact = facts[i];
    const seen: unknown = JSON.parse(String(found[`examples${i}`] ?? 'null') || 'null');
    return {
      name,
      type: fact.type,
      kind: kindOf(fact, use),
      distinct: fact.distinct,
      examples: Array.isArray(seen) ? seen.filter((value) => value !== null).map(String) : [],
      ...use,
    };
  });
}

function kindOf(
  { type, filled, words, binary }: ColumnFacts,
  { use, why }: Omit<ColumnUse, 'name'>,
): TableColumn['kind'] {
  if (filled === 0) return words > 0 ? 'text' : 'empty';
  if (!isNumber(type) && type !== 'VARCHAR' && type !== 'BOOLEAN') return isNested(type) ? 'nested' : 'text';
  if (binary === filled) return 'binary';
  if (/^(it is an id|an id of|its numbers look like moments)/.test(why)) return 'id';
  return use === 'numeric' ? 'numeric' : 'text';
}
