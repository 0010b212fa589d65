import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../../../kernel/multitask/training/events.ts';
import { isTrainingPayload } from '../../../../kernel/payloads/training.ts';
import { beginTraining, foldTraining, trainingPayload } from '../../../../kernel/user-process/reports/training-fold.ts';
import { conflictRuns, payloadOf } from '../../../support/training-payloads.ts';
import { census, inventRun, upTo } from '../../../support/training-run.ts';

const run = {
  tasks: census,
  run: { epochs: 2, stepsPerEpoch: 40, rows: 4000, sharedParts: ['bottom', 'expert 0'] },
  cosine: (part: number) => [0.5, -0.5][part],
};

describe('conflicts of a run', () => {
  it('by part, in buckets of four steps, and over the last epoch', () => {
    const { conflicts } = payloadOf(inventRun(run));
    expect(conflicts).toMatchObject({
      parts: [
        { name: 'bottom', label: 'bottom' },
        { name: 'expert 0', label: 'E0' },
      ],
      pairs: [[0, 1]],
      stepsPerBucket: 4,
      over: { epoch: 2 },
    });
    expect(conflicts?.series.map(([{ mean }]) => mean.length)).toEqual([20, 20]);
    const [[bottom], [expert]] = conflicts?.over?.cosines ?? [];
    expect(bottom).toMatchObject({ steps: 40 });
    const told = inventRun(run).flatMap((event) =>
      event.kind === 'steps' && event.epoch === 2 ? Array.from(event.conflicts ?? []) : [],
    );
    const ofExpert = told.filter((_, i) => i % 2 === 1);
    const mean = ofExpert.reduce((sum, cosine) => sum + cosine, 0) / 40;
    expect(expert?.mean).toBeCloseTo(mean, 4);
    expect(expert?.negative).toBeCloseTo(ofExpert.filter((cosine) => cosine < 0).length / 40, 3);
    expect(bottom?.mean).toBeGreaterThan(0);
  });

  it('over the first epoch so far, until one has ended', () => {
    const { conflicts } = payloadOf(upTo(inventRun(run), 32));
    expect(conflicts?.over).toMatchObject({ epoch: 1 });
    expect(conflicts?.over?.cosines[0][0]?.steps).toBe(32);
  });

  it('over the epoch whose weights are kept', () => {
    const events = inventRun(run).map(
      (event): TrainingEvent => (event.kind === 'ended' ? { ...event, keptEpoch: 1 } : event),
    );
    expect(payloadOf(events).conflicts?.over?.epoch).toBe(1);
  });

  it('stand from the start, and not at all where they were not asked for', () => {
    const waiting = payloadOf(inventRun(run).slice(0, 1)).conflicts;
    expect(waiting?.series).toEqual([[{ mean: [], error: [], negative: [] }], [{ mean: [], error: [], negative: [] }]]);
    expect(waiting).not.toHaveProperty('over');
    expect(payloadOf(inventRun())).not.toHaveProperty('conflicts');
    expect(payloadOf(inventRun())).not.toHaveProperty('weights');
  });

  it('NaN crosses as null', () => {
    const events = inventRun(run).map(
      (event): TrainingEvent =>
        event.kind === 'steps'
          ? { ...event, conflicts: event.conflicts && Array.from(event.conflicts, () => Number.NaN) }
          : event,
    );
    const { conflicts } = payloadOf(events);
    expect(conflicts?.series[0][0].mean.every((each) => each === null)).toBe(true);
    expect(isTrainingPayload(JSON.parse(JSON.stringify(payloadOf(events))))).toBe(true);
  });

  it('a resumed run has those of the steps before, where they are known, and of its epochs', () => {
    const events = inventRun(run);
    const half = events.filter((event) => event.kind !== 'ended' && (event.kind === 'started' || event.step <= 40));
    const first = half.reduce(foldTraining, beginTraining(events[0].kind === 'started' ? events[0].run : fail()));
    const history = half.filter((event) => event.kind === 'epoch');
    const [started] = events;
    if (started.kind !== 'started') return fail();
    const again = { ...started, before: { step: 40, seconds: 1, history } };
    const known = { ...beginTraining(started.run), conflicts: { ...first.conflicts, ended: [] } };
    const resumed = [again, ...events.filter((event) => event.kind !== 'started' && event.step > 40)];
    const { conflicts } = trainingPayload(resumed.reduce(foldTraining, known));
    expect(conflicts).toEqual(payloadOf(events).conflicts);
    const { conflicts: alone } = trainingPayload([again].reduce(foldTraining, beginTraining(started.run)));
    expect(alone?.over?.epoch).toBe(1);
  });

  it('is bounded whatever the model: 100 parts, 12 tasks, many steps', () => {
    const tasks = Array.from({ length: 12 }, (_, i) => ({ ...census[0], name: `task ${i}` }));
    const sharedParts = Array.from({ length: 100 }, (_, e) => `expert ${e}`);
    const [started] = inventRun({ tasks, run: { ...run.run, sharedParts } });
    const step = (last: number): TrainingEvent => ({
      kind: 'steps',
      epoch: 1,
      step: last,
      seconds: last,
      losses: { 'task 0': [1] },
      conflicts: new Float32Array(100 * 66).fill(0.25),
      taskWeights: new Float32Array(12).fill(1.5),
    });
    const events = [started, ...Array.from({ length: 900 }, (_, i) => step(i + 1))];
    const running = payloadOf(events);
    expect(running.conflicts).toMatchObject({ partsGiven: 100, pairsGiven: 66 });
    expect([running.conflicts?.parts.length, running.conflicts?.pairs.length]).toEqual([64, 28]);
    expect(running.conflicts?.series[63][27].mean).toEqual(Array(8).fill(0.25));
    expect(running.weights?.mean).toHaveLength(12);
    expect(isTrainingPayload(JSON.parse(JSON.stringify(running)))).toBe(true);
    expect(JSON.stringify(running.conflicts).length).toBeLessThan(400_000);
  });
});

it('weights of the tasks are means over as many steps as fit', () => {
  const { weights } = payloadOf(inventRun({ ...run, weight: (task) => [1.5, 0.5][task] }));
  expect(weights?.mean.map((task) => task.length)).toEqual([80, 80]);
  expect(weights?.mean.map((task) => task.at(-1))).toEqual([expect.closeTo(1.5, 0), expect.closeTo(0.5, 0)]);
  expect(payloadOf(inventRun({ ...conflictRuns.mmoe })).weights?.stepsPerBucket).toBe(16);
});

function fail(): never {
  throw new Error('the first event of a run is "started"');
}
