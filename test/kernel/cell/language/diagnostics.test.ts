import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from '../../../../kernel/cell/language/diagnostics.ts';
import { fiftyCellNotebook } from '../../../support/notebook-language.ts';

const { language, write, cells } = fiftyCellNotebook();

/** What is said of a cell, e.g. "error 2304 nothing", with the text that it is said of. */
function said(id: string): readonly string[] {
  const text = cells().find((cell) => cell.id === id)?.text ?? '';
  return diagnosticsOf(language, id).map(({ severity, code, start, end }) =>
    `${severity} ${code} ${text.slice(start, end)}`.trim(),
  );
}

describe('what the kernel runs is not wrong', () => {
  it.each([
    'const answer = 1;',
    'let rows = "another type"; rows.length;',
    'best = 7; best += 1; best++; [best] = [1]; for (best of [1]) {}',
    // A function's name is a variable like another.
    'clicks = 5;',
    'await Promise.resolve(1); for await (const x of [1]) x;',
    '{ rows, best: 1 }',
    'rows',
    'rows?',
    ' Math.max ? ;',
    'let model2; model2 = 5; model2.anything;',
    'function f(a, b) { return a + b }',
    'try { f() } catch (error) { error.message } function f() {}',
    'class A { x: number; set(x: number) { this.x = x } }',
    'enum E { a } namespace N { export const b = 1 } E.a + N.b',
    'import path = require("node:path"); path.sep;',
    'const fs = require("node:fs"); fs.existsSync("a");',
    'using file = { [Symbol.dispose]() {} };',
    'const { a = 1, ...others } = { a: 2, b: 3 }; others;',
    'import { statSync } from "node:fs"; statSync("a").size;',
    'export const a = 1; export default a;',
    'console.log(process.argv, Buffer.from("a"), new URL("a:b"), structuredClone(1), import.meta, __dirname);',
    'later.get("a");',
    'read("a", "utf8").length',
    'const x = 1; { const x = "a"; x.length }',
    'outer: for (;;) break outer;',
    "%npm install lodash@4\nconst text = `\n%sh ls\n`; text.length\n%sh it's <b> {\n%env",
    '%time const timed = 1;\ntimed.toFixed()\n%%time',
  ])('%s', (text) => {
    write('filler3', text);
    expect(said('filler3')).toEqual([]);
  });
});

describe('mistakes are found where they are', () => {
  it.each([
    ['nothing + 1', ['error 2304 nothing']],
    ['%nmp install x', ['error undefined %nmp install x']],
    ['answer;\n%time answer.nothing', ['error 2339 nothing']],
    ['rows.nothing', ['error 2339 nothing']],
    ['const n: number = "a";', ['error 2322 n']],
    ['clicks(rows);', ['error 2554 clicks']],
    ['const row: Row = { city: "a" };', ['error 2741 row']],
    ['answer = 5;', ['error 2632 answer']],
    ['join = 5;', ['error 2632 join']],
    ['const a = 1; const a = 2;', ['error 2451 a', 'error 2451 a']],
    ['rows.map(() => {', ['error 1005']],
    ['const a = `open', ['error 1160']],
    ['const a = ;', ['error 1109 ;']],
    ['import x from "not-installed";', ['error 2307 "not-installed"']],
    ['rows.at(0).city', ['warning 2532 rows.at(0)']],
    ['function f() { const unused = 1; } f();', ['unused 6133 unused']],
    ['new Buffer(1)', ['deprecated 6387 Buffer']],
  ])('%s', (text, expected) => {
    write('filler3', text);
    expect(said('filler3')).toEqual(expected);
  });

  it('names the constant of another cell, and the package to install', () => {
    write('filler3', 'answer = 5; import x from "@scope/name/part";');
    expect(diagnosticsOf(language, 'filler3').map(({ message }) => message)).toEqual([
      `Cannot assign to 'answer' because it is a constant of another cell.`,
      `Cannot find module '@scope/name/part' or its corresponding type declarations.\nInstall it with: %npm install @scope/name`,
    ]);
  });
});

it('of JavaScript only the syntax is checked, and types may be in it', () => {
  write('javascript', 'const plain: string = 5; nothing.at.all');
  expect(said('javascript')).toEqual([]);
  write('javascript', 'const plain = ;');
  expect(said('javascript')).toEqual(['error 1109 ;']);
});

it('a cell that cannot be parsed leaves the others alone', () => {
  write('filler3', 'const value3 = 1;');
  const errors = cells()
    .filter(({ id }) => !['broken', 'data', 'model', 'javascript'].includes(id))
    .flatMap(({ id }) => said(id));
  expect(errors).toEqual([]);
  expect(said('broken')).not.toEqual([]);
});
