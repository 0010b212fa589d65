import { expect, test, vi } from 'vitest';
import { pickRows, type RowStream } from '../../../../kernel/multitask/data/index.ts';
import type { TrainingJob } from '../../../../kernel/multitask/training/job.ts';
import { trainEpoch } from '../../../../kernel/multitask/training/train-epoch.ts';
import { randomRows } from '../../../support/random-rows.ts';

test('the next chunk of a stream is read, and made ready, while the one before is trained on', async () => {
  const rows = randomRows(100, 1);
  const said: string[] = [];
  let left = 0;
  const stream: RowStream = {
    length: 300,
    async *chunks() {
      for (const i of [1, 2, 3]) {
        said.push(`reads ${i}`);
        yield pickRows(rows, new Uint32Array(100).fill(i));
      }
      left++;
    },
  };
  let trained = 0;
  const trainer: Partial<TrainingJob['trainer']> = {
    prepare: async () => {
      said.push('made ready');
    },
    train: async (_, { order }) => {
      trained++;
      // Nobody goes on before the next is there.
      await vi.waitFor(() => {
        expect(said.filter((each) => each === 'made ready').length + left).toBe(Math.min(trained + 1, 4));
      });
      said.push(`trained ${trained}`);
      return order.length / 100;
    },
  };
  const plan = { batchSize: 100, seed: 1, learningRate: () => 0.1 };
  const job = {
    network: { tasks: [] },
    trainer,
    rows: stream,
    options: { plan, order: 'shuffled' },
    signal: new AbortController().signal,
    stepsBefore: 0,
  };
  const before = { firstEpoch: 0, epochs: 0, steps: 0, stepsIntoEpoch: 0 };
  const { run } = await trainEpoch(
    job as unknown as TrainingJob,
    before as Parameters<typeof trainEpoch>[1],
    () => 0,
    () => {},
  );
  expect(run).toMatchObject({ steps: 3, stepsIntoEpoch: 3 });
  const ready = (i: number) => [`reads ${i}`, 'made ready'];
  expect(said).toEqual([...ready(1), ...ready(2), 'trained 1', ...ready(3), 'trained 2', 'trained 3']);
});
