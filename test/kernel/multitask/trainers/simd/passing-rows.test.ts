import { expect, test } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import { inputColumns } from '../../../../../kernel/multitask/trainers/simd/compile/input-columns.ts';
import { createPassingRows } from '../../../../../kernel/multitask/trainers/simd/memory/passing-rows.ts';
import { shareRows } from '../../../../../kernel/multitask/trainers/simd/memory/shared-rows.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../../support/random-rows.ts';

const { network } = createMultitask().models.mmoe(mixedFeatures, clickAndBuy, { embedding: 2 });
const columns = inputColumns(network);

test('rows take the memory of those that are done, and are what they are in new memory', async () => {
  const passing = createPassingRows(columns, clickAndBuy);
  const buffers = new Set<ArrayBufferLike>();
  const pass = async (length: number, seed: number) => {
    const rows = randomRows(length, seed);
    await passing.share(rows);
    const shared = passing.of(rows);
    expect(shared).toEqual(await shareRows(rows, columns, clickAndBuy));
    if (shared) buffers.add(shared.records.buffer);
    return rows;
  };
  // Two at a time, as in an epoch: one is trained on, one made ready.
  const first = await pass(300, 1);
  const second = await pass(250, 2);
  expect(buffers.size).toBe(2);
  passing.end(first);
  expect(passing.of(first)).toBeUndefined();
  const third = await pass(280, 3);
  passing.end(second);
  await pass(249, 4);
  expect(buffers.size).toBe(2);
  passing.end(third);
  // What is too small for the next is let go.
  await pass(400, 5);
  expect(buffers.size).toBe(3);
});
