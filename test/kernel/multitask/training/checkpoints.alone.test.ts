import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { saveCheckpoint } from '../../../../kernel/multitask/checkpoint/index.ts';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/index.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

vi.mock('../../../../kernel/multitask/checkpoint/index.ts', async (original) => {
  const actual = await original<typeof import('../../../../kernel/multitask/checkpoint/index.ts')>();
  return { ...actual, saveCheckpoint: vi.fn(actual.saveCheckpoint) };
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'multitask-checkpoints-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  vi.mocked(saveCheckpoint).mockClear();
});

/** The epochs of each checkpoint that a run writes, and whether it can be gone on with. */
async function saved(name: string, options: FitOptions): Promise<string[]> {
  const { models } = createMultitask();
  const model = models.mmoe(mixedFeatures, clickAndBuy, { experts: 2, expertUnits: [4], towerUnits: [3] });
  await model.fit(randomRows(200, 1), { batchSize: 64, checkpoint: join(folder, name), ...options });
  return vi
    .mocked(saveCheckpoint)
    .mock.calls.map(([, , { epochs, run }]) => `${epochs} ${run ? 'to go on with' : 'ended'}`);
}

describe('checkpoints of a run', () => {
  test('one at the end of every epoch, the last one once', async () => {
    expect(await saved('plain', { epochs: 3 })).toEqual(['1 to go on with', '2 to go on with', '3 to go on with']);
  });

  test('and one more where the weights of an earlier epoch are restored', async () => {
    // Labels of noise: validation gets worse from the second epoch on, or the third.
    const last = await saved('stopped', {
      epochs: 30,
      learningRate: 0.1,
      validation: randomRows(100, 2),
      earlyStopping: { patience: 2 },
    });
    expect(last.at(-1)).toMatch(/ ended$/);
    expect(last.filter((each) => each.endsWith('ended'))).toHaveLength(1);
  });

  test('and one after the last whole epoch of an interrupted run', async () => {
    const stop = new AbortController();
    const { models } = createMultitask({
      watch: () => (event) => {
        if (event.kind === 'epoch') stop.abort();
      },
    });
    const model = models.mmoe(mixedFeatures, clickAndBuy, { experts: 2, expertUnits: [4], towerUnits: [3] });
    const checkpoint = join(folder, 'interrupted');
    const run = await model.fit(randomRows(200, 1), { epochs: 5, checkpoint, signal: stop.signal });
    expect(run.state).toBe('interrupted');
    expect(vi.mocked(saveCheckpoint).mock.calls.length).toBeGreaterThan(run.epochs);
  });
});
