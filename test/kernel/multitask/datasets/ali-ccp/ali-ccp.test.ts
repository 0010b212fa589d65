import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aliCcp } from '../../../../../kernel/multitask/datasets/ali-ccp/ali-ccp.ts';
import { ids } from '../../../../support/ali-ccp.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ali-ccp-'));
});
afterAll(() => rmSync(root, { recursive: true }));

function folder(files: Readonly<Record<string, string>>): string {
  const place = mkdtempSync(join(root, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), name.endsWith('.gz') ? gzipSync(text) : text);
  }
  return place;
}

describe('the text form', () => {
  const TRAIN = '1,1,1,210:7,210:8,101:5,999:1\n2,0,0,101:6,210:8\n3,1,0,301:2\n4,0,1,301:2\n';

  test('every id of a slot is kept, the first of a line too; other slots are left out', async () => {
    const data = await aliCcp(join(folder({ 'log.txt': TRAIN }), 'log.txt'));
    expect(data.features.columns).toHaveLength(23);
    expect(ids(data, '210')).toEqual([['7', '8'], ['8'], []]);
    expect(ids(data, '101')).toEqual([['5'], ['6'], []]);
    expect(ids(data, '301')).toEqual([[], [], ['2']]);
  });

  test("labels are ESMM's, and a purchase without a click is left out and counted", async () => {
    const data = await aliCcp(join(folder({ 'log.txt': TRAIN }), 'log.txt'));
    expect(data.tasks.map((task) => task.name)).toEqual(['click', 'conversion']);
    expect(Array.from(data.train.labels.click)).toEqual([1, 0, 1]);
    expect(Array.from(data.train.labels.conversion)).toEqual([1, 0, 0]);
    expect(data.leftOut).toEqual({ train: 1, validation: 0, test: 0 });
    expect([data.validation.length, data.test.length]).toEqual([0, 0]);
  });

  test('ids that the train rows never have are left out of the test rows', async () => {
    const data = await aliCcp(folder({ 'train/a.txt.gz': TRAIN, 'test/b.txt': '9,0,0,210:1,210:8,210:2,210:7\r\n' }));
    expect(ids(data, '210', data.test)).toEqual([['8', '7']]);
    expect(data.test.lists[0].offsets).toEqual(Uint32Array.of(0, 0));
  });

  test('slots can be chosen', async () => {
    const data = await aliCcp(folder({ 'train.txt': TRAIN }), { slots: ['999', '101'] });
    expect(data.features.columns.map((column) => column.name)).toEqual(['999', '101']);
    expect(ids(data, '999')).toEqual([['1'], [], []]);
  });
});

describe('the CSV form', () => {
  const TRAIN = 'click,purchase,101,205,D508\n1,1,5,7,0.5\n1,0,6,7,1.5\n0,1,6,8,99\n';

  test('ids are categories, D columns numbers with the mean and sd of the rows kept', async () => {
    const data = await aliCcp(folder({ 'train.csv': TRAIN, 'test.csv': 'click,purchase,101,205,D508\n0,0,9,8,2\n' }));
    expect(data.features.columns).toEqual([
      { kind: 'categorical', name: '101', values: ['5', '6'] },
      { kind: 'categorical', name: '205', values: ['7', '8'] },
      { kind: 'numeric', name: 'D508', mean: 1, sd: 0.5 },
    ]);
    expect(data.train.categorical).toEqual([Int8Array.of(0, 1), Int8Array.of(0, 0)]);
    expect(data.test.categorical).toEqual([Int8Array.of(-1), Int8Array.of(1)]);
    expect(data.test.numeric).toEqual([Float32Array.of(2)]);
  });

  test("a file without a header has AITM's columns", async () => {
    const row = (click: number, id: number) => [click, 0, id, ...Array(17).fill(1)].join(',');
    const header = 'click,purchase,101,121,122,124,125,126,127,128,129,205,206,207,216,508,509,702,853,301';
    const data = await aliCcp(
      folder({ 'train.csv': `${header}\n${row(1, 4)}\n`, 'test.csv': `${row(0, 4)}\n${row(1, 5)}` }),
    );
    expect(data.test.categorical[0]).toEqual(Int8Array.of(0, -1));
    expect(Array.from(data.test.labels.click)).toEqual([0, 1]);
  });
});

describe('what is wrong is said', () => {
  const check = (name: string, files: Readonly<Record<string, string>>, message: RegExp) =>
    test(name, () => expect(aliCcp(folder(files))).rejects.toThrow(message));
  check('an empty folder', {}, /no \.txt or \.csv file with "train"/);
  check(
    'two train files',
    { 'train_a.csv': '', 'train_b.csv': '' },
    /more than one train file: train_a\.csv, train_b\.csv/,
  );
  check('an empty file', { 'train.csv': '' }, /train\.csv is empty/);
  check('a header only', { 'train.csv': 'click,purchase,101\n' }, /no rows to train on/);
  check('no label', { 'train.csv': 'click,101\n0,1\n' }, /needs the columns "click" and "purchase"; .* click, 101/);
  check('no header', { 'train.csv': '0,0,1\n' }, /no header, and 3 columns instead of the 20/);
  check(
    'a label of 2',
    { 'train.csv': 'click,purchase,101\n0,0,1\n2,0,1\n' },
    /line 3, column click: a label is 0 or 1, not 2/,
  );
  check('a ragged row', { 'train.csv': 'click,purchase,101\n0,0,1\n0,0\n' }, /line 3: there are 2 fields, not 3/);
  check('a label of 2 in text', { 'train.txt': '1,0,0,1:1\n2,0,2,1:1\n' }, /line 2: expected .* not "2,0,2,1:1"/);
  check('a torn line', { 'train.txt': '1,0,0,101:1\n2,0' }, /line 2: expected .* not "2,0"/);
  check('an id without a slot', { 'train.txt': '1,0,0,101:1,7\n' }, /line 1: expected "slot:id", not "7"/);
  check('a slot without an id', { 'train.txt': '1,0,0,101:,205:1\n' }, /line 1: expected "slot:id", not "101:"/);
  check(
    'a test file without a column',
    { 'train.csv': 'click,purchase,101,205\n0,0,1,1\n', 'test.csv': 'click,purchase,101\n0,0,1\n' },
    /test\.csv has no categorical column "205"/,
  );
  test('nothing at all', () => expect(aliCcp('/nowhere/at/all')).rejects.toThrow(/no file or folder \/nowhere/));
});
