import type { NumberFormat } from '../../data/index.ts';
import { isNumber } from './columns.ts';
import { type DuckDb, literal } from './duckdb.ts';
import { isWordSql, isWrittenSql, numberTextSql, unitSql, withoutUnitSql } from './number-sql.ts';
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
  /** Signs of percent or money, two where there are more, and how many values have one. */
  readonly units: readonly string[];
  readonly withUnit: number;
  readonly unitPoint: number;
  readonly unitComma: number;
  readonly dates: number;
  /** The most frequent values that are no plain numbers, up to three, and words for "no value". */
  readonly odd: readonly string[];
  readonly wordExamples: readonly string[];
};

const isoDate =
  '\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}([T ]\\d{1,2}:\\d{2}(:\\d{2}([.,]\\d+)?)?)? ?(Z|UTC|[+-]\\d{2}:?\\d{2})?';
const otherDate =
  '\\d{1,2}[./-]\\d{1,2}[./-](\\d{4}|\\d{2})( \\d{1,2}:\\d{2}(:\\d{2})?)?( ?[AP]M)?|\\d{1,2}:\\d{2}(:\\d{2})?';

/**
 * Looks at all columns. Of texts each is looked at once, however many rows have it, and in one query for all columns:
 * patterns cost more than anything else here.
 */
