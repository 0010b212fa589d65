import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import type { Dataset, Rows } from '../../../../../kernel/multitask/data/dataset.ts';
import { withTrainLabels } from '../../../../../kernel/multitask/data/label-statistics.ts';
import { numericColumn } from '../../../../../kernel/multitask/datasets/numeric-column.ts';
import { literal, withDuckDb } from '../../../../../kernel/multitask/datasets/table/duckdb.ts';
import { table } from '../../../../../kernel/multitask/datasets/table/table.ts';
import { inputColumns, recordSizes } from '../../../../../kernel/multitask/trainers/simd/compile/input-columns.ts';
import { shareRows } from '../../../../../kernel/multitask/trainers/simd/memory/shared-rows.ts';
import { numericReader } from '../../../../../kernel/multitask/trainers/tfjs/numeric-reader.ts';
import { readTarget } from '../../../../../kernel/multitask/trainers/tfjs/targets.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wide-numbers-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const day = Date.UTC(2024, 4, 17);
const count = 500;
const of = (value: (row: number) => number) => Array.from({ length: count }, (_, row) => value(row));
/** Moments of one day in seconds and in milliseconds, prices around a thousand million, small numbers, and a label. */
const truth = {
  seconds: of((row) => day / 1000 + ((row * 7919) % 86_400)),
  milliseconds: of((row) => day + ((row * 7919) % 86_400) * 1000 + (row % 1000)),
  price: of((row) => 1e9 + ((row * 31) % 97) / 100),
  small: of((row) => ((row * 17) % 101) / 8),
  due: of((row) => day / 1000 + 3600 + ((row * 104_729) % 7200)),
};
type Name = keyof typeof truth;
const names = ['seconds', 'milliseconds', 'price', 'small'] as const;
const wide: readonly Name[] = ['seconds', 'milliseconds', 'price', 'due'];
const options = { tasks: { due: 'numeric' }, numeric: names } as const;

function standardised(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + (value - values[0]), 0) / count + values[0];
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  return values.map((value) => (value - mean) / sd);
}

/** What each trainer makes of rows: the numeric inputs and the labels of a network, by name. */
async function trainedOn({ features, tasks }: Pick<Dataset, 'features' | 'tasks'>, rows: Rows) {
  const { network } = createMultitask().models.sharedBottom(features, tasks, { bottomUnits: [2] });
  const order = Uint32Array.from({ length: rows.length }, (_, row) => row);
  const read = numericReader(network, rows)(order, 0, rows.length);
  const { labels } = readTarget(rows, tasks[0], { rowWeights: {}, average: 'batch' }, order, 0, rows.length);
  const columns = inputColumns(network);
  const { records } = await shareRows(rows, columns, tasks);
  const floats = new Float32Array(records.buffer);
  const { bytes, targets } = recordSizes(columns);
  const column = (from: Float32Array, step: number, at: number) => of((row) => from[row * step + at]);
  return {
    tfjs: { numbers: names.map((_, c) => column(read, names.length, c)), labels: Array.from(labels) },
    simd: {
      numbers: names.map((_, c) => column(floats, bytes / 4, c)),
      labels: column(floats, bytes / 4, targets / 4),
    },
  };
}

function worst(found: readonly number[], expected: readonly number[]): number {
  return Math.max(...found.map((value, row) => Math.abs(value - expected[row])));
}

async function checkInputs(data: Pick<Dataset, 'features' | 'tasks'>, rows: Rows) {
  const found = await trainedOn(data, rows);
  for (const { numbers, labels } of [found.tfjs, found.simd]) {
    for (const [c, name] of names.entries()) expect(worst(numbers[c], standardised(truth[name]))).toBeLessThan(1e-6);
    expect(worst(labels, standardised(truth.due))).toBeLessThan(1e-6);
  }
}

const all = [...names, 'due'] as const;
const csv = `${all.join(',')}\n${of((row) => row)
  .map((row) => all.map((name) => truth[name][row]).join(','))
  .join('\n')}\n`;
async function file(name: string): Promise<string> {
  const path = join(folder, name);
  if (name.endsWith('.csv')) writeFileSync(path, csv);
  else {
    const source = await file('all.csv');
    await withDuckDb((database) => database.run(`COPY (FROM ${literal(source)}) TO ${literal(path)}`));
  }
  return path;
}

describe('numbers that differ in digits which 32 bits do not have reach the model as they would in 64', () => {
  for (const name of ['all.csv', 'all.parquet', 'all.json'])
    test(name, async () => {
      const data = await table(await file(name), options);
      await checkInputs(data, data.train);
      // The others are as narrow as ever.
      expect(data.train.numeric.map((values) => values instanceof Float64Array)).toEqual([true, true, true, false]);
      expect(data.train.labels.due).toBeInstanceOf(Float64Array);
    });

  test('rows in memory', async () => {
    const columns = names.map((each) => numericColumn(each, Float64Array.from(truth[each])));
    const numbers = (name: Name) => (wide.includes(name) ? Float64Array : Float32Array).from(truth[name]);
    const labels = { due: numbers('due') };
    const rows: Rows = { columns, length: count, numeric: names.map(numbers), categorical: [], lists: [], labels };
    const tasks = withTrainLabels([{ name: 'due', kind: 'numeric' }], labels);
    await checkInputs({ features: { columns }, tasks }, rows);
  });

  test('a stream', async () => {
    const data = await table(await file('all.csv'), { ...options, stream: true, chunkRows: count });
    for await (const chunk of data.train.chunks()) await checkInputs(data, chunk);
  });

  test('rows read for a model: by the columns of the model, however few they are', async () => {
    const data = await table(await file('all.csv'), options);
    const two = join(folder, 'two.csv');
    writeFileSync(two, `${all.join(',')}\n0,0,0,0,0\n${csv.split('\n').slice(1, 3).join('\n')}\n`);
    const model = createMultitask().models.sharedBottom(data.features, data.tasks);
    for (const rows of [await data.read(two), await model.read(two)]) {
      expect(Array.from(rows.numeric[1].subarray(1))).toEqual(truth.milliseconds.slice(0, 2));
      expect(Array.from(rows.labels.due.subarray(1))).toEqual(truth.due.slice(0, 2));
    }
  });
});

test('what 32 bits cannot hold at all is refused as before', async () => {
  const path = join(folder, 'huge.csv');
  writeFileSync(path, 'due,x\n1,2\n2,1e39\n3,1\n');
  await expect(table(path, { tasks: { due: 'numeric' }, numeric: ['x'] })).rejects.toThrow(
    'huge.csv, line 3, column "x": a numeric feature is a finite number, not "1e39".',
  );
});
