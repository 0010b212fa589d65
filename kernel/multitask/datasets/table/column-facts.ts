import type { NumberFormat } from '../../data/index.ts';
import { isNumber } from './columns.ts';
import { type DuckDb, literal } from './duckdb.ts';
import { isWordSql, isWrittenSql, numberTextSql, unitSql } from './number-sql.ts';
import type { RelationColumn } from './relation.ts';

/** What the rows say about one column. */
export type ColumnFacts = {
  readonly name: string;
  readonly type: string;
  readonly rows: number;
  /** Rows with a value that is no word for "no value". */
  readonly filled: number;
  /** Rows that say NA, null, ? and the like. */
  readonly words: number;
  readonly distinct: number;
  /** Values that are numbers as programs write them; how they range. */
  readonly numbers: number;
  readonly whole: number;
  readonly lowest: number;
  readonly highest: number;
  /** 0 and 1, true and false. */
  readonly binary: number;
  /** Values that need more than `-1.5e3` to be read; undefined where every value is such a number. */
  readonly written?: Written;
};

export type Written = {
  readonly withPoint: number;
  readonly withComma: number;
  /** Signs of percent or money, and how many values have one. */
  readonly units: readonly string[];
  readonly withUnit: number;
  readonly unitPoint: number;
  readonly unitComma: number;
  readonly dates: number;
  /** Values that are no plain numbers, the most frequent first, and words for "no value". */
  readonly odd: readonly string[];
  readonly wordExamples: readonly string[];
};

const ISO_DATE =
  '\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}([T ]\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?)? ?(Z|UTC|[+-]\\d{2}:?\\d{2})?';
const OTHER_DATE =
  '\\d{1,2}[./-]\\d{1,2}[./-](\\d{4}|\\d{2})( \\d{1,2}:\\d{2}(:\\d{2})?)?( ?[AP]M)?|\\d{1,2}:\\d{2}(:\\d{2})?';

/** Looks at all columns in one pass, and in another at those that hold more than plain numbers. */
export async function columnFacts(
  database: DuckDb,
  rowsSql: string,
  columns: readonly RelationColumn[],
): Promise<ColumnFacts[]> {
  if (columns.length === 0) return [];
  const counts = columns.flatMap(({ id, type }, i) => {
    if (type === 'VARCHAR') {
      const text = `trim(${id})`;
      const value = numberTextSql(text, 'DOUBLE', undefined);
      const number = `CASE WHEN NOT isnan(${value}) THEN ${value} END`;
      return [
        `count(${id}) AS given${i}`,
        `count(*) FILTER (WHERE ${id} IS NOT NULL AND ${isWordSql(text)}) AS words${i}`,
        `count(DISTINCT ${id}) AS distinct${i}`,
        ...range(number, i),
        `count(*) FILTER (WHERE lower(${text}) IN ('0', '1', '0.0', '1.0', 'true', 'false')) AS binary${i}`,
      ];
    }
    const value = isNumber(type) ? `TRY_CAST(${id} AS DOUBLE)` : 'NULL::DOUBLE';
    return [
      `count(${id}) AS given${i}`,
      `approx_count_distinct(${isNumber(type) || type === 'BOOLEAN' ? id : `CAST(${id} AS VARCHAR)`}) AS distinct${i}`,
      ...range(`CASE WHEN NOT isnan(${value}) THEN ${value} END`, i),
      `count(*) FILTER (WHERE ${value} = 0 OR ${value} = 1) AS binary${i}`,
    ];
  });
  const [found] = await database.rows(`SELECT count(*) AS total, ${counts.join(', ')} FROM ${rowsSql}`);
  const facts = columns.map(({ name, type }, i): ColumnFacts => {
    const given = Number(found[`given${i}`]);
    const words = Number(found[`words${i}`] ?? 0);
    return {
      name,
      type,
      rows: Number(found.total),
      filled: given - words,
      words,
      distinct: Number(found[`distinct${i}`]),
      numbers: Number(found[`numbers${i}`]),
      whole: Number(found[`whole${i}`]),
      lowest: Number(found[`lowest${i}`] ?? Number.NaN),
      highest: Number(found[`highest${i}`] ?? Number.NaN),
      binary: type === 'BOOLEAN' ? given : Number(found[`binary${i}`]),
    };
  });
  return withWritten(database, rowsSql, columns, facts);
}

/** How the numbers of a column that are written with a comma before the decimals would be read where all are: see facts. */
export async function commaNumbers(database: DuckDb, rowsSql: string, ids: readonly string[]): Promise<boolean[]> {
  if (ids.length === 0) return [];
  const counts = ids.flatMap((id, i) => [
    `count(*) FILTER (WHERE contains(${id}, '.')) AS points${i}`,
    `count(*) FILTER (WHERE contains(${id}, '.') AND ${isWrittenSql(`trim(${id})`, ',')}) AS commas${i}`,
  ]);
  const [found] = await database.rows(`SELECT ${counts.join(', ')} FROM ${rowsSql}`);
  return ids.map((_, i) => Number(found[`points${i}`]) > 0 && found[`points${i}`] === found[`commas${i}`]);
}

