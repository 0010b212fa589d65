import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { table } from '../../../../../kernel/multitask/datasets/table/table.ts';

test('a table in memory is its columns, and not what they were read from too', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  const used = () => {
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = used();
  const query = "SELECT i % 2 AS label, i AS number, 'v' || i % 100 AS category FROM range(500000) AS t(i)";
  const data = await table(query, { tasks: { label: 'binary' } });
  // A label and a number in 4 bytes each, a code in one.
  const columns = data.train.length * 9;
  await expect
    .poll(async () => {
      await setTimeout(1);
      return used() - before;
    })
    .toBeLessThan(1.5 * columns);
  expect(used() - before).toBeGreaterThan(0.9 * columns);
  expect(data.read).toBeTypeOf('function');
});
