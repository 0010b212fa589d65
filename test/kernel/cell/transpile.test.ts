import { stop } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { emptyScope, extendScope, type Scope, unsettled } from '../../../kernel/cell/scope.ts';
import { type Transpiled, transpile } from '../../../kernel/cell/transpile.ts';
import { originalPosition } from '../../../kernel/link/source-map.ts';

const globals = new Set(['process', 'URL', 'console', 'crypto']);

afterAll(stop);

async function transpileAfter(cells: readonly string[], source: string): Promise<Transpiled> {
  let scope: Scope = emptyScope;
  for (const [execution, cell] of cells.entries()) {
    const done = await transpile(cell, { scope, globals, execution });
    if (done.kind === 'javascript') scope = extendScope(scope, done.declared);
  }
  return transpile(source, { scope, globals, execution: cells.length });
}

async function code(source: string, ...earlier: string[]): Promise<string> {
  const cell = await transpileAfter(earlier, source);
  return cell.kind === 'javascript' ? cell.code : `${cell.error.message} at ${cell.error.line}:${cell.error.column}`;
}

describe('syntax errors stand at the line and column of the cell', () => {
  test.each([
    ['let x = = 1', 'Unexpected "=" at 1:9'],
    ['\n\n  foo(]', 'Unexpected "]" at 3:7'],
    ['const é = "日本😀"; let x = = 1', 'Unexpected "=" at 1:27'],
    ['const a = 1;\nconst a = 2', 'The symbol "a" has already been declared at 2:7'],
    ['let a: number = 1;\n\nreturn a', "'return' outside of function at 3:1"],
    ['type A = number\ntype B = string\nwith ({}) {}', "'with' in strict mode at 3:1"],
    ['f(', 'Unexpected end of file at 1:3'],
    ['{ a: 1, b: = }', 'Unexpected "=" at 1:12'],
    ['function f() { await 1 }', '"await" can only be used inside an "async" function at 1:16'],
    ['class A { #x = 1 }\nnew A().#y', 'Private name "#y" must be declared in an enclosing class at 2:9'],
  ])('%j', async (source, expected) => {
    expect(await code(source)).toBe(expected);
  });

  test('with the lines around it', async () => {
    const cell = await transpileAfter([], 'let a = 1;\nlet b = = 2;\nlet c = 3;');
    expect(cell.kind === 'syntax-error' && cell.error.frame).toBe(
      ['  1 | let a = 1;', '> 2 | let b = = 2;', '    |         ^', '  3 | let c = 3;'].join('\n'),
    );
  });

  test('and a long line is cut around it', async () => {
    const cell = await transpileAfter([], `const long = '${'x'.repeat(100_000)}'; let = = 1;`);
    expect(cell.kind === 'syntax-error' && cell.error.frame.length).toBeLessThan(400);
  });
});

describe('a name may be declared again in any way', () => {
  const ways = [
    'var x = 1',
    'let x = 1',
    'const x = 1',
    'function x() {}',
    'class x {}',
    'enum x {}',
    "import x from 'y'",
  ];
  test.each(ways.flatMap((first) => ways.map((second) => [first, second])))('%s, then %s', async (first, second) => {
    expect(await code(second, first)).not.toMatch(/^(.*already been declared)/);
    expect(await code('x', first, second)).toContain('\nx;');
  });
});

describe('constants', () => {
  const refuses = expect.stringContaining('__cell.constant("x").value');
  test.each(['x = 2', 'x++', '[x] = [2]', '({ x } = {})', 'for (x of []);', '(() => { x = 1 })()', 'x ??= 2'])(
    '%s of an earlier const is refused',
    async (source) => {
      expect(await code(source, 'const x = 1')).toEqual(refuses);
    },
  );

  test.each(['const x = 1', 'export const { x } = o', 'using x = o', 'await using x = o'])(
    'that of %s beside a top-level using, too',
    async (declaration) => {
      const cell = `using file = open();\n${declaration};`;
      expect(await code(`${cell}\nfunction f() { x = 2 }`)).toEqual(refuses);
      expect(await code('x = 2', cell)).toEqual(refuses);
      expect(await code(`${cell}\nlet y = 1; y = 2`, cell)).not.toMatch(/constant\("(x|y)"\)/);
    },
  );

  test.each([
    ['(x) => { x = 2 }', 'const x = 1'],
    ['{ let x = 1; x = 2 }', 'const x = 1'],
    ['let x = 2; x = 3', 'const x = 1'],
    ['x = 2', 'const x = 1', 'let x = 1'],
    ['o.x = 2', 'const x = 1'],
    ['x.y = 2', 'const x = {}'],
  ])('%s after %j is not', async (source, ...earlier) => {
    expect(await code(source, ...earlier)).not.toEqual(refuses);
  });
});

