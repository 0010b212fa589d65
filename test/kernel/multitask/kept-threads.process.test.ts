import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test, vi } from 'vitest';
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
const { models, gateReport } = createMultitask();
const make = () => models.mmoe(mixedFeatures, clickAndBuy, { embedding: 2, seed: 5 });

const { models: others } = createMultitask();
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** What the same weights give in a process that has kept nothing of them. */
async function afresh(model: ReturnType<typeof make>, trainer: 'simd' | 'tfjs') {
  const folder = join(await mkdtemp(join(tmpdir(), 'kept-')), 'model');
  folders.push(folder);
  await model.save(folder);
  return (await others.load(folder)).predict(rows, { trainer });
}

test.each(['simd', 'tfjs'] as const)(
  '%s: a second call uses the threads of the first, and sees weights that changed since',
  async (trainer) => {
    const model = make();
    const seen: unknown[] = [];
    /** Asked of several at the same time, one of which is interrupted. */
    const changed = async () => {
      const stop = new AbortController();
      const all = Promise.allSettled([
        model.predict(rows, { trainer }),
        gateReport(model, rows),
        model.predict(rows, { trainer, signal: stop.signal }),
      ]);
      stop.abort();
      const [predicted, gates, interrupted] = await all;
      expect([gates.status, interrupted.status]).toEqual(['fulfilled', 'rejected']);
      const now = predicted.status === 'fulfilled' ? predicted.value : {};
      expect(await model.predict(rows, { trainer })).toEqual(now);
      expect(now).toEqual(await afresh(model, trainer));
      for (const before of seen) expect(now).not.toEqual(before);
      seen.push(now);
    };
    const learn = (options: Parameters<typeof model.fit>[1] = {}) =>
      model.fit(rows, { trainer, epochs: 1, batchSize: 256, ...options });
    await changed();
    const first = [...threads];
    if (trainer === 'simd') expect(first.length).toBeGreaterThan(0);
    await learn();
    await changed();
    await learn({ epochs: 3, validation: rows, learningRate: 0.5, earlyStopping: { patience: 1 } });
    await changed();
    await learn({ restart: true, learningRate: 0.01 });
    await changed();
    for await (const { kind } of model.train(rows, { trainer, epochs: 9, batchSize: 64 })) if (kind === 'steps') break;
    await changed();
    if (trainer === 'simd') expect([...threads]).toEqual(first);
    // What is not the model's: copies.
    for (const values of Object.values(await model.parameters())) values.fill(0);
    expect(await model.predict(rows, { trainer })).toEqual(seen.at(-1));
    model.dispose();
  },
);

test('both trainers agree on weights that were trained', async () => {
  const model = make();
  await model.fit(rows, { epochs: 1, batchSize: 64 });
  const [fast, reference] = [await model.predict(rows), await model.predict(rows, { trainer: 'tfjs' })];
  for (const { name } of model.network.outputs)
    for (const [i, value] of reference[name].entries()) expect(fast[name][i]).toBeCloseTo(value, 4);
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
