import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { censusIncome } from '../../../../../kernel/multitask/datasets/census/census-income.ts';
import { censusFields } from '../../../../../kernel/multitask/datasets/census/columns.ts';
import { numpySample } from '../../../../../kernel/multitask/datasets/census/numpy-sample.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'census-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A line of census-income.data: zeros and " Other", but for the fields told. */
function line(told: Readonly<Record<string, string>> = {}): string {
  const defaults: Record<string, string> = { income_50k: ' - 50000.', marital_stat: ' Divorced' };
  return censusFields
    .map(({ name, kind }) => told[name] ?? defaults[name] ?? (kind === 'number' ? '0' : ' Other'))
    .join(',');
}

/** Loads a folder with these two files; a name decides how each is compressed. */
function load(files: Readonly<Record<string, string | Buffer>>, options: Parameters<typeof censusIncome>[0] = {}) {
  const place = mkdtempSync(join(folder, 'case-'));
  for (const [name, text] of Object.entries(files)) {
    const packed = name.endsWith('.gz') ? gzipSync(text) : name.endsWith('.br') ? brotliCompressSync(text) : text;
    writeFileSync(join(place, name), typeof text === 'string' ? packed : text);
  }
  return censusIncome({ folder: place, ...options });
}

const TRAIN = [
  line({ age: '30', sex: ' Male', det_ind_code: '10', marital_stat: ' Never married' }),
  line({ age: '50', sex: ' Female', det_ind_code: '9', income_50k: ' 50000+.', instance_weight: '1700.09' }),
  line({ age: '-1.5', sex: ' Male', det_ind_code: '10' }),
].join('\n');
const TEST = [line({ sex: ' Unknown' }), line({ age: '7', sex: ' Male', income_50k: ' 50000+.' })].join('\n');

describe('lines become columns', () => {
  const check = (name: string, files: Readonly<Record<string, string>>) =>
    test(name, async () => {
      const { features, train, validation, test: half } = await load(files);
      expect(train.length).toBe(3);
      expect(Array.from(train.numeric[0])).toEqual([30, 50, -1.5]);
      expect(train.numeric[5][1]).toBe(Math.fround(1700.09));
      expect(Array.from(train.labels.income)).toEqual([0, 1, 0]);
      expect(Array.from(train.labels.marital)).toEqual([1, 0, 0]);
      const categorical = features.columns.filter((column) => column.kind === 'categorical');
      const sex = categorical.findIndex((column) => column.name === 'sex');
      const industry = categorical.findIndex((column) => column.name === 'det_ind_code');
      expect(categorical[sex].values).toEqual(['Female', 'Male']);
      expect(categorical[industry].values).toEqual(['9', '10']); // by size, not by letter
      expect(Array.from(train.categorical[sex])).toEqual([1, 0, 1]);
      expect(Array.from(train.categorical[industry])).toEqual([1, 0, 1]);
      expect([validation.length, half.length]).toEqual([1, 1]);
      // numpy's RandomState(1).permutation(2) is [0, 1]: row 0, whose sex the train rows never have, is validation.
      expect(validation.categorical[sex][0]).toBe(-1);
      expect(half.categorical[sex][0]).toBe(1);
      expect(half.labels.income[0]).toBe(1);
    });
  check("UCI's names", { 'census-income.data': TRAIN, 'census-income.test': TEST });
  check('gzip', { 'census-income.data.gz': TRAIN, 'census-income.test.gz': TEST });
  check('Brotli', { 'train.csv.br': TRAIN, 'test.csv.br': TEST });
  check('a newline at the end', { 'train.csv': `${TRAIN}\n`, 'test.csv': `${TEST}\n` });
  check('empty lines at the end', { 'train.csv': `${TRAIN}\n\n\n`, 'test.csv': `${TEST}\n` });
  check('Windows line ends', { 'train.csv': `${TRAIN.replaceAll('\n', '\r\n')}\r\n`, 'test.csv': TEST });
});

test('mean and sd are those of the train rows, and 1 where a column is constant', async () => {
  const { features } = await load({ 'train.csv': TRAIN, 'test.csv': TEST });
  const mean = (30 + 50 - 1.5) / 3;
  const sd = Math.sqrt(((30 - mean) ** 2 + (50 - mean) ** 2 + (-1.5 - mean) ** 2) / 3);
  expect(features.columns[0]).toEqual({ kind: 'numeric', name: 'age', mean, sd });
  expect(features.columns[1]).toEqual({ kind: 'numeric', name: 'wage_per_hour', mean: 0, sd: 1 });
});

