import { expect, it } from 'vitest';
import { columnPlaceAt } from '../../../../../kernel/cell/language/options/column-place.ts';
import { fiftyCellNotebook } from '../../../../support/notebook-language.ts';

const { language, write, cells } = fiftyCellNotebook();

/** "written of file, variables without taken" at the cursor. */
function place(marked: string): string {
  const found = columnPlaceAt(language, 'filler3', write('filler3', marked));
  if (!found) return 'no place';
  const text = cells().find(({ id }) => id === 'filler3')?.text ?? '';
  const { file = '', variables, taken, start, end, quote = '' } = found;
  const but = taken.length > 0 ? ` but ${taken.join(', ')}` : '';
  return `${quote}${text.slice(start, end)}${quote} of ${[file, ...variables].filter(Boolean).join(', ')}${but}`;
}

it.each([
  ["datasets.table('a.csv', { tasks: { click: 'binary' }, numeric: ['¦'] })", "'' of a.csv, datasets"],
  [
    "datasets.table('a.csv', { tasks: { click: 'binary' }, numeric: ['age', 'in¦'] })",
    "'in' of a.csv, datasets but age",
  ],
  ['datasets.table("a.csv", { categorical: ["c¦ity"] })', '"city" of a.csv, datasets'],
  [
    "const file = 'b.parquet';\ndatasets.table(file, { tasks: { click: 'binary' }, ignore: ['¦'] })",
    "'' of b.parquet, file, datasets",
  ],
  ["datasets.table('a.csv', { tasks: {}, sharedVocabulary: [['item', '¦']] })", "'' of a.csv, datasets but item"],
  ["datasets.table('a.csv', { tasks: {}, weight: '¦' })", "'' of a.csv, datasets"],
  ["datasets.table('a.csv', { tasks: { cl¦ } })", 'cl of a.csv, datasets'],
  ["datasets.table('a.csv', { tasks: { ¦ } })", ' of a.csv, datasets'],
  ["datasets.table('a.csv', { tasks: { click: 'binary', ¦ } })", ' of a.csv, datasets but click'],
  ["datasets.table('a.csv', { tasks: {}, missing: { 'a¦': -1 } })", "'a' of a.csv, datasets"],
  ["gateReport(model, data.test, { segments: ['¦'] })", "'' of data, model, gateReport"],
  // Of a dataset that another cell read.
  [
    "const clicks2 = await datasets.table('c.csv', { tasks: { click: 'binary' } });\nimportance(model, clicks2.test, { columns: ['¦'] })",
    "'' of c.csv, clicks2, model, importance",
  ],
  // What is half-typed.
  ["datasets.table('a.csv', { numeric: ['¦", "'' of a.csv, datasets"],
  // Words, files, other texts, and values are no columns.
  ["datasets.table('¦')", 'no place'],
  ["datasets.table('a.csv', { tasks: { click: 'bin¦ary' } })", 'no place'],
  ["models.mmoe(data.features, data.tasks, { inputs: '¦' })", 'no place'],
  ["datasets.table('a.csv', { tasks: {}, csv: { delimiter: '¦' } })", 'no place'],
  ["console.log({ numeric: ['¦'] })", 'no place'],
  ['model.fit(data.train, { ¦ })', 'no place'],
  ['¦', 'no place'],
])('%s: %s', (marked, expected) => expect(place(marked)).toBe(expected));
