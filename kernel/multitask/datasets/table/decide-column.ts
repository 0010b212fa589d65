import type { ColumnFacts, numberFormat } from './column-facts.ts';
import { isNested, isNumber } from './columns.ts';
import type { Relation } from './relation.ts';

/** What one column of a table became, in words. */
export type ColumnUse = {
  /** Name of the column. */
  readonly name: string;
  /** What it became. */
  readonly use: 'label' | 'weight' | 'numeric' | 'categorical' | 'list' | 'left out';
  /** Why it is that. */
  readonly why: string;
  /** What a person should look at, with the option that settles it. */
  readonly warnings: readonly string[];
};

export type Decision = { readonly why: string; readonly warnings: readonly string[] } & {
  readonly use: 'numeric' | 'categorical' | 'list' | 'left out';
};
type Format = ReturnType<typeof numberFormat>;

/** What a column becomes of which nothing was told. */
export function decide(fact: ColumnFacts, type: string, format: Format, relation: Relation): Decision {
  const { name, rows, filled, distinct, words, written } = fact;
  const out = (why: string): Decision => ({ use: 'left out', why, warnings: [] });
  if (filled === 0 && words === 0) {
    return out(relation.unnamed.includes(name) ? 'it has neither a name nor a value' : 'it has no value in any row');
  }
  if (relation.unnamed.includes(name)) {
    const index = isRowNumber(fact)
      ? ', and numbers the rows'
      : `; to use it, name the columns: csv: { header: [...] } (--header ...)`;
    return out(`it has no name in the header${index}`);
  }
  if (filled === 0) return out(`it says only ${quotes(written?.wordExamples ?? [])}`);
  if (type === 'BOOLEAN' || type.startsWith('ENUM')) {
    return {
      use: 'categorical',
      why: type === 'BOOLEAN' ? 'true and false' : `${distinct} values`,
      warnings: [...oneValue(fact), ...sparse(fact, meansOf('categorical'))],
    };
  }
  if (/^(VARCHAR|U?(TINY|SMALL|BIG)INT|U?INTEGER)\[\]$/.test(type)) {
    return { use: 'list', why: `lists, ${type}`, warnings: sparse(fact, 'are empty lists') };
  }
  if (!isNumber(type) && type !== 'VARCHAR')
    return out(isNested(type) || type === 'JSON' ? `it holds ${type}` : `it holds ${type}`);
  const isNumeric = format === 'plain' || typeof format === 'object';
  if (isNumeric) {
    const id = identity(fact);
    if (id) return id;
    const warnings = [
      ...formatNote(fact, format),
      ...wordNote(fact, 'no value'),
      ...oneValue(fact),
      ...likelyId(fact),
      ...sparse(fact, meansOf('numeric')),
    ];
    return {
      use: 'numeric',
      why: fact.binary === filled ? '0 and 1' : rangeOf(fact, format),
      warnings,
    };
  }
  if (format === 'ambiguous') {
    return out(
      `its numbers can be read in two ways, e.g. ${quotes(written?.odd ?? [])}: say csv: { decimal: '.' } where commas group digits, ` +
        "or csv: { decimal: ',' } (--decimal)",
    );
  }
  const dates = written?.dates ?? 0;
  if (dates === filled && dates > 0) {
    return out(
      `it holds dates or times, e.g. ${quotes(written?.odd ?? [])}: make numbers of them in a query, or take each for a category, categorical: ['${name}'] (--categorical ${name})`,
    );
  }
  const odd = filled - fact.numbers;
  const nearly = fact.numbers > 0 && odd <= 0.1 * filled;
  const which = `${odd.toLocaleString('en-US')} of ${filled.toLocaleString('en-US')} values are no numbers, e.g. ${quotes(written?.odd ?? [])}`;
  if (nearly && distinct > 20) {
    return out(
      `nearly all are numbers, but ${which}: if they mean "no value", say csv: { missing: [${quotes(written?.odd ?? [])}] } (--missing); ` +
        `else categorical: ['${name}'] (--categorical ${name})`,
    );
  }
  if (distinct > 100 && distinct > filled / 2) {
    return out(
      `nearly every row has its own text (${distinct} in ${filled} rows); --categorical ${name} takes it nevertheless`,
    );
  }
  const warnings = [
    ...(nearly ? [`nearly all are numbers: ${which}`] : []),
    ...(words > 0 ? [`${wordList(fact)}: a category of its own; --missing makes it no value`] : []),
    ...((written?.withUnit ?? 0) > filled / 2
      ? [`numbers with ${quotes(written?.units ?? [])} that are not all alike`]
      : []),
    ...(rows > 0 ? oneValue(fact) : []),
    ...sparse(fact, meansOf('categorical')),
  ];
  return {
    use: 'categorical',
    why: `text, ${distinct.toLocaleString('en-US')} ${distinct === 1 ? 'value' : 'values'}`,
    warnings,
  };
}

function rangeOf({ lowest, highest }: ColumnFacts, format: Format): string {
  // Of numbers that are written in another way only some are known here.
  return format === 'plain' ? `numbers from ${figure(lowest)} to ${figure(highest)}` : 'numbers';
}

