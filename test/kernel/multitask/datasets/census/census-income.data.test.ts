import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { censusIncome } from '../../../../../kernel/multitask/datasets/census/census-income.ts';
import { numpySample } from '../../../../../kernel/multitask/datasets/census/numpy-sample.ts';

const data = process.env.MULTITASK_DATA;
describe('the real files', () => {
  const file = (name: string) => readFileSync(join(data ?? '', 'census-income', name));

  test("PaddleRec's columns, halves and counts", async () => {
    const census = await censusIncome();
    const names = census.features.columns.flatMap((column) =>
      column.kind === 'categorical' ? column.values.map((value) => `${column.name}_${value}`) : [column.name],
    );
    const expected: string[] = JSON.parse(file('columns-499.json').toString());
    expect(names).toEqual(expected.map((name) => name.replace('_ ', '_')));
    expect([census.train.length, census.validation.length, census.test.length]).toEqual([199_523, 49_881, 49_881]);
    const positives = (labels: Iterable<number>) => [...labels].reduce((sum, label) => sum + label, 0);
    expect(positives(census.train.labels.income)).toBe(12_382);
    expect(positives(census.validation.labels.income)).toBe(6_186 - 3_082);
    expect(positives(census.test.labels.income)).toBe(3_082);
    expect(positives(census.test.labels.marital)).toBe(21_476);
    // The test file has one level fewer and none more.
    for (const codes of census.test.categorical) expect(codes.every((code: number) => code >= 0)).toBe(true);
  });

  test('they load within 500 MB', async () => {
    const module = new URL('../../../../../kernel/multitask/datasets/census/census-income.ts', import.meta.url).href;
    const script = `
      const { censusIncome } = await import(${JSON.stringify(module)});
      const { train } = await censusIncome();
      console.log(JSON.stringify({ rows: train.length, megabytes: process.resourceUsage().maxRSS / 1e3 }));`;
    const argv = ['--import', 'tsx', '--input-type', 'module', '--eval', script];
    const { stdout } = await promisify(execFile)(process.execPath, argv);
    const { rows, megabytes } = JSON.parse(stdout);
    expect(rows).toBe(199_523);
    expect(megabytes).toBeLessThan(500);
  });

  test("PaddleRec's demo rows are the first ten rows as one-hot columns", async () => {
    const { features, train } = await censusIncome();
    const [first] = readFileSync(join(data ?? '', 'samples/paddlerec/census_mmoe_train_30rows.txt'), 'utf8').split(
      '\n',
    );
    const [marital, income, ...expected] = first.split(',').map(Number);
    let [numeric, categorical] = [0, 0];
    const actual = features.columns.flatMap((column) => {
      if (column.kind === 'numeric') return [train.numeric[numeric++][0]];
      const code = train.categorical[categorical++][0];
      return column.kind === 'categorical' ? column.values.map((_, i) => (i === code ? 1 : 0)) : [];
    });
    expect(actual).toEqual(expected.map(Math.fround));
    expect([train.labels.marital[0], train.labels.income[0]]).toEqual([marital, income]);
  });

  test("the halves are pandas', row by row", () => {
    const mask = file('paddlerec-test-half.bin');
    const inTestHalf = new Uint8Array(99_762).fill(1);
    for (const row of numpySample(99_762, 49_881, 1)) inTestHalf[row] = 0;
    const shipped = inTestHalf.map((_, row) => (mask[row >> 3] >> (7 - (row & 7))) & 1);
    expect(shipped).toEqual(inTestHalf);
  });

  test('the correlation of the labels is that of the paper', async () => {
    const correlation = async (tasks: 'income-marital' | 'education-marital', first: string) => {
      const { train } = await censusIncome({ tasks, columns: ['age'] });
      const n = train.length;
      const [a, b] = [train.labels[first], train.labels.marital];
      const share = (labels: Iterable<number>) => [...labels].reduce((sum, label) => sum + label, 0) / n;
      const both = share(a.map((label, row) => label * b[row]));
      return (both - share(a) * share(b)) / Math.sqrt(share(a) * (1 - share(a)) * share(b) * (1 - share(b)));
    };
    // The paper takes 10,000 rows and gives absolute values.
    expect(Math.abs(Math.abs(await correlation('income-marital', 'income')) - 0.1768)).toBeLessThan(0.004);
    expect(Math.abs(Math.abs(await correlation('education-marital', 'education')) - 0.2373)).toBeLessThan(0.004);
  });
});
