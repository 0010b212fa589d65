import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { RowStream, Rows } from '../../../../kernel/multitask/data/dataset.ts';
import type { Column, Features } from '../../../../kernel/multitask/data/features.ts';
import { withTrainLabels } from '../../../../kernel/multitask/data/label-statistics.ts';
import { randomStream } from '../../../../kernel/multitask/data/random.ts';
import { sliceRows } from '../../../../kernel/multitask/data/some-rows.ts';
import type { Task } from '../../../../kernel/multitask/data/tasks.ts';
import { numericColumn } from '../../../../kernel/multitask/datasets/numeric-column.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/fit-options.ts';

const { models } = createMultitask();
const cities = ['Ulm', 'Bonn', 'Kiel'];

/** spend = 20000 + 900 p + 20000 c + noise, and a click that depends on both. */
function shop(length: number, seed: number): Omit<Rows, 'columns'> {
  const random = randomStream(seed, 'shop');
  const p = Float32Array.from({ length }, () => 100 * random.uniform());
  const c = Int8Array.from({ length }, () => random.below(3));
  const spend = p.map((value, row) => 20_000 + 900 * value + 20_000 * c[row] + 1000 * random.normal());
  const click = p.map((value, row) => (random.uniform() < 1 / (1 + Math.exp(-(value - 60) / 25 - c[row])) ? 1 : 0));
  return { length, numeric: [p], categorical: [c], lists: [], labels: { click, spend } };
}

const drawn = [shop(24_000, 1), shop(8000, 2)] as const;
const columns: readonly Column[] = [
  numericColumn('p', drawn[0].numeric[0]),
  { kind: 'categorical', name: 'c', values: cities },
];
const features: Features = { columns };
const [train, held] = drawn.map((rows): Rows => ({ ...rows, columns }));
const plain: readonly Task[] = [
  { name: 'click', kind: 'binary' },
  { name: 'spend', kind: 'numeric' },
];
const tasks = withTrainLabels(plain, train.labels);
const { sd } = tasks[1];

test('the tasks of these rows know the mean and the sd of their labels', () => {
  const spend = Array.from(train.labels.spend);
  const mean = spend.reduce((sum, value) => sum + value, 0) / spend.length;
  expect(tasks[1].mean).toBeCloseTo(mean, 2);
  expect(sd).toBeGreaterThan(25_000);
  expect(tasks[0].mean).toBeCloseTo(train.labels.click.filter((label) => label === 1).length / 24_000, 8);
});

