import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import { joinRows, pickRows, type RowStream, type Rows, sliceRows } from '../../../../kernel/multitask/data/index.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/index.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const { models } = createMultitask();
const rows = randomRows(300, 1);
const options = { trainer: 'tfjs', batchSize: 32, epochs: 2, plot: false } as const satisfies FitOptions;
const weighted = (weights: ArrayLike<number>, those: Rows = rows): Rows => ({
  ...those,
  weights: Float32Array.from(weights),
});
const each = (value: (row: number) => number) => Float32Array.from({ length: rows.length }, (_, row) => value(row));

async function trained(train: Rows | RowStream, more: FitOptions = {}) {
  const model = models.mmoe(mixedFeatures, clickAndBuy, {
    experts: 2,
    expertUnits: [4],
    towerUnits: [3],
    embedding: 2,
  });
  const run = await model.fit(train, { ...options, ...more });
  return { model, run, numbers: Object.values(await model.parameters()).map((values) => [...values]) };
}

function streamOf(train: Rows, meanWeight: number): RowStream {
  return {
    length: train.length,
    meanWeight,
    async *chunks() {
      for (let from = 0; from < train.length; from += 100)
        yield sliceRows(train, from, Math.min(train.length, from + 100));
    },
  };
}

describe('fit', () => {
  test('equal weights change nothing, bit for bit', async () => {
    const { numbers } = await trained(rows);
    expect((await trained(weighted(each(() => 7)))).numbers).toEqual(numbers);
    expect((await trained(weighted(each(() => 0.1)))).numbers).toEqual(numbers);
  });

  test('equal weights of a stream change nothing, bit for bit', async () => {
    const { numbers } = await trained(streamOf(rows, 1));
    const equal = Math.fround(0.3);
    expect((await trained(streamOf(weighted(each(() => equal)), equal))).numbers).toEqual(numbers);
  });

  test('rows of weight 0 are absent, bit for bit, also from metrics', async () => {
    const some = weighted(each((row) => (row % 3 === 0 ? 0 : 1 + (row % 2))));
    const kept = Uint32Array.from({ length: 300 }, (_, row) => row).filter((row) => row % 3 !== 0);
    const left = pickRows(some, kept);
    const [whole, part] = [await trained(some, { validation: some }), await trained(left, { validation: left })];
    expect(whole.numbers).toEqual(part.numbers);
    const metrics = ({ run }: typeof whole) => run.history.map(({ train, validation }) => ({ train, validation }));
    expect(metrics(whole)).toEqual(metrics(part));
    expect(await whole.model.evaluate(some)).toEqual(await part.model.evaluate(left));
  });

  test('weights are relative: their multiples are they', async () => {
    const some = each((row) => 1 + (row % 4));
    const { numbers } = await trained(weighted(some));
    expect((await trained(weighted(some.map((weight) => 4 * weight)))).numbers).toEqual(numbers);
    expect((await trained(rows)).numbers).not.toEqual(numbers);
  });

  test('one step is that of weights given for each task, divided by their mean', async () => {
    // The mean of 1, 2, 3, 4 is 2.5.
    const some = each((row) => 1 + (row % 4));
    const once = { epochs: 1, batchSize: 300, optimizer: 'sgd' } as const;
    const { numbers } = await trained(weighted(some), once);
    const relative = some.map((weight) => weight / 2.5);
    expect((await trained(rows, { ...once, rowWeights: { click: relative, buy: relative } })).numbers).toEqual(numbers);
  });

  test('both kinds of weights multiply', async () => {
    const some = each((row) => 1 + (row % 4));
    const given = { click: each((row) => row % 2), buy: each(() => 1) };
    const { numbers } = await trained(weighted(some), { rowWeights: given });
    const relative = some.map((weight) => weight / 2.5);
    const product = { click: relative.map((weight, row) => weight * given.click[row]), buy: relative };
    expect((await trained(rows, { rowWeights: product })).numbers).toEqual(numbers);
  });

  const refused = (name: string, weights: ArrayLike<number>, message: RegExp) =>
    test(name, async () => {
      await expect(trained(weighted(weights))).rejects.toThrow(message);
    });
  refused('too few weights', [1, 2], /fit: .*got 2 weights and 300 rows/);
  refused(
    'a negative weight',
    each((row) => (row === 17 ? -1 : 1)),
    /fit: .*row 17 has -1/,
  );
  refused(
    'a weight that is no number',
    each((row) => (row === 3 ? Number.NaN : 1)),
    /row 3 has NaN/,
  );
  refused(
    'no weight at all',
    each(() => 0),
    /the weight of every row is 0/,
  );
});

test('evaluate weighs', async () => {
  const model = models.mmoe(mixedFeatures, clickAndBuy, { embedding: 2 });
  // A row of weight 2 is as good as two rows in every mean.
  const some = weighted(each((row) => 1 + (row % 2)));
  const twice = pickRows(
    rows,
    Uint32Array.from(Array.from({ length: 300 }, (_, row) => new Array<number>(1 + (row % 2)).fill(row)).flat()),
  );
  const [a, b] = [await model.evaluate(some, { trainer: 'tfjs' }), await model.evaluate(twice, { trainer: 'tfjs' })];
  for (const task of ['click', 'buy'] as const)
    for (const name of ['auc', 'logLoss', 'calibration'] as const)
      expect(a[task][name]).toBeCloseTo(b[task][name] ?? 0, 10);
});

test('weights go along when rows are picked, joined or sliced', () => {
  const some = weighted(each((row) => row));
  expect(pickRows(some, Uint32Array.of(5, 2)).weights).toEqual(Float32Array.of(5, 2));
  expect(sliceRows(some, 3, 5).weights).toEqual(Float32Array.of(3, 4));
  const joined = joinRows([sliceRows(some, 7, 9), sliceRows(rows, 0, 1)]);
  expect(joined.weights).toEqual(Float32Array.of(7, 8, 1));
});
