import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CellOutputs, Displays } from '../../../extension/cells/cell-outputs.ts';
import { findCell, readOutputItems, saveOutput } from '../../../extension/cells/saved-run.ts';
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
  version: 1,
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
  writeFileSync(join(folder, 'torn.json'), '{"version":1,');
  writeFileSync(join(folder, 'newer.json'), '{"version":2}');
  expect(readRecords(folder)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a cell is found where it was, or where its text is now', () => {
  const cells = ['a', 'b', 'b'].map((text, at) => ({ text, at }));
  expect(findCell(cells, { index: 2, text: 'b' })?.at).toBe(2);
  expect(findCell(cells, { index: 0, text: 'b' })?.at).toBe(1);
  expect(findCell(cells, { index: 0, text: 'gone' })).toBeUndefined();
});

test('outputs are the same bytes after they were saved', () => {
  const items = [{ mime: 'image/png', data: Uint8Array.of(0, 255, 128) }];
  const saved = JSON.parse(JSON.stringify(saveOutput(3, items, { outputType: 'display_data' })));
  expect(readOutputItems(saved).map(({ mime, data }) => [mime, [...data]])).toEqual([['image/png', [0, 255, 128]]]);
});

test('a run that is taken up again goes on in the same outputs', () => {
  const show = { data: { 'text/plain': 'p' }, transient: { display_id: 'plot' } };
  const first = new CellOutputs('run', new Displays<string>());
  first.receive('display_data', show);
  first.receive('stream', { name: 'stdout', text: 'a' });
  const displays = new Displays<string>();
  const second = new CellOutputs('run', displays, JSON.parse(JSON.stringify(first.state())));
  expect(second.receive('stream', { name: 'stdout', text: 'b' })).toMatchObject([{ kind: 'extend', output: 1 }]);
  expect(second.receive('display_data', show)).toMatchObject([{ kind: 'append', output: 2 }]);
  expect(displays.find('plot')).toEqual([
    { run: 'run', output: 0 },
    { run: 'run', output: 2 },
  ]);
});
