import { isNumber } from './columns.ts';
import { type DuckDb, identifier, withDuckDb } from './duckdb.ts';
import { explained } from './explained.ts';
import { openRelation, type Relation } from './relation.ts';

/** A column as someone sees it who chooses labels. */
export type TableColumn = {
  readonly name: string;
  /** DuckDB's type; every column of a CSV file is VARCHAR. */
  readonly type: string;
  /** What it can be: 0 and 1 or true and false, other numbers, text, or something that has more inside. */
  readonly kind: 'binary' | 'numeric' | 'text' | 'nested' | 'empty';
  /** How many different values the first rows have. */
  readonly distinct: number;
  /** Up to three of its values. */
  readonly examples: readonly string[];
};

/**
 * The columns of a CSV, Parquet or JSON file, judged by its first 10,000 rows.
 *
 * @throws when the file cannot be read, naming file, line and reason.
 */
export function tableColumns(source: string, signal?: AbortSignal): Promise<readonly TableColumn[]> {
  return withDuckDb(async (database) => {
    const relation = await openRelation(database, source, []);
    await database.run(`CREATE TEMP TABLE first AS SELECT * FROM ${relation.sql} LIMIT ${firstRows}`).catch((error) => {
      throw explained(error, relation);
    });
    return describe(database, relation);
  }, signal);
}

const firstRows = 10_000;

async function describe(database: DuckDb, { columns }: Relation): Promise<readonly TableColumn[]> {
  const counts = columns.flatMap(({ name }, i) => {
    const column = identifier(name);
    const text = `lower(trim(CAST(${column} AS VARCHAR)))`;
    return [
      `count(${column}) AS filled${i}`,
      `count(TRY_CAST(${text} AS DOUBLE)) AS numbers${i}`,
      `count(*) FILTER (WHERE ${text} IN ('0', '1', '0.0', '1.0', 'true', 'false')) AS binary${i}`,
      `count(DISTINCT ${text}) AS distinct${i}`,
      `CAST(list_slice(list_sort(list(DISTINCT left(CAST(${column} AS VARCHAR), 24))), 1, 3) AS JSON) AS examples${i}`,
    ];
  });
  const [found = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM first`);
  return columns.map(({ name, type }, i): TableColumn => {
    const count = (key: string) => Number(found[`${key}${i}`]);
    const kind = (): TableColumn['kind'] => {
      if (count('filled') === 0) return 'empty';
      if (!isNumber(type) && type !== 'VARCHAR' && type !== 'BOOLEAN') return isNested(type) ? 'nested' : 'text';
      if (count('binary') === count('filled')) return 'binary';
      return count('numbers') === count('filled') ? 'numeric' : 'text';
    };
    const examples: unknown = JSON.parse(String(found[`examples${i}`] ?? 'null') || 'null');
    return {
      name,
      type,
      kind: kind(),
      distinct: count('distinct'),
      examples: Array.isArray(examples) ? examples.filter((value) => value !== null).map(String) : [],
    };
  });
}

function isNested(type: string): boolean {
  return /\]$|^(STRUCT|MAP|UNION|BLOB|VARIANT)/.test(type);
}
