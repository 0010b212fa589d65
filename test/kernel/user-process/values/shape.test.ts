import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import { shapeOf } from '../../../../kernel/user-process/values/shape.ts';

const { datasets, models } = createMultitask();
const data = datasets.correlatedTasks({ correlation: 0.5, rows: 1000, seed: 1 });

describe('the shape of what the product makes itself is read without running code', () => {
  test('of a tensor, a dataset and its rows', () => {
    expect(shapeOf(tf.zeros([2, 3]))).toBe('[2, 3]');
    expect(shapeOf(data)).toMatch(/^1,000 .* rows × 100 columns$/);
    expect(shapeOf(data.train)).toBe('1,000 rows × 100 columns');
  });

  test('of a model, before and after it has learned the scale of its labels', async () => {
    const model = models.sharedBottom(data.features, data.tasks, { seed: 1 });
    const words = `${model.parameterCount.toLocaleString('en-US')} parameters`;
    expect(shapeOf(model)).toBe(words);
    await model.fit(data.train, { epochs: 1, threads: 1 });
    expect(shapeOf(model)).toBe(words);
  });
});