function range(number: string, i: number): string[] {
  return [
    `count(${number}) AS numbers${i}`,
    `count(*) FILTER (WHERE ${number} = floor(${number})) AS whole${i}`,
    `min(${number}) AS lowest${i}`,
    `max(${number}) AS highest${i}`,
  ];
}

async function withWritten(
  database: DuckDb,
  rowsSql: string,
  columns: readonly RelationColumn[],
  facts: readonly ColumnFacts[],
): Promise<ColumnFacts[]> {
  const asked = facts.flatMap((fact, i) =>
    fact.type === 'VARCHAR' && (fact.numbers < fact.filled || fact.words > 0) ? [i] : [],
  );
  if (asked.length === 0) return [...facts];
  const counts = asked.flatMap((i) => {
    const { id } = columns[i];
    const text = `trim(${id})`;
    const unit = unitSql(text);
    const bare = `trim(CASE WHEN ${unit} IS NULL THEN ${text} ELSE replace(${text}, ${unit}, '') END, ' \u00a0\u202f')`;
    const isOdd = `${id} IS NOT NULL AND NOT ${isWordSql(text)} AND ${numberTextSql(text, 'DOUBLE', undefined)} IS NULL`;
    const date = `(regexp_full_match(${text}, ${literal(ISO_DATE)}) OR regexp_full_match(${text}, ${literal(OTHER_DATE)}))`;
    const examples = (condition: string) =>
      `CAST(list_slice(list(DISTINCT left(${text}, 40)) FILTER (WHERE ${condition}), 1, 3) AS JSON)`;
    return [
      `count(*) FILTER (WHERE ${isWrittenSql(text, '.')}) AS point${i}`,
      `count(*) FILTER (WHERE ${isWrittenSql(text, ',')}) AS comma${i}`,
      `CAST(list(DISTINCT ${unit}) FILTER (WHERE ${unit} IS NOT NULL) AS JSON) AS units${i}`,
      `count(${unit}) AS unit${i}`,
      `count(*) FILTER (WHERE ${isWrittenSql(bare, '.')}) AS unitpoint${i}`,
      `count(*) FILTER (WHERE ${isWrittenSql(bare, ',')}) AS unitcomma${i}`,
      `count(*) FILTER (WHERE ${date}) AS dates${i}`,
      `${examples(isOdd)} AS odd${i}`,
      `${examples(`${id} IS NOT NULL AND ${text} <> '' AND ${isWordSql(text)}`)} AS wordlist${i}`,
    ];
  });
  const [found] = await database.rows(`SELECT ${counts.join(', ')} FROM ${rowsSql}`);
  return facts.map((fact, i): ColumnFacts => {
    if (!asked.includes(i)) return fact;
    const number = (key: string) => Number(found[`${key}${i}`]);
    return {
      ...fact,
      written: {
        withPoint: number('point'),
        withComma: number('comma'),
        units: texts(found[`units${i}`]),
        withUnit: number('unit'),
        unitPoint: number('unitpoint'),
        unitComma: number('unitcomma'),
        dates: number('dates'),
        odd: texts(found[`odd${i}`]).toSorted(),
        wordExamples: texts(found[`wordlist${i}`]).toSorted(),
      },
    };
  });
}

function texts(json: unknown): string[] {
  const list: unknown = JSON.parse(String(json ?? 'null') || 'null');
  return Array.isArray(list) ? list.filter((text) => text !== null).map(String) : [];
}

/** Money of countries that write a point before the decimals. */
const POINT_UNITS = /^([$£¥₹元]|US\$|USD|GBP|JPY|CNY|INR|RMB|AUD)$/;

/** How the values of a column of numbers are written; undefined where plainly, "no" where they are no numbers. */
export function numberFormat(
  { filled, numbers, written }: ColumnFacts,
  decimal: NumberFormat['decimal'] | undefined,
): NumberFormat | 'plain' | 'ambiguous' | 'no' {
  if (numbers === filled) return 'plain';
  if (!written) return 'no';
  const { withPoint, withComma, units, withUnit, unitPoint, unitComma } = written;
  const chosen = (point: number, comma: number): NumberFormat['decimal'] | 'ambiguous' | 'no' => {
    if (point === filled && comma === filled) return decimal ?? 'ambiguous';
    if (point === filled) return '.';
    return comma === filled ? ',' : 'no';
  };
  const bare = chosen(withPoint, withComma);
  if (bare === 'ambiguous') return bare;
  if (bare !== 'no') return { decimal: bare };
  // A column of percent and plain numbers mixes two scales; money with and without its sign does not.
  const oneUnit = units.length === 1 && (withUnit === filled || !/[%‰]/.test(units[0]));
  const found = oneUnit ? chosen(unitPoint, unitComma) : 'no';
  const united = found === 'ambiguous' && POINT_UNITS.test(units[0]) ? '.' : found;
  if (united === 'no' || united === 'ambiguous') return united;
  return { decimal: united, unit: units[0] };
}
