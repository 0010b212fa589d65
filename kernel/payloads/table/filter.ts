import { kindOf, type TableValue, timeOf, valueNumber, valueText, valueTime } from './value.ts';

/** What a column's values must be, as a person wrote it; `filterHelp` says how. */
export type TableFilter = { readonly column: number; readonly words: string };

export const filterHelp = `text: contains it
=text, !=text: is it, is not it
<5  <=5  >5  >=5  1..3: numbers, dates
?: missing   !?: not missing
!text: does not contain it   "…": as it is`;

/** Whether a value passes. Undefined where the words ask for nothing. */
export function filterOf(words: string): ((value: TableValue) => boolean) | undefined {
  const asked = words.trim();
  if (asked === '') return undefined;
  if (asked === '?') return isMissing;
  if (asked === '!?') return (value) => !isMissing(value);
  const [, sign, operand] = /^(<=|>=|!=|<|>|=)\s*(.*)$/s.exec(asked) ?? [];
  if (sign !== undefined && operand !== undefined) {
    if (sign === '=') return isEqual(operand);
    if (sign === '!=') return not(isEqual(operand));
    return operand === '' ? undefined : isBeside(sign, operand);
  }
  const [, low, high] = /^(\S+?)\s*\.\.\s*(\S+)$/.exec(asked) ?? [];
  if (low !== undefined && high !== undefined && isPoint(low) && isPoint(high)) {
    const [from, to] = [isBeside('>=', low), isBeside('<=', high)];
    return (value) => from(value) && to(value);
  }
  if (asked.startsWith('!') && asked.length > 1) return not(contains(unquoted(asked.slice(1).trim())));
  return contains(unquoted(asked));
}

function isMissing(value: TableValue): boolean {
  return kindOf(value) === 'missing';
}

function not(is: (value: TableValue) => boolean): (value: TableValue) => boolean {
  return (value) => !is(value);
}

function unquoted(words: string): string {
  return /^".*"$/s.test(words) ? words.slice(1, -1) : words;
}

/** In any case of letters. Nothing is found in what is missing but its own name. */
function contains(words: string): (value: TableValue) => boolean {
  const wanted = words.toLowerCase();
  return (value) => valueText(value).toLowerCase().includes(wanted);
}

function isEqual(operand: string): (value: TableValue) => boolean {
  const words = unquoted(operand);
  const number = numberIn(operand);
  return (value) =>
    valueText(value) === words ||
    (kindOf(value) === 'number' && valueNumber(value) === number) ||
    (kindOf(value) === 'date' && valueTime(value) === timeOf(operand));
}

/** Numbers are compared with numbers, dates with dates, and text with anything else. */
function isBeside(sign: string, operand: string): (value: TableValue) => boolean {
  const number = numberIn(operand);
  const time = timeOf(operand);
  const words = unquoted(operand);
  return (value) => {
    const kind = kindOf(value);
    if (kind === 'number') return holds(sign, valueNumber(value), number);
    if (kind === 'date') return holds(sign, valueTime(value), time);
    return kind === 'text' && Number.isNaN(number) && Number.isNaN(time) && holds(sign, valueText(value), words);
  };
}

function holds<Value extends number | string>(sign: string, value: Value, limit: Value): boolean {
  if (sign === '<') return value < limit;
  if (sign === '<=') return value <= limit;
  return sign === '>' ? value > limit : value >= limit;
}

function isPoint(words: string): boolean {
  return !Number.isNaN(numberIn(words)) || !Number.isNaN(timeOf(words));
}

/** `1,000`, `−5` as reports write it, `1e3`. */
function numberIn(words: string): number {
  const plain = words.replace(/(\d),(?=\d{3})/g, '$1').replace('−', '-');
  return plain.trim() === '' ? Number.NaN : Number(plain);
}
