import { execFile } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Rows } from '../../../../../kernel/multitask/data/dataset.ts';
import type { Features } from '../../../../../kernel/multitask/data/features.ts';
import { randomStream, shuffled } from '../../../../../kernel/multitask/data/random.ts';
import { catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { createWith, simdTrainer } from '../../../../../kernel/multitask/trainers/simd/trainer.ts';
import type { Trainer, TrainingPlan } from '../../../../../kernel/multitask/trainers/trainer.ts';
import { flatFeatures, sampleFeatures, sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import { largestDifference, startState, withSimd } from '../../../../support/simd-trainers.ts';
import { adam, planOf } from '../../../../support/tfjs-trainers.ts';

const mmoe = () =>
  buildNetwork('mmoe', flatFeatures, sampleTasks, catalog.mmoe.build(flatFeatures, { gateDropout: 0.2 }));
const esmm = () => buildNetwork('esmm', sampleFeatures, sampleTasks, catalog.esmm.build(sampleFeatures));

/** Enough rows and steps for half a second and more. */
const long = { rows: sampleRows(20_000, 4, flatFeatures), epochs: 40 };

function planFor(rows: Rows, plan: Partial<TrainingPlan> = {}, epochs = 1): TrainingPlan {
  const random = randomStream(9, 'order');
  const order = Array.from({ length: epochs }, () => shuffled(rows.length, random));
  const all = new Uint32Array(rows.length * epochs);
  for (const [i, epoch] of order.entries()) all.set(epoch, i * rows.length);
  return planOf(rows.length, { learningRate: () => 1e-3, batchSize: 32, ...plan, order: all });
}

const nothing = () => {};

describe('the same seed and the same threads give the same bits', () => {
  for (const [name, network] of [
    ['mmoe', mmoe],
    ['esmm', esmm],
  ] as const)
    for (const threads of [1, 2, 3])
      test(`${name} on ${threads}`, async () => {
        const rows = sampleRows(700, 5, network().features);
        const runOnce = () =>
          withSimd(network(), { threads }, async (trainer) => {
            await trainer.train(rows, planFor(rows, {}, 3), nothing);
            return trainer.read();
          });
        const [first, second] = [await runOnce(), await runOnce()];
        expect(largestDifference(first.parameters, second.parameters)).toBe(0);
        expect(largestDifference(first.slots.v, second.slots.v)).toBe(0);
      });
});

describe('a run in pieces is the run in one', () => {
  for (const [name, network] of [
    ['mmoe', mmoe],
    ['esmm', esmm],
  ] as const)
    test(`${name}, read and written in between`, async () => {
      const rows = sampleRows(320, 6, network().features);
      const plan = planFor(rows, {}, 2);
      const whole = await withSimd(network(), { threads: 2 }, async (trainer) => {
        await trainer.train(rows, plan, nothing);
        return trainer.read();
      });
      const half = plan.order.length / 2;
      const between = await withSimd(network(), { threads: 2 }, async (trainer) => {
        await trainer.train(rows, { ...plan, order: plan.order.subarray(0, half) }, nothing);
        return trainer.read();
      });
      expect(between.step).toBe(10);
      const resume = async (trainer: Trainer) => {
        await trainer.train(rows, { ...plan, order: plan.order.subarray(half) }, nothing);
        return trainer.read();
      };
      const after = await withSimd(network(), { threads: 2 }, resume, adam, between);
      expect(after.step).toBe(20);
      // Put-off steps are taken when a call ends: not to the last bit as they would have been later.
      const tolerance = name === 'mmoe' ? 0 : 1e-6;
      expect(largestDifference(after.parameters, whole.parameters)).toBeLessThanOrEqual(tolerance);
      const rewritten = await withSimd(network(), { threads: 2 }, async (trainer) => {
        await trainer.train(rows, plan, nothing);
        await trainer.write(between);
        return resume(trainer);
      });
      expect(largestDifference(rewritten.parameters, after.parameters)).toBe(0);
    });
});

test('what was read stays what it was when training goes on', () =>
  withSimd(mmoe(), {}, async (trainer) => {
    const rows = sampleRows(200, 1, flatFeatures);
    const before = await trainer.read();
    const copy = Object.fromEntries(Object.entries(before.parameters).map(([name, values]) => [name, [...values]]));
    await trainer.train(rows, planFor(rows), nothing);
    expect(largestDifference(before.parameters, copy)).toBe(0);
    expect(largestDifference((await trainer.read()).parameters, copy)).toBeGreaterThan(0);
  }));

test('losses arrive in order, often, and each once', () =>
  withSimd(mmoe(), {}, async (trainer) => {
    const plan = planFor(long.rows, {}, long.epochs);
    const stretches: number[] = [];
    const done = await trainer.train(long.rows, plan, ({ losses }) => {
      stretches.push(losses.click.length);
      expect(losses.buy.length).toBe(losses.click.length);
      expect([...losses.click].every((loss) => loss > 0 && loss < 5)).toBe(true);
    });
    expect(done).toBe((long.rows.length / 32) * long.epochs);
    expect(stretches.reduce((sum, steps) => sum + steps, 0)).toBe(done);
    expect(stretches.length).toBeGreaterThan(5);
  }));

test('the event loop stays free: timers fire while a model trains', async () =>
  withSimd(mmoe(), {}, async (trainer) => {
    let fired = 0;
    const timer = setInterval(() => {
      fired += 1;
    }, 5);
    await trainer.train(long.rows, planFor(long.rows, { batchSize: 256 }, long.epochs), nothing);
    clearInterval(timer);
    // How late they are is measured by `npm run bench:session`.
    expect(fired).toBeGreaterThan(5);
  }));

describe('an abort ends the run after a whole step, whose weights are kept', () => {
  for (const batchSize of [32, 256, 20_000])
    test(`batches of ${batchSize}`, () =>
      withSimd(mmoe(), {}, async (trainer) => {
        const plan = planFor(long.rows, { batchSize }, 400);
        const abort = new AbortController();
        let reported = 0;
        const done = await trainer.train(
          long.rows,
          plan,
          ({ losses }) => {
            reported += losses.click.length;
            abort.abort();
          },
          abort.signal,
        );
        expect(done).toBeGreaterThan(0);
        expect(done).toBeLessThan(plan.order.length / batchSize);
        expect(reported).toBe(done);
        const state = await trainer.read();
        expect(state.step).toBe(done);
        const again = await withSimd(mmoe(), {}, async (other) => {
          await other.train(long.rows, { ...plan, order: plan.order.subarray(0, done * batchSize) }, nothing);
          return other.read();
        });
        expect(largestDifference(state.parameters, again.parameters)).toBe(0);
      }));

  test('before it began', () =>
    withSimd(esmm(), {}, async (trainer) => {
      const rows = sampleRows(100, 1);
      const before = await trainer.read();
      expect(await trainer.train(rows, planFor(rows), nothing, AbortSignal.abort())).toBe(0);
      expect(largestDifference((await trainer.read()).parameters, before.parameters)).toBe(0);
      await expect(trainer.predict(rows, AbortSignal.abort())).rejects.toThrow(/abort/);
    }));
});

test('one row, no rows, and fewer rows than threads', () =>
  withSimd(esmm(), { threads: 3 }, async (trainer) => {
    const one = sampleRows(1, 1);
    expect(await trainer.train(one, planFor(one), nothing)).toBe(1);
    const none = sampleRows(0, 1);
    expect(await trainer.train(none, planFor(none), nothing)).toBe(0);
    expect(Object.values(await trainer.predict(none)).map((column) => column.length)).toEqual([0, 0, 0]);
    const two = sampleRows(2, 1);
    const { pCTR, pCVR, pCTCVR } = await trainer.predict(two);
    for (const row of [0, 1]) expect(pCTR[row] * pCVR[row]).toBeCloseTo(pCTCVR[row], 6);
  }));

test('categories that need four bytes', async () => {
  const features: Features = {
    columns: [{ kind: 'categorical', name: 'id', values: Array.from({ length: 40_000 }, () => '') }],
  };
  const network = buildNetwork('wide', features, sampleTasks, (tasks, b) => ({
    outputs: tasks.map((task) =>
      b.output(task, b.probability(b.linear(b.x, 1, { name: task.name }), { name: task.name })),
    ),
  }));
  await withSimd(network, {}, async (trainer) => {
    const { parameters } = await trainer.read();
    const rows: Rows = {
      columns: features.columns,
      length: 3,
      numeric: [],
      categorical: [Int32Array.of(39_999, -1, 35_000)],
      lists: [],
      labels: {},
    };
    const weight = (id: number) => parameters['click/weights'][id];
    const { click } = await trainer.predict(rows);
    const expected = [weight(39_999), 0, weight(35_000)].map((z) => 1 / (1 + Math.exp(-z)));
    for (const [i, p] of expected.entries()) expect(click[i]).toBeCloseTo(p, 6);
  });
});

test('mistakes are named', async () => {
  const network = mmoe();
  await withSimd(network, {}, async (trainer) => {
    const rows = sampleRows(40, 1, flatFeatures);
    const { click } = rows.labels;
    await expect(trainer.train({ ...rows, labels: { click } }, planFor(rows), nothing)).rejects.toThrow(/task "buy"/);
    const wrong = { ...rows, categorical: [Int16Array.from(rows.categorical[0]).fill(7), rows.categorical[1]] };
    await expect(trainer.predict(wrong)).rejects.toThrow(/code 7 .* 3 values/);
    expect(await trainer.train(rows, planFor(rows), nothing)).toBe(2); // and it goes on
  });
  const { parameters } = startState(network);
  const short = { ...parameters, 'expert 0/bias': new Float32Array(3) };
  await expect(simdTrainer()(network, adam, { parameters: short, slots: {}, step: 0 })).rejects.toThrow(
    /"expert 0\/bias" is \[16\] but the state has 3 values/,
  );
});

test('a disposed trainer ends what it was doing, and says so', async () => {
  const network = mmoe();
  const trainer = await createWith({ threads: 2 })(network, adam, startState(network));
  const running = trainer.train(long.rows, planFor(long.rows, {}, long.epochs), nothing);
  const ended = expect(running).rejects.toThrow(/disposed/);
  await new Promise(setImmediate);
  await trainer.dispose();
  await ended;
  await expect(trainer.predict(long.rows)).rejects.toThrow(/disposed/);
});

test('trainers share threads: ten of two threads each start fewer than two more', async () => {
  const started: unknown[] = [];
  const onStart = (message: unknown) => started.push(message);
  const rows = sampleRows(200, 1, flatFeatures);
  const step = () => withSimd(mmoe(), { threads: 2 }, (trainer) => trainer.train(rows, planFor(rows), nothing));
  await step();
  subscribe('worker_threads', onStart);
  try {
    for (let i = 0; i < 10; i++) await step();
    expect(started.length).toBeLessThan(2);
  } finally {
    unsubscribe('worker_threads', onStart);
  }
});

test('the memory of trainers that are gone is collected, though V8 does not count what threads share', async () => {
  const values = Array.from({ length: 100_000 }, (_, i) => `${i}`);
  const features: Features = { columns: [{ kind: 'categorical', name: 'id', values }] };
  const network = buildNetwork('large', features, sampleTasks, (tasks, b) => {
    const z = b.embed('all', 12, {});
    return {
      outputs: tasks.map((task) =>
        b.output(task, b.probability(b.linear(z, 1, { name: task.name }), { name: task.name })),
      ),
    };
  });
  const labels = { click: new Float32Array(8), buy: new Float32Array(8) };
  const rows: Rows = {
    columns: features.columns,
    length: 8,
    numeric: [],
    categorical: [new Int32Array(8)],
    lists: [],
    labels,
  };
  const state = startState(network);
  const bytes = 3 * 4 * 12 * values.length; // weights and both slots of Adam
  const memory = { most: 0, now: 0 };
  const isCollected = () => memory.now < memory.most - 10 * bytes;
  // V8 may wait until half of the heap's limit, some 2 GB, is used up.
  for (let i = 0; i < 250 && !isCollected(); i++) {
    await withSimd(network, { threads: 2 }, (trainer) => trainer.train(rows, planFor(rows), nothing), adam, state);
    memory.now = process.memoryUsage.rss();
    memory.most = Math.max(memory.most, memory.now);
  }
  expect(isCollected(), JSON.stringify(memory)).toBe(true);
});

test('a script that trained ends by itself, also when it disposed of nothing', async () => {
  const script = `
    import { datasets, models } from 'multitask-notebook';
    const data = datasets.correlatedTasks({ rows: 2000, labels: 'binary', seed: 1 });
    const model = models.mmoe(data.features, data.tasks, { seed: 1 });
    await model.fit(data.train, { epochs: 1 });
    await model.evaluate(data.test);
    console.log('trained');`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout).toContain('trained');
});
