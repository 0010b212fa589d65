import type { RandomStream } from '../../kernel/multitask/data/random.ts';

export type TrueColumn = {
  readonly name: string;
  /** `either`: what it becomes is not certain, but it is told. */
  readonly kind: 'label' | 'numeric' | 'categorical' | 'left out' | 'either';
  /** Numbers, with NaN where there is none, or texts, with '' where there is none. */
  readonly values: readonly number[] | readonly string[];
};

type Made = TrueColumn & { readonly texts: readonly string[]; readonly what: string };

const WORDS = [
  'Rome',
  'Oslo',
  'Kiel',
  'new',
  'old',
  'a b',
  'x"y',
  'semi;colon',
  'com,ma',
  'pi|pe',
  'ta\tb',
  'two\nlines',
  'back\\slash',
  '#1',
];
const ACCENTS = ['Zürich', 'Malmö', 'São Paulo'];
const BEYOND = ['北京', 'Łódź', '😀'];

/** Some columns that a table could have, the label among them, with texts as people write them. */
export function columnsOf(
  random: RandomStream,
  rows: number,
  { bySpaces, delimiter, encoding }: { bySpaces: boolean; delimiter: string; encoding: string },
): Made[] {
  const one = <Value>(values: readonly Value[]): Value => values[random.below(values.length)];
  const numbers = (scale: number, decimals: number) =>
    Array.from({ length: rows }, () => Number(((random.uniform() - 0.3) * scale).toFixed(decimals)));
  const label: Made = {
    name: 'click',
    kind: 'label',
    what: 'label',
    ...labelValues(random, rows),
  };
  const words = [...WORDS, ...ACCENTS, ...(encoding === 'windows-1252' ? [] : BEYOND)].filter(
    (word) => !(bySpaces && /\s/.test(word) && word !== 'a b'),
  );
  const makers: readonly (() => Made)[] = [
    () => {
      const values = numbers(100, 2);
      return { name: 'Size', kind: 'numeric', values, texts: values.map(String), what: 'numbers' };
    },
    () => {
      const values = numbers(100, 1);
      const missing = one(['', 'NA', 'null', '?', 'NaN', 'n/a']);
      const gone = values.map((_, i) => i > 1 && random.uniform() < 0.2);
      return {
        name: 'weight',
        kind: 'numeric',
        values: values.map((value, i) => (gone[i] ? Number.NaN : value)),
        texts: values.map((value, i) => (gone[i] ? missing : String(value))),
        what: `numbers with ${missing}`,
      };
    },
    () => {
      const values = numbers(20000, 2).map((value, i) => (i === 0 ? 1234.5 : value));
      return {
        name: 'price',
        kind: 'numeric',
        values,
        texts: values.map((value) => value.toLocaleString('en-US', { minimumFractionDigits: 2 })),
        what: 'thousands',
      };
    },
    () => {
      const values = numbers(20000, 2).map((value, i) => (i === 0 ? 1234.5 : value));
      const group = random.uniform() < 0.5;
      return {
        name: 'preis',
        kind: 'numeric',
        values,
        texts: values.map((value) => value.toLocaleString('de-DE', { minimumFractionDigits: 2, useGrouping: group })),
        what: 'decimal commas',
      };
    },
    () => {
      const values = numbers(100, 1).map(Math.abs);
      return { name: 'rate', kind: 'numeric', values, texts: values.map((value) => `${value}%`), what: 'percent' };
    },
    () => {
      const values = numbers(3000, 2)
        .map(Math.abs)
        .map((value, i) => (i === 0 ? 1999.99 : value));
      const sign = one(['$', encoding === 'windows-1252' ? '$' : '€']);
      return {
        name: 'cost',
        kind: 'numeric',
        values,
        texts: values.map((value) => sign + value.toLocaleString('en-US', { minimumFractionDigits: 2 })),
        what: `money ${sign}`,
      };
    },
    () => {
      const values = Array.from({ length: rows }, () => one(words));
      values[0] = 'Rome';
      return {
        name: one(['city', 'first name', 'na,me', 'straße']),
        kind: 'categorical',
        values,
        texts: values,
        what: 'words',
      };
    },
    () => {
      const values = Array.from({ length: rows }, () => one(['red', 'blue', '']));
      values[0] = 'red';
      return { name: 'colour', kind: 'categorical', values, texts: values, what: 'words and nothing' };
    },
    () => {
      const values = Array.from({ length: rows }, (_, i) => `2024-0${1 + (i % 9)}-1${i % 10}`);
      return { name: 'day', kind: 'left out', values, texts: values, what: 'dates' };
    },
    () => {
      const values = Array.from({ length: rows }, () => Math.floor(1.6e9 + random.uniform() * 1e8));
      return { name: 'seen', kind: 'either', values, texts: values.map(String), what: 'timestamps' };
    },
    () => {
      const values = Array.from({ length: rows }, () => '');
      return { name: 'nothing', kind: 'left out', values, texts: values, what: 'empty' };
    },
    () => {
      const values = Array.from({ length: rows }, () => one(['A_1', '1_000', '0x1F', '12-3', '007a']));
      values[0] = 'A_1';
      return { name: 'code', kind: 'categorical', values, texts: values, what: 'codes' };
    },
  ];
  const order = makers.map((_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const chosen = order.slice(0, 2 + random.below(4)).map((i) => makers[i]());
  if (!chosen.some(({ kind }) => kind === 'numeric' || kind === 'categorical')) chosen.push(makers[0]());
  // Where fields are separated by commas, decimal commas are quoted: the writer sees to it.
  const place = delimiter === ',' ? random.below(chosen.length + 1) : 0;
  return [...chosen.slice(0, place), label, ...chosen.slice(place)];
}

function labelValues(random: RandomStream, rows: number): Pick<Made, 'values' | 'texts'> {
  const values = Array.from({ length: rows }, (_, i) => (i === 0 ? 1 : i === 1 ? 0 : random.below(2)));
  const unknown = values.map((_, i) => i > 1 && random.uniform() < 0.1);
  const [no, yes] = [
    ['0', '1'],
    ['0', '1'],
    ['false', 'true'],
    ['0.0', '1.0'],
  ][random.below(4)];
  return {
    values: values.map((value, i) => (unknown[i] ? Number.NaN : value)),
    texts: values.map((value, i) => (unknown[i] ? '' : value === 1 ? yes : no)),
  };
}