describe('globals', () => {
  const hidden = async (source: string) => {
    const cell = await transpileAfter([], source);
    return cell.kind === 'javascript' ? cell.hidden : [];
  };
  test.each([
    ['const process = 1', ['process']],
    ['let URL: string, { crypto } = o', ['URL', 'crypto']],
    ['class URL {}; function console() {}', ['URL', 'console']],
    ["import process from 'node:process'", []],
    ["const crypto = require('node:crypto')", []],
    ["const { URL } = await import('node:url')", []],
    ['function f(process) { const URL = 1 }', []],
  ])('%s tells of %j', async (source, names) => {
    expect(await hidden(source)).toEqual(names);
  });

  test('a cell that declares one keeps V8 and packages out of it', async () => {
    expect(await code('const process = 1; process')).toContain('let __process = 1;\n__process;');
    expect(await code('typeof process; ({ process })', 'var process = 1')).toContain('({ process: __process })');
    expect(await code('process.pid')).toContain('\nprocess.pid;');
  });
});

test('a var of a cell that failed is declared anew, as V8 refuses to assign to what has no value', async () => {
  const cell = await transpile('const a = fail(); var b = 1', { scope: emptyScope, globals, execution: 1 });
  if (cell.kind !== 'javascript') throw new Error('no JavaScript');
  const failed = extendScope(emptyScope, unsettled(emptyScope, cell.declared));
  const again = await transpile('var b = 2', { scope: failed, globals, execution: 2 });
  expect(again.kind === 'javascript' && again.code).toContain('let b;');
  const repeated = extendScope(failed, unsettled(extendScope(emptyScope, cell.declared), cell.declared));
  const kept = await transpile('var b = 3', { scope: repeated, globals, execution: 3 });
  expect(kept.kind === 'javascript' && kept.code).not.toContain('let b;');
});

test('free names are those that neither the cell nor an earlier one declares', async () => {
  const cell = await transpileAfter(['const mine = 1'], 'models.mmoe(mine, own); const own = (tf) => tf; typeof later');
  expect(cell.kind === 'javascript' && [...cell.free].sort()).toEqual(['later', 'models']);
});

describe('every marked place maps back to its own line and column', () => {
  test.each([
    'interface A { a: number }\n\nconst x: A = { a: 1 };\nmark1(x);\n  mark2(x as A)',
    'enum E { A }\nmark1();\nfunction f<T>(x: T): T {\n  return mark2(x);\n}\nimport a from "b";\nmark3(await mark4())',
    '{ a: mark1(), b: mark2() }',
    'const a = async (x: number) => ({ x: await mark1(x) });\n/* 😀 */ mark2()',
    'type T = 1;\n@mark1 class K { constructor(private a: number) { mark2(); } }\nmark3()',
    'var a = mark1(), b: number;\nfor (var i = mark2(); ; ) { mark3(); break }',
  ])('%j', async (source) => {
    const cell = await transpile(source, { scope: emptyScope, globals, execution: 1 });
    if (cell.kind !== 'javascript') throw new Error(cell.error.message);
    const marks = [...new Set(source.match(/mark\d/g))];
    const positions = marks.map((mark) => [mark, placeOf(source, mark)]);
    const found = marks.map((mark) => [mark, originalPosition(cell.map, placeOf(cell.code, mark))]);
    expect(found).toEqual(positions);
  });

  function placeOf(text: string, word: string) {
    const before = text.slice(0, text.indexOf(word)).split('\n');
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  }
});
