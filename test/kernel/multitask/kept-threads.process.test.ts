import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test, vi } from 'vitest';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../support/random-rows.ts';

/** Threads that were started in this process and have not ended. */
const threads = vi.hoisted(() => new Set<object>());
vi.mock('node:worker_threads', async (original) => {
  const real = await original<typeof import('node:worker_threads')>();
  class CountedWorker extends real.Worker {
    constructor(...how: ConstructorParameters<typeof real.Worker>) {
      super(...how);
      threads.add(this);
      this.once('exit', () => threads.delete(this));
    }
  }
  return { ...real, Worker: CountedWorker };
});

const rows = randomRows(3000, 1);
const { models } = createMultitask();
const make = () => models.mmoe(mixedFeatures, clickAndBuy, { embedding: 2, seed: 5 });

test('a second call uses the threads of the first, and sees weights that changed since', async () => {
  const model = make();
  const untrained = await model.predict(rows);
  const first = [...threads];
  expect(first.length).toBeGreaterThan(0);
  expect(await model.predict(rows)).toEqual(untrained);
  await model.fit(rows, { epochs: 1, batchSize: 64 });
  const trained = await model.predict(rows);
  expect([...threads]).toEqual(first);
  const reference = await model.predict(rows, { trainer: 'tfjs' });
  for (const { name } of model.network.outputs) {
    expect(trained[name]).not.toEqual(untrained[name]);
    for (const [i, value] of reference[name].entries()) expect(trained[name][i]).toBeCloseTo(value, 4);
  }
  model.dispose();
});

test('ten models share their threads', async () => {
  await make().predict(rows);
  const before = [...threads];
  for (let i = 0; i < 10; i++) await make().predict(rows);
  expect([...threads]).toEqual(before);
});

test('a script ends by itself with a model that was not disposed', async () => {
  const script = `
    import { models, datasets } from 'multitask-notebook';
    const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1, rows: 2000 });
    const model = models.mmoe(data.features, data.tasks, { experts: 2 });
    await model.fit(data.train, { epochs: 1, plot: false });
    await model.evaluate(data.train);
    await model.evaluate(data.train);
    console.log('done');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect([said.trim(), code]).toEqual(['done', 0]);
});
