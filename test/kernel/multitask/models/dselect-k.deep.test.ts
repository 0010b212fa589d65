import { expect, test } from 'vitest';
import { datasets, models } from '../../../../kernel/multitask/index.ts';

/** A choice that depends on the row stays undecided in rows near where it changes. */
test.each(['static', 'rows'] as const)(
  'a choice that is made (%s): weights sum to 1, and at most two experts have one',
  { timeout: 120_000 },
  async (gates) => {
    const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 20_000, seed: 1 });
    const model = models.dselectK(data.features, data.tasks, { gates, entropyWeight: 1, seed: 1 });
    await model.fit(data.train, { epochs: 8, batchSize: 128, learningRate: 0.01 });
    const { gates: mixes } = model.network;
    const found = await model.activations(
      data.test,
      mixes.map(({ gate }) => gate),
    );
    for (const weights of found) {
      const experts = 8;
      let decided = 0;
      for (let row = 0; row < data.test.length; row++) {
        const own = [...weights.subarray(row * experts, (row + 1) * experts)];
        expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        if (own.filter((weight) => weight > 1e-6).length <= 2) decided++;
      }
      console.log(gates, decided / data.test.length);
      expect(decided / data.test.length).toBeGreaterThan(gates === 'static' ? 0.9999 : 0.6);
    }
  },
);
