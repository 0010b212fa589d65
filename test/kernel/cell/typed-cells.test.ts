import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { createCellLanguageService } from '../../../kernel/cell/language-service.ts';
import { declaredNames, typedCells } from '../../../kernel/cell/typed-cells.ts';

test('a cell imports what earlier cells declare, from the latest that does', () => {
  const cells = typedCells(
    ['const a = 1; type T = string', 'let a = "x"; export const b = 2', 'a + b'],
    (i) => `./${i}`,
  );
  expect(cells.map(({ text }) => text)).toEqual([
    '\nconst a = 1; type T = string\nexport { a, T };\n',
    'import { T } from \'./0\';\nlet a = "x"; export const b = 2\nexport { a };\n',
    "import { a, b } from './1'; import { T } from './0';\na + b\nexport {  };\n",
  ]);
  expect(cells.map(({ text, offset }) => text.slice(offset).split('\n')[0])).toEqual([
    'const a = 1; type T = string',
    'let a = "x"; export const b = 2',
    'a + b',
  ]);
});

test('every kind of declaration counts', () => {
  const source = `import d, { e as f } from 'x'; import * as g from 'y'; import h = require('z');
    const { i, j: [k, ...l] } = o; var m; function n() { const inner = 1 } class O {} enum P {} interface Q {} type R = 1; namespace S {}
    { const block = 1 }`;
  expect([...declaredNames(source).names].join('')).toBe('dfghiklmnOPQRS');
});

describe('TypeScript answers about cells', () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
  const service = createCellLanguageService({ folder: root, ambient: [] });
  const cells = [
    'interface Row { name: string }\nconst rows: Row[] = [];\n/** Adds two numbers. */\nfunction add(a: number, b: number) { return a + b; }\nlet count = 1;',
    'const rows = new Map<string, number>();',
    'rows.get("a")?.toFixed();\ncount = 2;\nadd("1", 2);\nconst row: Row = { name: 1 };',
  ];

  test('with the types that names have when the cell runs', () => {
    service.update(cells);
    const complete = (index: number, after: string) => {
      const position = service.toFile(index, (cells[index] ?? '').indexOf(after) + after.length);
      const found = service.service.getCompletionsAtPosition(service.fileOf(index), position, {});
      return found?.entries.map(({ name }) => name) ?? [];
    };
    expect(complete(2, 'rows.')).toEqual(expect.arrayContaining(['get', 'set', 'clear']));
    expect(complete(0, 'return ')).toEqual(expect.arrayContaining(['a', 'b', 'rows']));
  });

  test('mistakes at offsets of the cell, but none that only modules have', () => {
    service.update(cells);
    const wrong = service.diagnostics(2).filter(({ category }) => category === ts.DiagnosticCategory.Error);
    expect(wrong.map(({ start, code, message }) => [cells[2]?.slice(start, start + 4), code, message])).toEqual([
      ['"1",', 2345, "Argument of type 'string' is not assignable to parameter of type 'number'."],
      ['name', 2322, "Type 'number' is not assignable to type 'string'."],
    ]);
    expect(service.diagnostics(0)).toEqual([]);
  });
});