export async function columnFacts(
  database: DuckDb,
  rowsSql: string,
  columns: readonly RelationColumn[],
): Promise<ColumnFacts[]> {
  if (columns.length === 0) return [];
  const [total] = await database.rows(`SELECT ${['count(*) AS total', ...columns.flatMap(counts)]} FROM ${rowsSql}`);
  const isText = ({ type }: { readonly type: string }) => type === 'VARCHAR';
  const texts = await textFacts(database, rowsSql, columns.filter(isText));
  const facts = columns.map((column, i): ColumnFacts => {
    const { name, type, id } = column;
    const found = texts.get(id) ?? {};
    const number = (key: string) => Number((isText(column) ? found[key] : total[`${key}${i}`]) ?? 0);
    const end = (key: string) => Number((isText(column) ? found[key] : total[`${key}${i}`]) ?? Number.NaN);
    return {
      name,
      type,
      rows: Number(total.total),
      filled: number('given') - number('words'),
      words: number('words'),
      distinct: number('distinct'),
      numbers: number('numbers'),
      whole: number('whole'),
      lowest: end('lowest'),
      highest: end('highest'),
      binary: number(type === 'BOOLEAN' ? 'given' : 'binary'),
    };
  });
  const asked = columns.filter(
    (column, i) => isText(column) && (facts[i].numbers < facts[i].filled || facts[i].words > 0),
  );
  const written = await writtenFacts(database, rowsSql, asked);
  return facts.map((fact, i) => ({ ...fact, written: written.get(columns[i].id) }));
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

/** What is counted of a column that is not text. */
function counts({ id, type }: RelationColumn, i: number): string[] {
  if (type === 'VARCHAR') return [];
  const value = isNumber(type) ? `TRY_CAST(${id} AS DOUBLE)` : 'NULL::DOUBLE';
  const number = `CASE WHEN NOT isnan(${value}) THEN ${value} END`;
  return [
    `count(${id}) AS given${i}`,
    `approx_count_distinct(${isNumber(type) || type === 'BOOLEAN' ? id : `CAST(${id} AS VARCHAR)`}) AS distinct${i}`,
    `count(${number}) AS numbers${i}`,
    `count(*) FILTER (WHERE ${number} = floor(${number})) AS whole${i}`,
    `min(${number}) AS lowest${i}`,
    `max(${number}) AS highest${i}`,
    `count(*) FILTER (WHERE ${value} = 0 OR ${value} = 1) AS binary${i}`,
  ];
}

type Found = Readonly<Record<string, unknown>>;

/** The texts of these columns with how many rows have each, and more columns, each step made of those before. */
function textsSql(
  rowsSql: string,
  columns: readonly RelationColumn[],
  ...steps: readonly Readonly<Record<string, string>>[]
): string {
  const [names, values] = [columns.map(({ id }) => literal(id)), columns.map(({ id }) => id)];
  const cells = `SELECT unnest([${names}]) AS id, unnest([${values}]) AS value FROM ${rowsSql}`;
  const texts = `(SELECT id, trim(value) AS text, count(*) AS times FROM (${cells}) WHERE value IS NOT NULL GROUP BY id, value)`;
  return steps.reduce((rows, step) => {
    const added = Object.entries(step).map(([name, sql]) => `${sql} AS ${name}`);
    return `(SELECT *, ${added} FROM ${rows})`;
  }, texts);
}

async function textFacts(
  database: DuckDb,
  rowsSql: string,
  columns: readonly RelationColumn[],
): Promise<ReadonlyMap<string, Found>> {
  if (columns.length === 0) return new Map();
  const texts = textsSql(
    rowsSql,
    columns,
    { value: numberTextSql('text', undefined) },
    { number: 'CASE WHEN NOT isnan(value) THEN value END' },
  );
  const found = await database.rows(
    `SELECT id, ${times()} AS given, ${times(isWordSql('text'))} AS words, count(*) AS distinct,
       ${times('number IS NOT NULL')} AS numbers, ${times('number = floor(number)')} AS whole,
       min(number) AS lowest, max(number) AS highest,
       ${times("lower(text) IN ('0', '1', '0.0', '1.0', 'true', 'false')")} AS binary
     FROM ${texts} GROUP BY id`,
  );
  return new Map(found.map((each) => [String(each.id), each]));
}

/** How many rows have texts of which this is true. */
function times(condition = 'true'): string {
  return `sum(times) FILTER (WHERE ${condition})`;
}

async function writtenFacts(
  database: DuckDb,
  rowsSql: string,
  columns: readonly RelationColumn[],
): Promise<ReadonlyMap<string, Written>> {
  if (columns.length === 0) return new Map();
  const texts = textsSql(
    rowsSql,
    columns,
    { unit: unitSql('text'), is_word: isWordSql('text'), number: numberTextSql('text', undefined) },
    { bare: `CASE WHEN unit IS NULL THEN text ELSE ${withoutUnitSql('text', 'unit')} END` },
  );
  const examples = (condition: string) =>
    `CAST(max_by(left(text, 40), (times, text), 3) FILTER (WHERE ${condition}) AS JSON)`;
  const found = await database.rows(
    `SELECT id, ${times(isWrittenSql('text', '.'))} AS point, ${times(isWrittenSql('text', ','))} AS comma,
       CAST([min(unit), max(unit)] AS JSON) AS units, ${times('unit IS NOT NULL')} AS withunit,
       ${times(isWrittenSql('bare', '.'))} AS unitpoint, ${times(isWrittenSql('bare', ','))} AS unitcomma,
       ${times(`regexp_full_match(text, ${literal(`${isoDate}|${otherDate}`)})`)} AS dates,
       ${examples('NOT is_word AND number IS NULL')} AS odd, ${examples("is_word AND text <> ''")} AS wordlist
     FROM ${texts} GROUP BY id`,
  );
  return new Map(
    found.map((each): [string, Written] => [
      String(each.id),
      {
        withPoint: Number(each.point),
        withComma: Number(each.comma),
        units: listed(each.units),
        withUnit: Number(each.withunit),
        unitPoint: Number(each.unitpoint),
        unitComma: Number(each.unitcomma),
        dates: Number(each.dates),
        odd: listed(each.odd).toSorted(),
        wordExamples: listed(each.wordlist).toSorted(),
      },
    ]),
  );
}

function listed(json: unknown): string[] {
  const list: unknown = JSON.parse(String(json ?? 'null') || 'null');
  return Array.isArray(list) ? [...new Set(list.filter((text) => text !== null).map(String))] : [];
}

/** Money of countries that write a point before the decimals. */
const pointUnits = /^([$£¥₹元]|US\$|USD|GBP|JPY|CNY|INR|RMB|AUD)$/;

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
  const united = found === 'ambiguous' && pointUnits.test(units[0]) ? '.' : found;
  if (united === 'no' || united === 'ambiguous') return united;
  return { decimal: united, unit: units[0] };
}
