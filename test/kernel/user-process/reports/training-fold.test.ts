import { describe, expect, it } from 'vitest';
import type { EpochEvent, RunDescription, TrainingEvent } from '../../../../kernel/multitask/training/events.ts';
import { parseTrainingPayload, type TrainingPayload } from '../../../../kernel/payloads/training.ts';
import { payloadOf } from '../../../support/training-payloads.ts';
import { inventRun, routing, upTo } from '../../../support/training-run.ts';

const run: RunDescription = {
  id: 'run-1',
  number: 1,
  model: 'esmm',
  title: 'ESMM',
  summary: [],
  dataset: 'clicks',
  rows: 1000,
  validationRows: 200,
  tasks: [
    { name: 'click', kind: 'binary', output: 'pCTR' },
    { name: 'spend', kind: 'numeric' },
  ],
  batchSize: 100,
  epochs: 2,
  stepsPerEpoch: 10,
  seed: 1,
  trainer: 'simd',
};
const started = { kind: 'started', run } satisfies TrainingEvent;
const steps = (step: number, seconds: number, ...losses: number[]): TrainingEvent => ({
  kind: 'steps',
  epoch: Math.ceil(step / 10),
  step,
  seconds,
  losses: { click: losses, spend: losses },
});

describe('events become a payload', () => {
  it('nothing yet', () => {
    const { state, progress, tasks, epochs } = payloadOf([started]);
    expect(state).toBe('running');
    expect(progress).toEqual({
      step: 0,
      steps: 20,
      epoch: 0,
      epochs: 2,
      stepsPerEpoch: 10,
      seconds: 0,
      examplesPerSecond: null,
      secondsLeft: null,
    });
    expect(tasks.map(({ loss, bestEpoch }) => [loss?.mean, bestEpoch])).toEqual([
      [[], null],
      [[], null],
    ]);
    expect(epochs).toEqual([]);
  });

  it('metrics of an output go by its task; NaN becomes null; an output without a task gets a line of its own', () => {
    const epoch: TrainingEvent = {
      kind: 'epoch',
      epoch: 1,
      step: 10,
      seconds: 1,
      train: { pCTR: { rows: 5, auc: 0.8 } },
      validation: {
        pCTR: { rows: 5, auc: Number.NaN, aucError: Number.NaN, warnings: ['All 5 labels are 0.'] },
        spend: { rows: 5, rmse: 2, mae: 1 },
        pCVR: { rows: 2, auc: 0.7 },
      },
    };
    const { epochs, tasks } = payloadOf([started, steps(2, 0.1, 0.7, 0.6), epoch]);
    expect(epochs[0].train).toEqual({ click: { rows: 5, auc: 0.8 } });
    expect(epochs[0].validation).toEqual({
      click: { rows: 5, auc: null, aucError: null, warnings: ['All 5 labels are 0.'] },
      spend: { rows: 5, rmse: 2, mae: 1 },
      pCVR: { rows: 2, auc: 0.7 },
    });
    expect(tasks.map(({ name, kind, bestEpoch }) => [name, kind, bestEpoch])).toEqual([
      ['click', 'binary', null],
      ['spend', 'numeric', 1],
      ['pCVR', 'binary', 1],
    ]);
    expect(tasks[2].loss).toBeNull();
  });

  it('rate and time left: none in the first second, then renewed once a second', () => {
    // 1,000 rows in 10 steps are 100 examples a step; four steps a second.
    const at = (seconds: number) => steps(Math.round(4 * seconds), seconds, 1);
    const rates = (events: TrainingEvent[]) => {
      const { examplesPerSecond, secondsLeft } = payloadOf([started, ...events]).progress;
      return [examplesPerSecond, secondsLeft];
    };
    expect(rates([at(0.5)])).toEqual([null, null]);
    expect(rates([at(0.5), at(1)])).toEqual([400, null]);
    expect(rates([at(0.5), at(1), at(2)])).toEqual([400, 3]);
    expect(rates([at(0.5), at(1), at(2), at(2.5)])).toEqual([400, 3]);
    expect(rates([at(0.5), at(1), at(2), at(2.5), at(3)])).toEqual([400, 2]);
  });

  it('the end: whole rate, no time left, what was kept', () => {
    const ended: TrainingEvent = {
      kind: 'ended',
      state: 'interrupted',
      epoch: 1,
      step: 8,
      seconds: 2,
      kept: 'Weights of step 8 kept.',
    };
    const { state, kept, keptEpoch, progress } = payloadOf([started, steps(8, 1.9, 1), ended]);
    expect([state, kept, keptEpoch]).toEqual(['interrupted', 'Weights of step 8 kept.', undefined]);
    expect([progress.examplesPerSecond, progress.secondsLeft]).toEqual([400, null]);
  });

  it('thousands of epochs stay bounded, and the best and the last are among them', () => {
    const epochs = Array.from({ length: 5000 }, (_, i): TrainingEvent => {
      const auc = i === 1234 ? 0.9 : 0.5;
      return {
        kind: 'epoch',
        epoch: i + 1,
        step: i + 1,
        seconds: i,
        train: {},
        validation: { pCTR: { rows: 1, auc } },
      };
    });
    const payload = payloadOf([started, ...epochs]);
    expect(payload.epochs.length).toBeLessThanOrEqual(1000);
    expect(payload.epochs.map(({ epoch }) => epoch)).toContain(1235);
    expect(payload.epochs.at(-1)?.epoch).toBe(5000);
    expect(payload.tasks[0].bestEpoch).toBe(1235);
  });

  it('a whole run is under 120 KB, as is every picture on the way', () => {
    const events = inventRun({ run: { epochs: 20 } });
    for (const step of [100, 3000, 15_600]) {
      expect(Buffer.byteLength(JSON.stringify(payloadOf(upTo(events, step))))).toBeLessThan(120_000);
    }
  });
});

