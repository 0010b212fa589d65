import type { NumberFormat } from '../../data/index.ts';
import { literal } from './duckdb.ts';

/** Texts that mean "no value" wherever numbers are expected. */
export const noValueWords = [
  'na',
  'n/a',
  '#n/a',
  '#na',
  '<na>',
  'nan',
  'null',
  'none',
  'nil',
  'missing',
  'undefined',
  '\\n',
  '?',
  '-',
  '--',
  '.',
];

/** Whether a trimmed text is one of the words that mean "no value". */
export function isWordSql(text: string): string {
  return `(${text} = '' OR lower(${text}) IN (${noValueWords.map(literal).join(', ')}))`;
}

/** Signs between groups of digits in both ways of writing: apostrophes and spaces, also those that do not break. */
const groupMarks = "'’ \u00a0\u202f";
const [pointGroups, commaGroups] = [`,${groupMarks}`, `.${groupMarks}`];
const withPoint = `[+-]?(\\d{1,3}([${pointGroups}]\\d{3})+|\\d{1,2}(,\\d{2})+,\\d{3}|\\d+)?(\\.\\d*)?([eE][+-]?\\d+)?`;
const withComma = `[+-]?(\\d{1,3}([${commaGroups}]\\d{3})+|\\d+)(,\\d+)?`;

/** Whether a trimmed text is a number written with a point, or with a comma, before its decimals. */
export function isWrittenSql(text: string, decimal: NumberFormat['decimal']): string {
  const pattern = decimal === '.' ? withPoint : withComma;
  return `(regexp_full_match(${text}, ${literal(pattern)}) AND regexp_matches(${text}, '\\d'))`;
}

/** The number that a trimmed text is, a DOUBLE, NULL where it is none. */
export function numberTextSql(text: string, format: NumberFormat | undefined): string {
  // DuckDB takes "1_000" for a number; people write codes that way.
  if (!format) return `CASE WHEN contains(${text}, '_') THEN NULL ELSE TRY_CAST(${text} AS DOUBLE) END`;
  const bare = format.unit === undefined ? text : withoutUnitSql(text, literal(format.unit));
  const groups = literal(`[${format.decimal === '.' ? pointGroups : commaGroups}]`);
  const digits = `regexp_replace(${bare}, ${groups}, '', 'g')`;
  const plain = format.decimal === '.' ? digits : `replace(${digits}, ',', '.')`;
  return `CASE WHEN ${isWrittenSql(bare, format.decimal)} THEN TRY_CAST(${plain} AS DOUBLE) END`;
}

/** A trimmed text without its unit, before or behind the number. @param unit in SQL. */
export function withoutUnitSql(text: string, unit: string): string {
  return `trim(replace(${text}, ${unit}, ''), ${literal(` \u00a0\u202f`)})`;
}

/** What stands before or behind the digits of a trimmed text, when it is a sign of percent or money. */
export function unitSql(text: string): string {
  const sign = `%|‰|[$€£¥₹₩₽]|US\\$|USD|EUR|GBP|JPY|CNY|INR|CHF|CAD|AUD|RMB|元|kr|zł`;
  return `coalesce(nullif(regexp_extract(${text}, ${literal(`^[+-]?(${sign})\\s*[+-]?[\\d.]`)}, 1), ''), nullif(regexp_extract(${text}, ${literal(`\\d\\.?\\s*(${sign})$`)}, 1), ''))`;
}
