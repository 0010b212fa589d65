import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { asksForUs, ourMetadata } from '../../../extension/kernels/metadata.ts';
import { readNotebook, titleOf } from '../../../extension/templates/read-notebook.ts';

const file = resolve(import.meta.dirname, '../../../notebooks/start-here.ipynb');

test('the tutorial is read whole', () => {
  const cells = readNotebook(readFileSync(file, 'utf8'), 'start-here.ipynb');
  expect(titleOf(cells)).toBe('Start here: two tasks, one network');
  expect(cells.filter(({ kind }) => kind === 'code').map(({ language }) => language)).toContain('typescript');
  expect(cells.some(({ text }) => text.includes('model.fit('))).toBe(true);
});

test('the tutorial asks for our kernel', () => {
  const { metadata } = JSON.parse(readFileSync(file, 'utf8'));
  expect(asksForUs({ metadata })).toBe(true);
  expect(metadata.kernelspec).toEqual(ourMetadata.kernelspec);
});

test('other notebooks do not', () => {
  expect(asksForUs({ metadata: { kernelspec: { name: 'python3' } } })).toBe(false);
  expect(asksForUs({})).toBe(false);
});

test('a file that is no notebook is refused by name', () => {
  expect(() => readNotebook('{}', 'x.ipynb')).toThrow('x.ipynb is not a notebook');
});
