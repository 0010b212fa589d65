import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Rows } from '../../../../kernel/multitask/data/dataset.ts';
import { randomStream } from '../../../../kernel/multitask/data/random.ts';

/**
 * An MMoE of two experts with the tasks "click" and "spend", trained with learned task weights and saved when losses were
 * of labels as they are: neither does its task know the mean and the sd of its labels, nor may it learn them now.
 */
const folder = 'test/golden/checkpoints/before-label-scale';
const load = () => createMultitask().models.load(folder);
const probe = {
  length: 4,
  numeric: [Float32Array.of(10, 40, 70, 95)],
  categorical: [Int8Array.of(0, 1, 2, -1)],
  lists: [],
  labels: {},
};
/** What the version that saved it printed. */
const then = {
  click: [0.00651090033352375, 0.06357554346323013, 0.24929381906986237, 0.9922615885734558],
  spend: [4.189424991607666, 5.2915215492248535, 7.743825912475586, 7.511550426483154],
};

describe.each(['simd', 'tfjs'] as const)(
  'a checkpoint of a numeric task from before labels were scaled, on %s',
  (trainer) => {
    const check = async (model: Awaited<ReturnType<typeof load>>, digits: number) => {
      const { columns } = model.network.features;
      const found = await model.predict({ ...probe, columns }, { trainer });
      for (const task of ['click', 'spend'] as const)
        for (const [row, value] of then[task].entries()) expect(found[task][row]).toBeCloseTo(value, digits);
    };

    test('predicts as it did', async () => {
      const model = await load();
      expect(model.network.tasks).toEqual([
        { name: 'click', kind: 'binary' },
        { name: 'spend', kind: 'numeric' },
      ]);
      await check(model, 5);
    });

    test('trains on from there, in the units it was trained in', async () => {
      const model = await load();
      const { columns } = model.network.features;
      const random = randomStream(1, 'old');
      const length = 512;
      const size = Float32Array.from({ length }, () => Math.round(100 * random.uniform()));
      const city = Int8Array.from({ length }, () => random.below(3));
      const spend = size.map((value, row) => 3 + 0.05 * value + city[row]);
      const click = size.map((value, row) => (value > 40 + 20 * city[row] ? 1 : 0));
      const rows: Rows = { columns, length, numeric: [size], categorical: [city], lists: [], labels: { click, spend } };
      const options = { trainer, batchSize: 64, taskWeights: 'uncertainty' } as const;
      const { rmse = Number.NaN } = (await model.evaluate(rows, { trainer })).spend;
      const run = await model.fit(rows, { ...options, epochs: 11, learningRate: 1e-5, resume: true });
      // Ten epochs were in the checkpoint, with their metrics; at this rate one more hardly moves a weight.
      expect(run.history).toHaveLength(11);
      expect(run.history[9].train.spend.rmse).toBeCloseTo(rmse, 0);
      expect(run.history[10].train.spend.rmse).toBeCloseTo(rmse, 2);
      expect(model.network.tasks[1]).toEqual({ name: 'spend', kind: 'numeric' });
      await check(model, 2);
    });
  },
);