describe.each(['simd', 'tfjs'] as const)('a task in thousands beside a click, on %s', (trainer) => {
  const trained = async (of: readonly Task[], options: FitOptions = {}, rows: Rows | RowStream = train) => {
    const model = models.mmoe(features, of, { seed: 1 });
    const run = await model.fit(rows, { trainer, epochs: 2, validation: held, ...options });
    return { model, run, last: run.history[run.history.length - 1].validation ?? {} };
  };
  const alone = trained([tasks[0]]);

  for (const taskWeights of [undefined, 'uncertainty', { click: 1, spend: 1 }] as const)
    test(`task weights ${JSON.stringify(taskWeights)}: better than the mean at once, the click unharmed`, async () => {
      const { model, last, run } = await trained(tasks, { taskWeights });
      expect(run.history[0].validation?.spend.rmse).toBeLessThan((sd ?? 0) / 2);
      expect(last.spend.rmse).toBeLessThan((sd ?? 0) / 5);
      const { click } = (await alone).last;
      expect(Math.abs((last.click.auc ?? 0) - (click.auc ?? 0))).toBeLessThan(0.005);
      const { spend } = await model.predict(held, { trainer });
      const mean = Array.from(spend).reduce((sum, value) => sum + value, 0) / spend.length;
      expect(Math.abs(mean / (tasks[1].mean ?? 0) - 1)).toBeLessThan(0.1); // in label units
    });

  test('tasks that do not know their labels learn them from the first rows they are trained on', async () => {
    const known = await trained(tasks, { epochs: 1 });
    const learned = await trained(plain, { epochs: 1 });
    expect(learned.model.network.tasks).toEqual([plain[0], tasks[1]]);
    expect(learned.last).toEqual(known.last);
    async function* chunks() {
      for (let from = 0; from < 24_000; from += 8000) yield sliceRows(train, from, from + 8000);
    }
    const streamed = await trained(plain, { epochs: 1 }, { length: 24_000, chunks });
    expect(streamed.model.network.tasks[1].sd).toBeCloseTo(sd ?? 0, 4);
    expect(streamed.last.spend.rmse).toBeLessThan((sd ?? 0) / 2);
  });

  test('losses are told in label units, and so is log σ², which settles at ln MSE', async () => {
    const random = randomStream(3, 'noise');
    // Nothing explains the label, so what is left is its variance: 3².
    const noise = Float32Array.from({ length: 4096 }, () => 1000 + 3 * random.normal());
    const rows: Rows = { ...sliceRows(train, 0, 4096), labels: { noise } };
    const model = models.define('linear', features, [{ name: 'noise', kind: 'numeric' }], ([task], b) => ({
      outputs: [b.output(task, b.linear(b.x, 1))],
    }));
    const losses: number[] = [];
    const events = model.train(rows, {
      trainer,
      epochs: 8,
      batchSize: 64,
      learningRate: 0.02,
      taskWeights: 'uncertainty',
    });
    let told: Readonly<Record<string, number>> | undefined;
    let mse = Number.NaN;
    for await (const event of events) {
      if (event.kind === 'steps') losses.push(...Array.from(event.losses.noise));
      if (event.kind === 'epoch') {
        told = event.logVariances;
        mse = (event.train.noise.rmse ?? 0) ** 2;
      }
    }
    const late = losses.slice(-64).reduce((sum, loss) => sum + loss, 0) / 64;
    expect(late / mse).toBeCloseTo(1, 0);
    expect(Math.abs(Math.log(mse) - Math.log(9))).toBeLessThan(0.15);
    expect(Math.abs((told?.noise ?? 0) - Math.log(mse))).toBeLessThan(0.1);
  });

  test('labels that differ in digits which 32 bits do not have', async () => {
    const length = 8192;
    const p = train.numeric[0].slice(0, length);
    const time = Float64Array.from(p, (value) => 1.7e9 + value / 10);
    const rows: Rows = { ...sliceRows(train, 0, length), labels: { time } };
    const model = models.mmoe(features, [{ name: 'time', kind: 'numeric' }], { seed: 1 });
    await model.fit(rows, { trainer, epochs: 4, batchSize: 64 });
    const { time: predicted } = await model.predict(rows, { trainer });
    expect(predicted).toBeInstanceOf(Float64Array);
    const { time: found } = await model.evaluate(rows, { trainer });
    expect(found.rmse).toBeLessThan(1); // its sd is 2.9, and numbers of 32 bits around 1.7e9 are 128 apart
  });

  test('numbers that differ in digits which 32 bits do not have', async () => {
    const time = Float64Array.from(train.numeric[0], (value) => 1.7e12 + value);
    const click = train.labels.click;
    const own: readonly Column[] = [numericColumn('time', time)];
    const rows: Rows = { columns: own, length: 24_000, numeric: [time], categorical: [], lists: [], labels: { click } };
    const model = models.sharedBottom({ columns: own }, [tasks[0]], { bottomUnits: [4], seed: 1 });
    await model.fit(rows, { trainer, epochs: 1 });
    expect((await model.evaluate(rows, { trainer })).click.auc).toBeGreaterThan(0.7);
    const raw = models.sharedBottom({ columns: own }, [tasks[0]], { inputs: 'raw' });
    await expect(raw.fit(rows, { trainer })).rejects.toThrow(
      /fit: the values of column "time" are around 17000000000\d\d\.\d+ and differ by about 28\.\d+, which 32 bits cannot hold/,
    );
  });
});