/** Whole numbers that are no amounts: ids of many digits, and moments in time. */
function identity(fact: ColumnFacts): Decision | undefined {
  const { name, filled, whole, distinct, lowest, highest, numbers } = fact;
  if (whole !== numbers || numbers === 0 || fact.written?.withUnit) return undefined;
  const own = distinct >= 0.95 * filled;
  const take = `numeric: ['${name}'] (--numeric ${name}) takes it nevertheless`;
  const time = timeOf(lowest, highest);
  if (time && distinct > 10) {
    return { use: 'left out', why: `its numbers look like moments in time, ${time}; ${take}`, warnings: [] };
  }
  const isLong = lowest >= 1e9 && distinct > 1;
  if (own && filled > 20 && isIdName(name) && isRowNumber(fact)) {
    return { use: 'left out', why: `it is an id that numbers the rows; ${take}`, warnings: [] };
  }
  if (own && filled > 20 && ((isIdName(name) && !isSmall(fact)) || isLong)) {
    return {
      use: 'left out',
      why: `it is an id: every row has its own (${distinct} in ${filled} rows); ${take}`,
      warnings: [],
    };
  }
  if (isLong && (isIdName(name) || lowest >= 1e11)) {
    return {
      use: 'categorical',
      why: `an id of ${String(Math.trunc(highest)).length} digits, ${distinct.toLocaleString('en-US')} values`,
      warnings: [`as a number it would say nothing: ${take}`],
    };
  }
  return undefined;
}

function isSmall({ highest, filled }: ColumnFacts): boolean {
  return highest < filled;
}

/** Whole numbers one after the other, one for each row. */
function isRowNumber({ whole, filled, lowest, highest, distinct }: ColumnFacts): boolean {
  return whole === filled && filled > 1 && highest - lowest + 1 === filled && distinct >= 0.9 * filled;
}

function likelyId(fact: ColumnFacts): string[] {
  const { name, filled, whole, numbers, distinct } = fact;
  if (whole !== numbers || numbers === 0 || fact.binary === filled) return [];
  if (filled > 20 && isRowNumber(fact))
    return [`every row has its own, one after the other: if it numbers the rows, --ignore ${name}`];
  if (isIdName(name) && distinct > 2)
    return [
      `its name says that it is an id: --categorical ${name} makes each value a category, --ignore ${name} leaves it out`,
    ];
  if (filled > 100 && distinct >= 0.99 * filled)
    return [`every row has its own whole number: if it is an id, --ignore ${name}`];
  return [];
}

function isIdName(name: string): boolean {
  return (
    /(^|[^a-z])(id|ids|uuid|guid|key|pk|index|idx|row|rownum|row.?no|nr)$/i.test(name) ||
    /[a-z](Id|ID|Key)$/.test(name) ||
    /^unnamed/i.test(name)
  );
}

/** The range in words, where whole numbers lie in the seconds, milliseconds, … of the years 2000 to 2100. */
function timeOf(lowest: number, highest: number): string | undefined {
  const [start, end] = [946_684_800, 4_102_444_800];
  for (const [scale, unit] of [
    [1, 'seconds'],
    [1e3, 'milliseconds'],
    [1e6, 'microseconds'],
    [1e9, 'nanoseconds'],
  ] as const) {
    if (lowest < start * scale || highest > end * scale) continue;
    const day = (value: number) => new Date((value / scale) * 1000).toISOString().slice(0, 10);
    return `${unit} from ${day(lowest)} to ${day(highest)}`;
  }
  return undefined;
}

export function formatNote({ written, filled, numbers }: ColumnFacts, format: Format): string[] {
  if (typeof format !== 'object') return [];
  const unit = format.unit === undefined ? '' : `, without ${JSON.stringify(format.unit)}`;
  const how = format.decimal === ',' ? 'the comma stands before the decimals' : 'commas or spaces group the digits';
  const many =
    numbers < filled
      ? `${(filled - numbers).toLocaleString('en-US')} of ${filled.toLocaleString('en-US')} values`
      : 'values';
  const example = written?.odd[0];
  const shown = example === undefined ? '' : `, e.g. ${JSON.stringify(example)}`;
  return [
    `${many} are read as numbers${shown}: ${how}${unit}; else --decimal "${format.decimal === ',' ? '.' : ','}" or --categorical`,
  ];
}

export function wordNote(fact: ColumnFacts, meaning: string): string[] {
  return fact.words > 0 && (fact.written?.wordExamples.length ?? 0) > 0 ? [`${wordList(fact)}: ${meaning}`] : [];
}

function wordList({ words, written }: ColumnFacts): string {
  return `${words.toLocaleString('en-US')} ${words === 1 ? 'row says' : 'rows say'} ${quotes(written?.wordExamples ?? [])}`;
}

export function oneValue({ distinct, words, filled, rows, type }: ColumnFacts): string[] {
  return distinct === 1 && words === 0 && filled === rows && rows > 1 && !type.endsWith(']')
    ? ['one value in all rows: it says nothing']
    : [];
}

export function sparse({ filled, rows }: ColumnFacts, meaning: string): string[] {
  if (filled >= rows / 2) return [];
  return [`${((100 * (rows - filled)) / rows).toFixed(0)} % of the rows have no value; they ${meaning}`];
}

export function meansOf(kind: 'numeric' | 'categorical' | 'list'): string {
  return { numeric: 'count as the mean', categorical: 'are a category of their own', list: 'are empty lists' }[kind];
}

function quotes(values: readonly string[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

function figure(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : String(Number(value.toPrecision(6)));
}
