import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { mistakes } from '../../../kernel/cell/cell-text.ts';
import { completeness } from '../../../kernel/cell/completeness.ts';
import { mistakesIn } from '../../../kernel/cell/language/reading.ts';
import {
  findPercentLines,
  type Mistakes,
  percentAt,
  percentCompletions,
  readPercentLine,
} from '../../../kernel/cell/percent/index.ts';
import { shellWords } from '../../../kernel/cell/percent/shell-words.ts';
import { emptyScope } from '../../../kernel/cell/scope.ts';
import { transpile } from '../../../kernel/cell/transpile.ts';
import { originalPosition } from '../../../kernel/link/index.ts';
import { randomProgram } from './random-program.ts';

const parsers: readonly (readonly [name: string, mistakes: Mistakes])[] = [
  ['the kernel’s parser', mistakes],
  ['the editor’s parser', mistakesIn],
];

const lines = [
  '%sh ls -l',
  `  %sh echo "it's \${x} \`date\` <b> /* {`,
  '%npm install @scope/name@^4.1 --save-dev',
  '%time 1 + 1',
  '\t%env A=b c',
  '%help',
  '%nothing of the kind',
  '%%time',
];

describe.each(parsers)('%s', (_, wrong) => {
  test('a program without them has none, and one with them has those', () => {
    const numbers = fc.array(fc.nat(1_000), { minLength: 10, maxLength: 40 });
    const places = fc.array(fc.record({ at: fc.nat(20), line: fc.constantFrom(...lines) }), { maxLength: 4 });
    fc.assert(
      fc.property(numbers, places, (choices, inserted) => {
        const program = randomProgram(choices).map((each) => `${each}\n;`);
        expect(findPercentLines(program.join('\n'), wrong)).toEqual({ code: program.join('\n'), lines: [] });
        const rows = [...program];
        for (const { at, line } of inserted) rows.splice(at % (rows.length + 1), 0, line);
        const source = rows.join('\n');
        const found = findPercentLines(source, wrong);
        expect(found.lines.map(({ start, end }) => source.slice(start, end))).toEqual(
          rows.filter((row) => lines.includes(row)).map((row) => row.trim()),
        );
        expect(found.code).toHaveLength(source.length);
        expect(wrong(found.code)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('any text: nothing moves, and what is TypeScript stays as it is', () => {
    const parts = fc.constantFrom(
      ...lines,
      '%',
      '%a',
      '`',
      '"',
      "'",
      '/*',
      '*/',
      '//',
      '{',
      '}',
      '(',
      ')',
      '\n',
      '\r\n',
      ' ',
      '1',
      'x',
      ';',
      '<b>',
      '</b>',
      '😀',
      'é',
      'if (x)',
      '=>',
      '\\',
      '/',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 14 }), (words) => {
        const source = words.join('');
        const { code, lines: found } = findPercentLines(source, wrong);
        if (wrong(source).length === 0) expect(found).toEqual([]);
        const outside = source.split('');
        for (const { start, end } of found) outside.fill('', start, end);
        expect(code).toHaveLength(source.length);
        code.split('').forEach((letter, at) => {
          if (outside[at] !== '') expect(letter).toBe(outside[at]);
        });
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    'a\n  %b\n  %c(1,\n2)',
    'const text = `\n%sh ls\n`',
    '/*\n%sh ls\n*/',
    '<pre>\n%sh ls\n</pre>',
    'const s = "\\\n%sh ls"',
    'foo(1\n%sh)',
  ])('TypeScript stays TypeScript: %j', (source) => {
    expect(findPercentLines(source, wrong).lines).toEqual([]);
  });

  it.each([
    'foo(\n%sh ls\n)',
    'if (x) {\n%sh ls\n}',
    'class A {\n%sh ls\n}',
    'x =\n%sh ls',
    'if (x)\n%sh ls',
    '`\n%sh ls',
  ])('within something is none: %j', (source) => {
    expect(findPercentLines(source, wrong).lines).toEqual([]);
  });

  it('a remainder below a line stays one', () => {
    const { code, lines: found } = findPercentLines('%sh ls\nconst a = b\n  %c', wrong);
    expect([code, found.length]).toEqual([';     \nconst a = b\n  %c', 1]);
  });
});

const problemOf = async (source: string) => {
  const cell = await transpile(source, { scope: emptyScope, globals: new Set(), execution: 1 });
  return cell.kind === 'syntax-error' ? `${cell.error.line}:${cell.error.column} ${cell.error.message}` : 'none';
};

it.each([
  ['1\n%timeit 1', '2:1 There is no %timeit. Did you mean %time?'],
  ['%pip install x', '1:1 There is no %pip. Did you mean %npm?'],
  ['%qwertz', '1:1 There is no %qwertz. The lines with % are %npm, %sh, %time, %env and %help.'],
  ['%%sh\nls', '1:1 %%sh takes no cell: write %sh before each line.'],
  ['if (1) {\n  %sh ls\n}', '2:3 %sh begins a line at the top level'],
  ['%sh', '1:4 %sh runs a line in the shell'],
  ['%time', '1:1 There is nothing behind %time'],
  ['%npm install -g x', "1:6 %npm works in the notebook's folder alone, without -g"],
  ['%npm run build', '1:6 %npm does not know run.'],
  ['%npm __proto__', '1:6 %npm does not know __proto__.'],
  ['%npm uninstall', '1:6 %npm uninstall needs the name'],
  ['%env =3', '1:6 The name of a variable is missing'],
  ['%help no', '1:7 There is no %no.'],
  ['!npm install x', '1:6 To run a line in the shell, write: %sh npm install x'],
  ['%sh ls\nconst x = = 1', '2:11 Unexpected "="'],
])('what is wrong with %j', async (source, problem) => {
  expect(await problemOf(source)).toContain(problem);
});

it('an error behind, in and on a line has its place in the cell', async () => {
  const source = '%sh ls\nconst a = 1\n%time a.b.c; a.d\n%time const e = a.f';
  const cell = await transpile(source, { scope: emptyScope, globals: new Set(), execution: 1 });
  if (cell.kind !== 'javascript') throw new Error(cell.error.message);
  const placeOf = (text: string) => {
    const before = cell.code.slice(0, cell.code.indexOf(text)).split('\n');
    const generated = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    return originalPosition(cell.map, generated);
  };
  expect(placeOf('a.b.c')).toEqual({ line: 3, column: 7 });
  expect(placeOf('a.d')).toEqual({ line: 3, column: 14 });
  expect(placeOf('a.f')).toEqual({ line: 4, column: 17 });
  expect(placeOf('await __cell.command')).toMatchObject({ line: 1 });
});

it('consoles run such a cell, and wait where TypeScript waits', async () => {
  expect(await completeness('%sh ls')).toEqual({ status: 'complete' });
  expect(await completeness('%sh ls\nfor (;;) {')).toMatchObject({ status: 'incomplete' });
  expect(await completeness('%nmp')).toEqual({ status: 'invalid' });
});

it('what is read of a line', () => {
  const read = (source: string) => findPercentLines(source, mistakes).lines.map(readPercentLine)[0];
  const command = (given: object) => ({ kind: 'command', command: given });
  expect(read('%npm i "lodash@>=4 <5" @types/lodash -D')).toEqual(
    command({ kind: 'npm', words: ['install', 'lodash@>=4 <5', '@types/lodash', '-D'] }),
  );
  expect(read('%env A = "b c"')).toEqual(command({ kind: 'env', name: 'A', value: 'b c' }));
  expect(read('%env A b c')).toEqual(command({ kind: 'env', name: 'A', value: 'b c' }));
  expect(read('%env A=')).toEqual(command({ kind: 'env', name: 'A', value: '' }));
  expect(read('%env A=b=c')).toEqual(command({ kind: 'env', name: 'A', value: 'b=c' }));
  expect(read('%sh ls | wc -l  ')).toEqual(command({ kind: 'sh', script: 'ls | wc -l' }));
  expect(shellWords(` a "b 'c"  'd "e'f  `)).toEqual(['a', "b 'c", 'd "ef']);
});

it('completion and hovers of a place', () => {
  const at = (marked: string) => {
    const [before = '', after = ''] = marked.split('|');
    const source = before + after;
    const { lines: found } = findPercentLines(source, mistakes);
    const items = percentCompletions(source, found, before.length)?.items.map(({ name }) => name);
    return [items, percentAt(found, before.length)?.usage.split(' ')[0]];
  };
  expect(at('%|')).toEqual([['npm', 'sh', 'time', 'env', 'help'], undefined]);
  expect(at('a;\n  %t|')).toEqual([['time'], undefined]);
  expect(at('%npm up|')).toEqual([['update'], undefined]);
  expect(at('%npm install lod|')).toEqual([[], undefined]);
  expect(at('%help s|')).toEqual([['sh'], undefined]);
  expect(at('%time mod|')).toEqual([undefined, undefined]);
  expect(at('%sh| ls')).toEqual([['sh'], '%sh']);
  expect(at('a %|')).toEqual([undefined, undefined]);
});
