import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomStream, shuffled } from '../../../../../kernel/multitask/data/random.ts';
import { catalog } from '../../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { flatFeatures, sampleFeatures, sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import { largestDifference, withSimd } from '../../../../support/simd-trainers.ts';
import { planOf } from '../../../../support/tfjs-trainers.ts';

/** More programs than there are cores, beside all of what follows. */
const busy: ChildProcess[] = [];
const startBusy = async () => {
  for (let i = 0; i < 2 * availableParallelism(); i++)
    busy.push(spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }));
  await Promise.all(busy.map((child) => once(child, 'spawn')));
};
const endBusy = async () => {
  const ends = busy.splice(0).map((child) => {
    const end = once(child, 'exit');
    child.kill('SIGKILL');
    return end;
  });
  await Promise.all(ends);
};
afterAll(endBusy);

const networks = {
  mmoe: buildNetwork('mmoe', flatFeatures, sampleTasks, catalog.mmoe.build(flatFeatures, { gateDropout: 0.2 })),
  esmm: buildNetwork('esmm', sampleFeatures, sampleTasks, catalog.esmm.build(sampleFeatures)),
};

describe.each(Object.entries(networks))('%s, whose threads’ cores are taken away', (_, network) => {
  const rows = sampleRows(1000, 7, network.features);
  const plan = planOf(rows.length, {
    learningRate: () => 1e-3,
    batchSize: 32,
    order: shuffled(rows.length, randomStream(3, 'order')),
  });

  /** Threads that are more than the cores wait for one another however quiet the machine is. */
  const threads = availableParallelism() + 1;
  const trained = () =>
    withSimd(network, { threads }, async (trainer) => {
      expect(await trainer.train(rows, plan, () => {})).toBe(32);
      return trainer.read();
    });

  let alone: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    alone = await trained();
    await startBusy();
    return endBusy;
  });

  test('computes the same bits', async () => {
    for (let i = 0; i < 5; i++) {
      const { parameters, slots } = await trained();
      expect(largestDifference(parameters, alone.parameters)).toBe(0);
      expect(largestDifference(slots.v, alone.slots.v)).toBe(0);
    }
  });

  test('ends when it is interrupted, after a whole step', () =>
    withSimd(network, { threads }, async (trainer) => {
      const epochs = 2000;
      const order = new Uint32Array(rows.length * epochs);
      for (let i = 0; i < epochs; i++) order.set(plan.order, i * rows.length);
      const stop = new AbortController();
      const done = await trainer.train(rows, { ...plan, order }, () => stop.abort(), stop.signal);
      expect(done).toBeGreaterThan(0);
      expect(done).toBeLessThan(order.length / 32);
      expect((await trainer.read()).step).toBe(done);
    }));
});
