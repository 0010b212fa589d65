import { expect, it } from 'vitest';
import { completionsAt } from '../../../../kernel/cell/language/completions.ts';
import { fiftyCellNotebook } from '../../../support/notebook-language.ts';

const { language, write } = fiftyCellNotebook();

/** Names that are offered in a cell in the middle of the notebook. */
function offered(marked: string, preferences = {}): ReadonlyMap<string, string> {
  const offset = write('filler3', marked);
  const { items = [] } = completionsAt(language, 'filler3', offset, preferences) ?? {};
  return new Map(items.map(({ name, kind }) => [name, kind]));
}

it.each([
  ['ro¦', { rows: 'const', best: 'let', clicks: 'function', Split: 'enum', join: 'import', later: 'const' }],
  ['¦', { rows: 'const', value1: 'const', before: 'const' }],
  ['rows; ro¦', { rows: 'const' }],
  ['const a = () => ro¦', { rows: 'const' }],
  ['rows.¦', { map: 'method', length: 'property' }],
  ['rows[0].¦', { city: 'property', clicks: 'property' }],
  ['later.¦', { set: 'method' }],
  ['plain.¦', { text: 'property' }],
  ['let x: Ro¦', { Row: 'interface', Split: 'enum' }],
  ['const row: Row = { ¦ }', { city: 'property', clicks: 'property' }],
  ['clicks(rows, ¦)', { rows: 'const', answer: 'const' }],
  ['answer.¦', { toUpperCase: 'method' }],
  ['Split.¦', { Train: 'enum member', Test: 'enum member' }],
  ['function f(own: number) { ow¦ }', { own: 'parameter', rows: 'const' }],
] as const)('%s offers %j', (marked, expected) => {
  const names = offered(marked);
  expect(Object.fromEntries(Object.keys(expected).map((name) => [name, names.get(name)]))).toEqual(expected);
});

it.each([
  ['rows.¦', ['rows', 'best', 'clicks']],
  ['"¦"', ['rows']],
  ['// ¦', ['rows']],
  ['class A { ¦ }', ['rows']],
  // Types where a value is wanted, and the reverse.
  ['ro¦', ['Row']],
  ['let x: ¦', ['rows', 'clicks']],
  // Names of Python cells, and modules of cells.
  ['np¦', ['np']],
])('%s does not offer %j', (marked, absent) => {
  const names = offered(marked, { includeCompletionsForModuleExports: true });
  expect(absent.filter((name) => names.has(name))).toEqual([]);
});

it('offers a name once, also when several cells declare it', () => {
  const offset = write('filler3', 'ans¦');
  const { items = [] } = completionsAt(language, 'filler3', offset, { includeCompletionsForModuleExports: true }) ?? {};
  expect(items.filter(({ name }) => name === 'answer').map(({ from }) => from)).toEqual(['answerAgain']);
});

it('offers names that an import would bring', () => {
  const offset = write('filler3', 'readFileSy¦');
  const { items = [] } = completionsAt(language, 'filler3', offset, { includeCompletionsForModuleExports: true }) ?? {};
  expect(items.filter(({ name }) => name === 'readFileSync').map(({ entry }) => entry?.source)).toContain('node:fs');
});
