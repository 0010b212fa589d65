import { describe, expect, it } from 'vitest';
import type { Rows } from '../../../../../kernel/multitask/data/dataset.ts';
import { randomStream } from '../../../../../kernel/multitask/data/random.ts';
import type { RunDescription, TrainingEvent } from '../../../../../kernel/multitask/training/events.ts';
import { trainingMime } from '../../../../../kernel/payloads/mime.ts';
import { parseTrainingPayload, type TrainingPayload } from '../../../../../kernel/payloads/training.ts';
import {
  createLastTries,
  type LastTries,
  type TrainingCall,
} from '../../../../../kernel/user-process/reports/last-try/last-tries.ts';
import { watchTraining } from '../../../../../kernel/user-process/reports/training-plot.ts';
import { clickAndBuy, randomRows } from '../../../../support/random-rows.ts';
import { type InventedRun, inventRun } from '../../../../support/training-run.ts';

const call: TrainingCall = { cell: 'fit', source: 'model.fit(rows)', position: 0 };
const rows = randomRows(200, 3);

/** A run that ends with predictions for validation rows. */
function runOf(number: number, of: Rows = rows, run: Partial<RunDescription> = {}, more: InventedRun = {}) {
  const random = randomStream(number, 'predictions');
  const predictions = Object.fromEntries(
    clickAndBuy.map(({ name }) => [name, Float32Array.from({ length: of.length }, () => random.uniform())]),
  );
  const tasks = clickAndBuy.map(({ name }) => ({
    name,
    start: 0.7,
    floor: 0.1,
    noise: 0.01,
    auc: [0.8, 0.9, 0.95],
    loss: [0.3, 0.2, 0.1],
  }));
  return inventRun({ tasks, ...more, run: { id: `run-${number}`, number, ...run } }).map((event) =>
    event.kind === 'ended' ? { ...event, validated: { epoch: 3, rows: of, predictions } } : event,
  );
}

/** Plays a run that a call has begun, and gives its first payload and its last. */
function play(tries: LastTries, events: readonly TrainingEvent[], at: TrainingCall = call) {
  const [started] = events;
  if (started?.kind !== 'started') throw new Error('a run begins with "started"');
  const payloads: TrainingPayload[] = [];
  const watch = watchTraining(
    (data) => payloads.push(data[trainingMime] as TrainingPayload),
    () => 0,
    undefined,
    tries.of(at),
  )(started.run);
  for (const event of events) watch(event);
  const [first, last] = [payloads[0], payloads.at(-1)];
  if (!first || !last) throw new Error('nothing was shown');
  expect(parseTrainingPayload(JSON.parse(JSON.stringify(last)))).toMatchObject({ ok: true });
  return { first, last };
}

