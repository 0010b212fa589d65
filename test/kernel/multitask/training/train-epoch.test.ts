import { describe, expect, test, vi } from 'vitest';
import { pickRows, type RowStream, type Rows, sliceRows } from '../../../../kernel/multitask/data/index.ts';
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

describe('chunks smaller than a batch behind larger ones', () => {
  const rows = randomRows(500, 2);
  // The chunks that pass are all in one memory.
  const ends = [230, 460, 470, 480, 490, 500];
  const chunk = (i: number) => sliceRows(rows, ends[i - 1] ?? 0, ends[i]);
  const passed = { ...pickRows(rows, new Uint32Array(230)) };
  const stream: RowStream = {
    length: 500,
    async *chunks() {
      for (const i of ends.keys()) yield chunk(i);
    },
    async *passing() {
      for (const i of ends.keys()) {
        passed.numeric.forEach((values, c) => {
          values.fill(Number.NaN).set(chunk(i).numeric[c]);
        });
        yield { ...chunk(i), numeric: passed.numeric.map((values) => values.subarray(0, chunk(i).length)) };
      }
    },
  };
  const agesOf = (piece: Rows, order: Uint32Array) => Array.from(order, (row) => piece.numeric[0][row]);

  test.each(['copies', 'reads while it trains'])(
    'a trainer that %s has each row once, and so has the sample',
    async (how) => {
      const ready = new Map<Rows, number[]>();
      const all = (piece: Rows) => Uint32Array.from({ length: piece.length }, (_, row) => row);
      const trained: number[] = [];
      const trainer: Partial<TrainingJob['trainer']> = {
        ...(how === 'copies' && { prepare: async (piece) => void ready.set(piece, agesOf(piece, all(piece))) }),
        train: async (piece, { order }) => {
          // Reading ahead goes on until a whole piece is there.
          for (let i = 0; i < 100; i++) await null;
          const ages = ready.get(piece);
          trained.push(...(ages ? Array.from(order, (row) => ages[row]) : agesOf(piece, order)));
          return Math.ceil(order.length / 100);
        },
      };
      const { seen } = await trainEpoch(
        {
          network: { tasks: [] },
          trainer,
          rows: stream,
          options: { plan: { batchSize: 100, seed: 1, learningRate: () => 0.1 }, order: 'shuffled' },
          signal: new AbortController().signal,
          stepsBefore: 0,
        } as unknown as TrainingJob,
        { firstEpoch: 0, epochs: 0, steps: 0, stepsIntoEpoch: 0 } as Parameters<typeof trainEpoch>[1],
        () => 0,
        () => {},
      );
      const sorted = (values: Iterable<number>) => Float64Array.from(values).sort();
      expect(sorted(trained)).toEqual(sorted(rows.numeric[0]));
      expect(sorted(seen().numeric[0])).toEqual(sorted(rows.numeric[0]));
    },
  );
});
