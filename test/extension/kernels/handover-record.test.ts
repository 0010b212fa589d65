import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findCell } from '../../../extension/cells/saved-run.ts';
import {
  type HandoverRecord,
  readRecords,
  takeRecord,
  writeRecord,
} from '../../../extension/kernels/handover-record.ts';

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-handover-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'kernels');
}

const record = (notebook: string, expires: number): HandoverRecord => ({
  version: 2,
  notebook,
  expires,
  kernel: { connectionFile: '/tmp/kernel.json', processId: 7, identity: 'client' },
  cells: { runs: [], waiting: [] },
});

test('a record is read until it is taken, by one window only', () => {
  const folder = temporaryFolder();
  expect(readRecords(folder)).toEqual([]);
  const left = record('file:///a.ipynb', Date.now() + 60_000);
  writeRecord(folder, left);
  writeRecord(folder, record('file:///b.ipynb', Date.now() + 60_000));
  expect(readRecords(folder)).toContainEqual(left);
  expect([takeRecord(folder, left), takeRecord(folder, left)]).toEqual(['taken', 'gone']);
  expect(readRecords(folder).map(({ notebook }) => notebook)).toEqual(['file:///b.ipynb']);
});

test.skipIf(process.platform === 'win32')('a record is for its owner only', () => {
  const folder = temporaryFolder();
  writeRecord(folder, record('file:///a.ipynb', Date.now() + 60_000));
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600]);
});

test('records of kernels that have ended, and torn ones, are removed', () => {
  const folder = temporaryFolder();
  writeRecord(folder, record('file:///old.ipynb', Date.now() - 1));
  writeFileSync(join(folder, 'torn.json'), '{"version":2,');
  writeFileSync(join(folder, 'newer.json'), '{"version":3}');
  expect(readRecords(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a cell is found where it was, or where its text is now', () => {
  const cells = ['a', 'b', 'b'].map((text, at) => ({ text, at }));
  expect(findCell(cells, { index: 2, text: 'b' })?.at).toBe(2);
  expect(findCell(cells, { index: 0, text: 'b' })?.at).toBe(1);
  expect(findCell(cells, { index: 0, text: 'gone' })).toBeUndefined();
});

test('a record that another window just took is passed over', () => {
  const folder = temporaryFolder();
  writeRecord(folder, record('file:///a.ipynb', Date.now() + 60_000));
  // What cannot be read as a file any more stands for one that is gone between the look at the folder and the read.
  mkdirSync(join(folder, 'gone.json'));
  expect(readRecords(folder).map(({ notebook }) => notebook)).toEqual(['file:///a.ipynb']);
});