describe('the run before of the same call', () => {
  it('is there from the start, with what changed; at the end with differences', () => {
    const tries = createLastTries();
    expect(play(tries, runOf(1, rows, { settings: { learningRate: '0.003' } })).last.before).toBeUndefined();
    const source = 'model.fit(rows, { learningRate: 0.01 })';
    const { first, last } = play(tries, runOf(2, rows, { settings: { learningRate: '0.01' } }), { ...call, source });
    expect(first.before?.payload.run.number).toBe(1);
    expect(first.before?.differences).toBeUndefined();
    expect(last.before?.changed).toEqual({
      settings: [{ name: 'learningRate', from: '0.003', to: '0.01' }],
      lines: { removed: [call.source], added: [source], more: 0 },
    });
    expect(last.before?.differences).toMatchObject([
      { task: 'click', metric: 'AUC', rows: 200 },
      { task: 'buy', metric: 'AUC' },
    ]);
    expect(last.before?.reason).toBeUndefined();
    // The third is compared with the second alone.
    const third = play(tries, runOf(3)).last.before?.payload;
    expect(third?.run.number).toBe(2);
    expect(third).not.toHaveProperty('before');
  });

  it('again with the same code and seed: nothing changed, and a difference of exactly 0', () => {
    const tries = createLastTries();
    play(tries, runOf(1));
    const again = runOf(1, randomRows(200, 3), { id: 'run-2', number: 2 });
    const { before } = play(tries, again).last;
    expect(before?.changed).toEqual({ settings: [], lines: { removed: [], added: [], more: 0 } });
    for (const { mean, lower, upper } of before?.differences ?? []) expect([mean, lower, upper]).toEqual([0, 0, 0]);
    expect(before?.differences).toHaveLength(2);
  });

  it('two runs of one cell are paired by their positions', () => {
    const tries = createLastTries();
    for (const execution of [0, 1]) {
      for (const position of [0, 1]) {
        const number = 1 + 2 * execution + position;
        const { before } = play(tries, runOf(number), { ...call, position }).last;
        expect(before?.payload.run.number).toBe(execution === 0 ? undefined : number - 2);
      }
    }
    expect(play(tries, runOf(9), { ...call, cell: 'another' }).last.before).toBeUndefined();
  });

  it('is not one that never made a step', () => {
    const tries = createLastTries();
    play(tries, runOf(1));
    const none = runOf(2).filter(({ kind }) => kind === 'started' || kind === 'ended');
    play(
      tries,
      none.map((event) => (event.kind === 'ended' ? { ...event, state: 'interrupted', step: 0, epoch: 0 } : event)),
    );
    expect(play(tries, runOf(3)).last.before?.payload.run.number).toBe(1);
  });

  it.each<[string, readonly TrainingEvent[], string]>([
    ['other rows', runOf(1, randomRows(200, 4)), 'The validation rows are others than those of the last try'],
    [
      'interrupted in its first epoch',
      inventRun({ stop: { step: 99, state: 'interrupted' } }),
      'No differences: the last try ended before its first epoch.',
    ],
    ['no validation', inventRun({ run: { validationRows: 0 } }), 'the last try had no validation rows.'],
  ])('says why there is no difference: %s', (_, events, reason) => {
    const tries = createLastTries();
    play(tries, events);
    const { before } = play(tries, runOf(2)).last;
    expect(before?.differences).toEqual([]);
    expect(before?.reason).toContain(reason);
  });
});

describe('bounded', () => {
  it('predictions beyond the most bytes are let go, the oldest first, and that is told', () => {
    // Two tasks of 200 rows in 32 bits are 1,600 bytes.
    const tries = createLastTries(4000);
    for (const position of [0, 1, 2]) play(tries, runOf(position + 1), { ...call, position });
    const reasons = [0, 1, 2].map((position) => {
      const { before } = play(tries, runOf(position + 4), { ...call, position }).last;
      return before?.reason;
    });
    // Each of these lets go of the next oldest: what is left of the first is only its picture.
    expect(reasons[0]).toContain('No differences: the last try has no predictions any more');
  });

  it('a ghost has few buckets and epochs, however long the run was and however many tasks it has', () => {
    const tasks = Array.from({ length: 40 }, (_, i) => ({
      name: `t${i}`,
      start: 0.7,
      floor: 0.1,
      noise: 0.01,
      auc: Array.from({ length: 300 }, (_, epoch) => 0.8 + epoch / 3000),
      loss: Array.from({ length: 300 }, () => 0.2),
    }));
    const long = { run: { epochs: 300, stepsPerEpoch: 8, id: 'run-1', number: 1 }, tasks, stretch: 8 };
    const tries = createLastTries();
    play(tries, inventRun(long));
    const { before } = play(tries, inventRun(long)).last;
    const ghost = before?.payload;
    expect(Math.max(...(ghost?.tasks ?? []).map(({ loss }) => loss?.mean.length ?? 0))).toBeLessThanOrEqual(150);
    expect(ghost?.epochs.length).toBeLessThanOrEqual(52);
    expect(ghost?.epochs.at(-1)?.epoch).toBe(300);
    expect(JSON.stringify(before).length).toBeLessThan(1_200_000);
  });

  it('a ghost of a usual run is small', () => {
    const tries = createLastTries();
    play(tries, runOf(1));
    expect(JSON.stringify(play(tries, runOf(2)).last.before).length).toBeLessThan(16_000);
  });
});
