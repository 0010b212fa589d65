import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import type { ExportedCell } from '../../../extension/export/cells.ts';
import { toScript } from '../../../extension/export/script.ts';

const code = (text: string, language = 'typescript'): ExportedCell => ({ kind: 'code', language, text, outputs: [] });
const markup = (text: string): ExportedCell => ({ kind: 'markup', language: 'markdown', text, outputs: [] });

/** The script without its first two lines, which say what it is. */
function script(...cells: (ExportedCell | string)[]): string {
  const all = cells.map((cell) => (typeof cell === 'string' ? code(cell) : cell));
  return toScript({ title: 'n', cells: all }).split('\n').slice(2).join('\n').trim();
}

/** Runs a script that needs no import and tells what it printed. */
async function printed(...cells: string[]): Promise<string[]> {
  const { outputText } = ts.transpileModule(script(...cells), {
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const lines: string[] = [];
  const AsyncFunction = (async () => {}).constructor as new (
    ...names: string[]
  ) => (...given: unknown[]) => Promise<void>;
  await new AsyncFunction('console', `'use strict'; ${outputText.replace(/^export \{\};?$/m, '')}`)({
    log: (value: unknown) => lines.push(String(value)),
  });
  return lines;
}

it('markdown becomes comments', () => {
  expect(script(markup('# Title\n\nText'), 'let a = 1;')).toBe('// # Title\n//\n// Text\n\nlet a = 1;');
});

it('what shows text and progress in a notebook prints in a script', async () => {
  const lines =
    'display.markdown("# a");\nfor (const n of display.progress([1, 2])) console.log(n);\ndisplay.html("b")';
  expect(await printed(lines)).toEqual(['# a', '1', '2', 'b']);
});

it('lines for the kernel become comments, and what they time stays', () => {
  expect(script('%npm install lodash@4\nimport _ from "lodash"\nconst a = 1\n%sh ls -l\n[a].map(String)')).toContain(
    '// %npm install lodash@4\nimport _ from "lodash"\nconst a = 1\n;// %sh ls -l\nawait show([a].map(String));',
  );
  expect(script('%time const b = 2;\nconst text = `\n%sh ls\n`', '%time')).toBe(
    '/* %time */ const b = 2;\nconst text = `\n%sh ls\n`\n\n// %time',
  );
});

describe('a cell is read as the kernel reads it', () => {
  it('generic arrows and assertions before a value', async () => {
    expect(script('const same = <T>(x: T) => x;\nsame(2)')).toContain(
      'const same = <T>(x: T) => x;\nawait show(same(2));',
    );
    expect(script('let v: unknown = "a"; <string>v')).toContain('await show(<string>v);');
  });

  it('elements become calls of what the notebook declares', async () => {
    const react =
      'const React = { createElement: (tag: string, _: unknown, ...inside: unknown[]) => tag + inside.join("") }';
    expect(await printed(react, 'const a = <b>{1 + 1}</b>;', 'console.log(a)')).toEqual(['b2']);
    expect(script('const h = String, Fragment = ""', '<><i>x</i></>')).toContain(
      'await show(h(Fragment, null,\n    h("i", null, "x")));',
    );
  });

  it('elements of the notebook’s own are left out with a reason', () => {
    expect(script('const n = 1', '<b>{n}</b>')).toBe(
      'const n = 1\n\n// A cell with elements, which only notebooks show:\n// <b>{n}</b>',
    );
  });

  it('what reads in both ways is elements: no assertion, no regular expression', () => {
    expect(script('const a = 1', '<a>/a</a>')).toContain('// <a>/a</a>');
  });
});

it('what a cell showed is printed', () => {
  expect(script('1 + 1')).toContain('await show(1 + 1);');
  expect(script('const a = 1; a')).toContain('const a = 1; await show(a);');
});

it.each(['a = 2', 'console.log(1)', 'a += 1;', 'for (;;) break;', 'let b', 'console.table([1])', 'delete a.b'])(
  '%s shows nothing',
  (text) => expect(script(text)).not.toContain('show'),
);

it('the library is imported by what is used', () => {
  expect(script('const d = datasets.clickFunnel(); models.mmoe(d.features)')).toContain(
    "import { datasets, models } from 'multitask-notebook';",
  );
  expect(script('const t = { models: 1 }; t.metrics;')).not.toContain('import');
  expect(script('const models = 1; models')).not.toContain('multitask-notebook');
  expect(script('function f({ metrics }: { metrics: number }) { return metrics }')).not.toContain('undefined');
});

it('tf, prompt, require, display and the folder have what stands for them', () => {
  const text = script('tf.zeros([2]); await prompt("?"); require("x"); display(1); __dirname; clearOutput();');
  for (const part of [
    'tfjs-core',
    'node:readline/promises',
    'createRequire',
    'const display = show',
    'import.meta.dirname',
  ])
    expect(text).toContain(part);
});

it('a picture is left out with a comment; a figure that is kept calls a function that does nothing', () => {
  expect(script('plot([\n  1,\n]);')).toBe('// A picture, for notebooks only:\n// plot([\n//   1,\n// ]);');
  expect(script('const p = plot([1]);')).toContain('function plot(');
});

it.each([
  ['a cell with a syntax error', code('const = 3;'), 'A cell with a syntax error'],
  ['a Python cell', code('print(1)', 'python'), 'A python cell'],
  ['JSX', code('const a = <b/>;'), 'A cell with elements, which only notebooks show:'],
])('%s is left in as a comment', (_, cell, reason) => {
  const text = script('let a = 1;', cell);
  expect(text).toContain(`// ${reason}`);
  expect(text).toContain(`// ${cell.text}`);
});

describe('a name that a notebook declares twice is assigned the second time', () => {
  it.each([
    ['const', ['const a = 1;', 'const a = 2;', 'a']],
    ['let without a semicolon', ['let a = 1', 'let a: number = 2', 'a']],
    ['destructuring', ['const { a, b } = { a: 1, b: 3 };', 'const { a, c } = { a: 2, c: 4 };', 'a']],
    ['arrays', ['const [a] = [1];', 'const [a, ...rest] = [2, 3];', 'a']],
    ['functions', ['function a() { return 1 }', 'function a() { return 2 }', 'a()']],
    ['classes', ['class A { x = 1 }', 'class A { x = 2 }', 'new A().x']],
    ['a constant after a function', ['function a() { return 1 }', 'const a = () => 2;', 'a()']],
    ['one of several', ['const a = 1, b = 1;', 'const b = 1, a = 2;', 'a']],
    ['no value', ['let a = 1;', 'let a;', 'a ?? 2']],
    ['renamed', ['const { x: a } = { x: 1 };', 'const { x: a = 5 } = { x: 2 };', 'a']],
  ])('%s', async (_, cells) => {
    expect(await printed(...cells)).toEqual(['2']);
  });

  it('the same import twice', () => {
    const line = "import { join } from 'node:path';";
    expect(script(line, line).match(/^import/gm)).toHaveLength(1);
  });
});
