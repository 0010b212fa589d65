import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isUncaught, readFrame, shownTraceback } from '../../../kernel/jupyter/traceback.ts';

const shown = (...lines: readonly string[]) => shownTraceback('TypeError', lines);
const plain = (line: string) => stripVTControlCharacters(shown('TypeError: x', line)[1] ?? '');

/** What VS Code 1.101 to 1.139 make a link of, in notebooks that are opened again, too. */
const linkedByVscode =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one
  /^(?:\u001b\[[\d;]*m|\s)*Cell(?:\u001b\[[\d;]*m|\s)*In(?:\u001b\[[\d;]*m|\s)*\[(\d+)\](?:\u001b\[[\d;]*m|\s|,)+line (\d+)[^\n]*$/;

describe('frames', () => {
  test.each([
    ['    at cell-11.ts:4:9', '    Cell In[11], line 4'],
    ['    at outer (cell-11.ts:4:9)', '    Cell In[11], line 4, in outer'],
    ['    at async outer (cell-2.ts:4:9)', '    Cell In[2], line 4, in outer'],
    ['    at async cell-2.ts:1:1', '    Cell In[2], line 1'],
    ['    at new Model (cell-2.ts:1:1)', '    Cell In[2], line 1, in new Model'],
    ['    at Model.<anonymous> (cell-2.ts:1:1)', '    Cell In[2], line 1, in Model.<anonymous>'],
    ['    at Object.x cell-1.ts:9:9 (cell-2.ts:1:1)', '    Cell In[2], line 1, in Object.x cell-1.ts:9:9'],
    ['        at inner (cell-3.ts:1:7) {', '        Cell In[3], line 1, in inner {'],
    ['      at inner (cell-3.ts:1:7),', '      Cell In[3], line 1, in inner,'],
    ['    at load (/home/me/my (old) lib/x.ts:12:5)', '    File /home/me/my (old) lib/x.ts:12:5, in load'],
    ['    at C:\\me\\x.ts:12:5', '    File C:\\me\\x.ts:12:5'],
    ['    at expression-5.ts:1:2', '    File expression-5.ts:1:2'],
    ['    at async Promise.all (index 0)', '    at async Promise.all (index 0)'],
  ])('%s', (line, expected) => expect(plain(line)).toBe(expected));

  test('of cells are those that VS Code links by itself', () => {
    const [, line = ''] = shown('TypeError: x', '    at outer (cell-11.ts:4:9)');
    expect(linkedByVscode.exec(line)?.slice(1)).toEqual(['11', '4']);
  });

  test('are read back; text of a message that looks like one is not', () => {
    const [head = '', cell = '', file = ''] = shown(
      'TypeError: Cell In[3], line 1',
      '  at f (cell-11.ts:4:9) {',
      '  at /a:b/x.ts:1:2',
    );
    expect(readFrame(head)).toBeUndefined();
    expect(readFrame('Cell In[3], line 1')).toBeUndefined();
    expect(readFrame(cell)).toEqual({
      indent: '  ',
      place: { kind: 'cell', count: 11, line: 4 },
      rest: ', in f {',
    });
    expect(readFrame(file)?.place).toEqual({ kind: 'file', file: '/a:b/x.ts', line: 1, column: 2 });
  });
});

test('the kind of the error, the line of the cell and the place in it are red', () => {
  expect(shown('Uncaught: TypeError: no', '', '> 3 |   null.x', '    |        ^', '  4 | ^')).toEqual([
    '\u001b[31mUncaught: TypeError\u001b[39m: no',
    '',
    '\u001b[31m> \u001b[39m3 |   null.x',
    '    |        \u001b[31m^\u001b[39m',
    '  4 | ^',
  ]);
});

test.each([
  '<a href="command:evil">x</a>',
  "File x' onmouseover='alert(1):3",
  'Cell In[3], line 4 is what I mean',
  'Input [31mIn [3]',
])('a message stays what it says: %s', (message) => {
  const [, line = ''] = shown('TypeError: ', message);
  expect(stripVTControlCharacters(line)).toBe(stripVTControlCharacters(message));
  expect(line).not.toMatch(/<a\s|File\s|Input\s/);
  expect(line).not.toMatch(linkedByVscode);
});

test('errors that nobody caught are told apart by their name', () => {
  expect(isUncaught({ ename: 'Uncaught: TypeError' })).toBe(true);
  expect(isUncaught({ ename: 'Unhandled rejection: Thrown' })).toBe(true);
  expect(isUncaught({ ename: 'UncaughtError' })).toBe(false);
  expect(isUncaught({})).toBe(false);
});