test('columns can be chosen; numeric ones come first', async () => {
  const { features, train } = await load({ 'train.csv': TRAIN, 'test.csv': TEST }, { columns: ['sex', 'year', 'age'] });
  expect(features.columns.map((column) => column.name)).toEqual(['age', 'year', 'sex']);
  expect([train.numeric.length, train.categorical.length]).toEqual([2, 1]);
});

test("the paper's second group predicts education, which is no feature then", async () => {
  const educated = line({ education: ' Bachelors degree(BA AB BS)' });
  const { features, tasks, train } = await load(
    { 'train.csv': `${line()}\n${educated}`, 'test.csv': TEST },
    { tasks: 'education-marital' },
  );
  expect(tasks.map((task) => task.name)).toEqual(['education', 'marital']);
  expect(Array.from(train.labels.education)).toEqual([0, 1]);
  expect(features.columns.map((column) => column.name)).not.toContain('education');
});

describe('what is wrong is said', () => {
  const check = (
    name: string,
    files: Readonly<Record<string, string | Buffer>>,
    message: RegExp,
    options: Parameters<typeof censusIncome>[0] = {},
  ) => test(name, () => expect(load(files, options)).rejects.toThrow(message));
  check('no files', {}, /no census-income\.data\.gz and census-income\.test\.gz in .*multitask-notebook data/s);
  check('one file', { 'train.csv': TRAIN }, /no census-income\.test\.gz in/);
  check('an archive', { 'census-income.data.bz2': 'x' }, /\.bz2 is compressed in a way that cannot be read/);
  check('an empty file', { 'train.csv': '', 'test.csv': TEST }, /train\.csv has no rows/);
  check(
    'a short line',
    { 'train.csv': `${TRAIN}\n1,2,3`, 'test.csv': TEST },
    /train\.csv, line 4: there are 3 fields, not 42/,
  );
  check('a long line', { 'train.csv': `${TRAIN},9\n`, 'test.csv': TEST }, /line 3: there are 43 fields, not 42/);
  check('an empty line', { 'train.csv': `${line()}\n\n${line()}`, 'test.csv': TEST }, /line 2: the line is empty/);
  check(
    'a word for a number',
    { 'train.csv': line({ age: ' old' }), 'test.csv': TEST },
    /line 1, column 1 \(age\): not a number: "old"/,
  );
  check(
    'another income',
    { 'train.csv': `${line()}\n${line({ income_50k: ' >50K' })}`, 'test.csv': TEST },
    /train\.csv, line 2: income is .* not ">50K"/,
  );
  check(
    'a torn download',
    { 'train.csv.gz': gzipSync(TRAIN).subarray(0, 60), 'test.csv': TEST },
    /train\.csv\.gz cannot be read to its end.*torn/,
  );
  check('a web page called .gz', { 'train.csv.gz': Buffer.from('<html>'), 'test.csv': TEST }, /damaged/);
  check(
    'a label as a feature',
    { 'train.csv': TRAIN, 'test.csv': TEST },
    /marital_stat.*is the label of task "marital"/,
    {
      columns: ['age', 'marital_stat'],
    },
  );
  check(
    'an unknown column',
    { 'train.csv': TRAIN, 'test.csv': TEST },
    /no column "Age"; did you mean "age"\? The columns are age, class_worker/,
    {
      columns: ['Age'],
    },
  );
});

test('the folder MULTITASK_DATA comes before the cache', async () => {
  const place = mkdtempSync(join(folder, 'told-'));
  writeFileSync(join(place, 'train.csv'), TRAIN);
  writeFileSync(join(place, 'test.csv'), TEST);
  vi.stubEnv('MULTITASK_DATA', place);
  try {
    expect((await censusIncome()).train.length).toBe(3);
  } finally {
    vi.unstubAllEnvs();
  }
});

test("numpy's permutations, from numpy", () => {
  expect(Array.from(numpySample(10, 10, 1))).toEqual([2, 9, 6, 4, 0, 3, 1, 7, 8, 5]);
  expect(Array.from(numpySample(10, 4, 1))).toEqual([2, 9, 6, 4]);
});
