import { expect, it } from 'vitest';
import { quickInfoAt, quickInfoOf } from '../../../../kernel/cell/language/quick-info.ts';
import { fiftyCellNotebook } from '../../../support/notebook-language.ts';

const { language, write } = fiftyCellNotebook();

it.each([
  ['ro¦ws', 'const rows: Row[]'],
  ['be¦st', 'let best: number'],
  ['clic¦ks', 'function clicks(from: readonly Row[], city: string): number'],
  ['clic¦ks(rows, "Oslo")', 'function clicks(from: readonly Row[], city: string): number'],
  ['let r: Ro¦w', 'interface Row'],
  ['Spl¦it.Train', 'enum Split'],
  ['lat¦er', 'const later: Map<string, number>'],
  // The nearest earlier cell decides.
  ['ans¦wer', 'const answer: "a text"'],
  // A cell that cannot be parsed still gives what it declares.
  ['bef¦ore', 'const before: number'],
  ['pla¦in', 'const plain: {\n    text: string;\n}'],
  ['const ow¦n = rows[0]', 'const own: Row'],
  ['const f = (rows: string) => ro¦ws', '(parameter) rows: string'],
])('%s is %j', (marked, signature) => {
  expect(quickInfoAt(language, 'filler3', write('filler3', marked))?.signature).toBe(signature);
});

it('knows of the parameter what its author wrote', () => {
  const offset = write('filler3', 'clic¦ks');
  const { documentation = [], tags = [] } = quickInfoAt(language, 'filler3', offset) ?? {};
  expect(documentation.map(({ text }) => text).join('')).toBe('Clicks of a city.');
  expect(tags.map(({ name }) => name)).toEqual(['param']);
});

it('covers the name under the cursor', () => {
  const offset = write('filler3', 'const x = clic¦ks(rows, "a")');
  expect(quickInfoAt(language, 'filler3', offset)).toMatchObject({ start: 10, end: 16 });
});

it('describes what a cell declares', () => {
  expect(quickInfoOf(language, 'rows', 'best')?.signature).toBe('let best: number');
  expect(quickInfoOf(language, 'rows', 'nothing')).toBeUndefined();
});

it('says nothing where nothing is', () => {
  expect(quickInfoAt(language, 'filler3', write('filler3', '   ¦   '))).toBeUndefined();
  expect(quickInfoAt(language, 'no such cell', 0)).toBeUndefined();
});
