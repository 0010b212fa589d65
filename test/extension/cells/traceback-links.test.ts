import { describe, expect, test } from 'vitest';
import { toItems } from '../../../extension/cells/items.ts';
import { type CellPlace, linkedLine } from '../../../extension/cells/traceback-links.ts';
import { shownTraceback } from '../../../kernel/jupyter/traceback.ts';

const uri = 'vscode-notebook-cell:/me/a%27b.ipynb#W2sZmlsZQ%3D%3D';
const there = { kind: 'cell', number: 3, uri, isEdited: false } as const;

const lineOf = (stackLine: string, place: CellPlace | undefined) => {
  const [, line = ''] = shownTraceback('Error', ['Error: x', stackLine]);
  return linkedLine(line, (count) => (count === 11 ? place : undefined));
};

describe('a frame', () => {
  test('of a cell is a link to it, whose line VS Code counts from 0', () => {
    expect(lineOf('    at f (cell-11.ts:4:9)', there)).toBe(
      `    <a href='${uri}?line=3'>cell 3 [11], line 4</a>, in f`,
    );
  });

  test('says when the cell is another by now, or gone', () => {
    expect(lineOf('    at cell-11.ts:4:9', { ...there, isEdited: true })).toMatch(/line 4<\/a> \(edited since\)$/);
    expect(lineOf('    at f (cell-11.ts:4:9) {', { kind: 'deleted' })).toBe('    deleted cell [11], line 4, in f {');
  });

  test('of a cell that nobody knows is what the kernel said', () => {
    const [, line = ''] = shownTraceback('Error', ['Error: x', '    at cell-11.ts:4:9']);
    expect(lineOf('    at cell-11.ts:4:9', undefined)).toBe(line);
  });

  test('of a file is a link to it', () => {
    expect(lineOf("    at f (/me/it's 50% & more/x.ts:12:5)", undefined)).toBe(
      "    File <a href='/me/it&#39;s%2050%25%20&amp;%20more/x.ts:12:5'>/me/it&#39;s 50% &amp; more/x.ts:12:5</a>, in f",
    );
    expect(lineOf('    at C:\\me\\x.ts:12:5', undefined)).toBe(
      "    File <a href='C:\\me\\x.ts:12:5'>C:\\me\\x.ts:12:5</a>",
    );
  });

  test('cannot bring markup of its own: names and files are text', () => {
    const line = lineOf("    at f (/me/<img src=x onerror='y'>/x.ts:1:1)", undefined);
    expect(line).not.toContain('<img');
    // Behind the link VS Code takes no markup but links, and the kernel lets none through.
    expect(lineOf('    at <img> (cell-11.ts:4:9)', there)).toMatch(/<\/a>, in <img>$/);
  });
});

test('an output has links in the editor only, and is saved as it came', () => {
  const traceback = shownTraceback('Error', ['Error: x', '    at cell-11.ts:4:9']);
  const error = { output_type: 'error', ename: 'Error', evalue: 'x', traceback } as const;
  const stackOf = (find?: () => CellPlace) => {
    const [item] = toItems(error, find);
    return JSON.parse(Buffer.from(item?.data ?? []).toString()).stack as string;
  };
  expect(stackOf(() => there)).toContain('cell 3 [11]');
  expect(stackOf()).toBe(traceback.join('\n'));
});