describe('a resumed run', () => {
  const epoch = (number: number, auc: number): EpochEvent => ({
    kind: 'epoch',
    epoch: number,
    step: 10 * number,
    seconds: 60 * number,
    train: { pCTR: { rows: 5, auc } },
    validation: { pCTR: { rows: 5, auc } },
  });

  it('is drawn from where it began', () => {
    const before = { step: 14, seconds: 84, history: [epoch(1, 0.7)] };
    const { progress, epochs, tasks } = payloadOf([{ ...started, before }, steps(15, 85, 0.5), epoch(2, 0.8)]);
    expect(epochs.map(({ epoch, train }) => [epoch, train.click?.auc])).toEqual([
      [1, 0.7],
      [2, 0.8],
    ]);
    expect(progress).toMatchObject({ step: 20, epoch: 2, seconds: 120 });
    expect(tasks[0]).toMatchObject({ bestEpoch: 2 });
    // What its steps lost is not known where it comes from a checkpoint.
    expect(tasks[0].loss?.mean).toEqual([...Array.from({ length: 14 }, () => null), 0.5]);
  });

  it('shows at once how far it is', () => {
    const { progress } = payloadOf([{ ...started, before: { step: 14, seconds: 84, history: [epoch(1, 0.7)] } }]);
    expect(progress).toMatchObject({ step: 14, epoch: 2, seconds: 84, examplesPerSecond: null });
  });
});

describe('gates of a run', () => {
  const experts = ['income 0', 'shared 0', 'marital 0'];
  const gates = [routing(0, ['income', 'marital'], experts, (serves) => (serves === 'income' ? [0, 1] : [1, 2]))];
  const events = inventRun({ run: { gates } });

  it('the structure is there from the start, the means once an epoch has ended; what a gate does not see is null', () => {
    const nothing = payloadOf(upTo(events, 700)).gates;
    expect(nothing?.epochs).toEqual([]);
    expect(nothing?.levels).toEqual([
      {
        level: 0,
        experts: experts.map((name) => ({ name, label: name })),
        gates: [
          { serves: 'income', task: 0, sees: [0, 1] },
          { serves: 'marital', task: 1, sees: [1, 2] },
        ],
      },
    ]);
    // Of two experts one has e^1, the other 1 (k = 0) or e^−.1 (k = 1): 1 ÷ (1 + e^−1) = .731, 1 ÷ (1 + e^−1.1) = .750.
    const { epochs, rows } = payloadOf(upTo(events, 780)).gates ?? {};
    expect(rows).toBe(10_000);
    expect(epochs).toEqual([
      {
        epoch: 1,
        means: [
          [
            [0.269, 0.731, null],
            [null, 0.75, 0.25],
          ],
        ],
      },
    ]);
  });

  it('a model that routes nothing has none', () => {
    expect(payloadOf(inventRun())).not.toHaveProperty('gates');
  });

  it('few epochs cross while it runs, more once it ended, always the first and the last, and never more than may', () => {
    const run = { epochs: 200, stepsPerEpoch: 1, gates: [routing(0, ['income', 'marital'], experts)] };
    const long = inventRun({ run });
    const epochsOf = (payload: TrainingPayload) => payload.gates?.epochs.map(({ epoch }) => epoch) ?? [];
    expect(epochsOf(payloadOf(long))).toHaveLength(64);
    expect([epochsOf(payloadOf(long))[0], epochsOf(payloadOf(long)).at(-1)]).toEqual([1, 200]);

    const serves = Array.from({ length: 70 }, (_, i) => `task ${i}`);
    const names = Array.from({ length: 300 }, (_, i) => `expert ${i}`);
    const wide = inventRun({ run: { epochs: 5, stepsPerEpoch: 2, gates: [routing(0, serves, names)] } });
    const running = payloadOf(upTo(wide, 8));
    expect(epochsOf(running)).toEqual([1, 4]);
    const [level] = running.gates?.levels ?? [];
    expect([level?.gates.length, level?.experts.length, level?.expertsGiven]).toEqual([64, 256, 300]);
    expect(parseTrainingPayload(JSON.parse(JSON.stringify(running)))).toMatchObject({ ok: true });
  });
});
