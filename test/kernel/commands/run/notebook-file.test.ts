import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseNotebook, readNotebook, writeNotebook } from '../../../../kernel/commands/run/notebook-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'multitask-notebook-'));
afterAll(() => rmSync(folder, { recursive: true }));

const notebook = (change: Record<string, unknown> = {}) => ({
  nbformat: 4,
  nbformat_minor: 4,
  metadata: {},
  cells: [{ cell_type: 'code', source: ['1 +\n', '1'], metadata: {}, outputs: [{ old: true }], execution_count: 9 }],
  ...change,
});

describe('reading', () => {
  it('joins sources, gives ids, forgets old outputs', () => {
    const { cells, nbformat_minor } = parseNotebook(notebook(), 'n');
    expect(nbformat_minor).toBe(5);
    expect(cells[0]).toMatchObject({ source: '1 +\n1', cell_type: 'code' });
    expect(cells[0].id).toMatch(/^[\w-]{1,64}$/);
    expect(cells[0].outputs).toBeUndefined();
  });

  const wrong: readonly (readonly [name: string, value: unknown, message: string])[] = [
    ['a list', [], 'n is not a notebook: it holds no JSON object.'],
    ['a text', '"x"', 'n is not a notebook: it holds no JSON object.'],
    [
      'an old notebook',
      { nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [{ cells: [] }] },
      'n has nbformat 3; only 4 can be run. Convert it first: jupyter nbconvert --to notebook --nbformat 4 "n"',
    ],
    ['a newer notebook', notebook({ nbformat: 5 }), 'n has nbformat 5; only 4 can be run. Save it as format 4'],
    ['JSON of something else', { name: 'x' }, 'n is not a notebook: its "nbformat" must be 4; it is missing.'],
    ['a format in words', notebook({ nbformat: '4' }), 'its "nbformat" must be 4; it is "4".'],
    ['no cells', notebook({ cells: undefined }), 'n is not a notebook: it has no list "cells".'],
    [
      'a source that is a number',
      notebook({ cells: [{ cell_type: 'code', source: 5 }] }),
      'n: cell 1 has a source that is no text',
    ],
    ['a Python notebook', notebook({ metadata: { kernelspec: { language: 'python' } } }), 'n is written in python;'],
    ['a cell without a type', notebook({ cells: [{}] }), 'n: cell 1 has no cell_type.'],
  ];
  it.each(wrong)('%s is refused', (_name, value, message) => {
    expect(() => parseNotebook(value, 'n')).toThrow(message);
  });

  it.each(['typescript', 'TypeScript', 'javascript'])('a %s notebook is taken', (language) => {
    expect(parseNotebook(notebook({ metadata: { language_info: { name: language } } }), 'n').cells).toHaveLength(1);
  });

  it('gives a cell that repeats an id one of its own', () => {
    const cell = (id: unknown) => ({ cell_type: 'code', id, source: '', metadata: {} });
    const { cells } = parseNotebook(notebook({ cells: ['same', 'same', 'other', 'same', 'a b', 7].map(cell) }), 'n');
    const ids = cells.map(({ id }) => id);
    expect([ids[0], ids[2]]).toEqual(['same', 'other']);
    expect(new Set(ids).size).toBe(6);
    for (const id of ids) expect(id).toMatch(/^[\w-]{1,64}$/);
  });

  it.each<readonly [name: string, bytes: Buffer]>([
    ['UTF-8 with a byte-order mark', Buffer.from(`\ufeff${JSON.stringify(notebook())}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${JSON.stringify(notebook())}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${JSON.stringify(notebook())}`, 'utf16le').swap16()],
  ])('%s is read, and written without the mark', async (_, bytes) => {
    const file = join(folder, 'mark.ipynb');
    writeFileSync(file, bytes);
    const read = await readNotebook(file);
    expect(read.cells[0].source).toBe('1 +\n1');
    await writeNotebook(file, read);
    expect(readFileSync(file, 'utf8').startsWith('{\n "cells"')).toBe(true);
  });

  it.each<readonly [name: string, bytes: Buffer, message: string]>([
    ['empty.ipynb', Buffer.from('\n'), 'empty.ipynb is not a notebook: it is empty.'],
    [
      'latin.ipynb',
      Buffer.from('{"a": "\xe9"}', 'latin1'),
      'latin.ipynb is not a notebook: its bytes are no text in UTF-8.',
    ],
    ['merge.ipynb', Buffer.from('{\n<<<<<<< HEAD\n'), 'merge.ipynb is not a notebook: '],
  ])('%s is refused by name', async (name, bytes, message) => {
    writeFileSync(join(folder, name), bytes);
    await expect(readNotebook(join(folder, name))).rejects.toThrow(message);
    await expect(readNotebook(folder)).rejects.toThrow(`${folder} is a folder, not a notebook.`);
  });

  it('a missing or torn file is named', async () => {
    await expect(readNotebook(join(folder, 'none.ipynb'))).rejects.toThrow(`There is no notebook ${folder}`);
    writeFileSync(join(folder, 'torn.ipynb'), '{');
    await expect(readNotebook(join(folder, 'torn.ipynb'))).rejects.toThrow('torn.ipynb is not a notebook');
  });
});

describe('writing', () => {
  const parsed = parseNotebook(notebook(), 'n');
  const executed = {
    ...parsed,
    cells: parsed.cells.map((cell) => ({
      ...cell,
      execution_count: 1,
      outputs: [
        { output_type: 'stream' as const, name: 'stdout', text: 'a\nb' },
        {
          output_type: 'display_data' as const,
          data: { 'text/plain': 'x\ny\n', 'image/png': 'AAAA\n', 'application/json': { a: ['b'] } },
          metadata: {},
        },
      ],
    })),
  };

  it('keeps texts as lists of lines and JSON as it is, as Jupyter does', async () => {
    const file = join(folder, 'new', 'out.ipynb');
    await writeNotebook(file, executed);
    const [cell] = JSON.parse(readFileSync(file, 'utf8')).cells;
    expect(cell).toMatchObject({
      source: ['1 +\n', '1'],
      execution_count: 1,
      outputs: [
        { text: ['a\n', 'b'] },
        { data: { 'text/plain': ['x\n', 'y\n'], 'image/png': 'AAAA\n', 'application/json': { a: ['b'] } } },
      ],
    });
    expect(readdirSync(join(folder, 'new'))).toEqual(['out.ipynb']);
    expect((await readNotebook(file)).cells[0].source).toBe('1 +\n1');
  });

  it('that fails leaves nothing behind and names the file', async () => {
    const file = join(folder, 'torn.ipynb', 'out.ipynb');
    await expect(writeNotebook(file, executed)).rejects.toThrow(/torn\.ipynb/);
  });
});
