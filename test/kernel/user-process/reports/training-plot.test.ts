import { describe, expect, it } from 'vitest';
import type { TrainingEvent } from '../../../../kernel/multitask/training/events.ts';
import { trainingMime } from '../../../../kernel/payloads/mime.ts';
import { isTrainingPayload, type TrainingPayload } from '../../../../kernel/payloads/training.ts';
import type { DisplayOptions } from '../../../../kernel/user-process/output/display.ts';
import { watchTraining } from '../../../../kernel/user-process/reports/training-plot.ts';
import { inventRun } from '../../../support/training-run.ts';

type Shown = {
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly options: DisplayOptions | undefined;
};

/** Plays a run on a clock of its own; an event arrives when its `seconds` say, and showing a picture takes `cost` milliseconds. */
function play(events: readonly TrainingEvent[], cost = 0): readonly Shown[] {
  const [started] = events;
  if (started?.kind !== 'started') throw new Error('a run begins with "started"');
  const shown: Shown[] = [];
  let at = 0;
  const watch = watchTraining(
    (data, options) => {
      shown.push({ at, data, options });
      at += cost;
    },
    () => at,
  )(started.run);
  for (const event of events) {
    if (event.kind !== 'started') at = event.seconds * 1000;
    watch(event);
  }
  return shown;
}

const run = inventRun({ stretch: 4 });
const payloadIn = ({ data }: Shown) => data[trainingMime] as TrainingPayload;

describe('a run as displays', () => {
  const shown = play(run);

  it('is one display, changed in place', () => {
    expect(shown[0].options).toEqual({ display_id: 'run-14' });
    for (const { options } of shown.slice(1)) expect(options).toEqual({ display_id: 'run-14', update: true });
  });

  it('is drawn at once, then at most ten times a second', () => {
    expect(shown[0].at).toBe(0);
    const pauses = shown.slice(1, -1).map(({ at }, i) => at - shown[i].at);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(100);
    // 14.6 seconds with an event every 25 ms.
    expect(shown.length).toBeGreaterThan(130);
    expect(shown.length).toBeLessThan(149);
  });

  it('is drawn less often where that is dear: for a hundredth of the time, and once a second whatever it costs', () => {
    const pauses = (cost: number) => {
      const times = play(run, cost).map(({ at }) => at);
      return times.slice(1, -1).map((at, i) => at - times[i]);
    };
    expect(Math.min(...pauses(4))).toBeGreaterThanOrEqual(400);
    expect(Math.max(...pauses(4))).toBeLessThan(800);
    expect(Math.min(...pauses(50))).toBeGreaterThanOrEqual(1000);
    expect(Math.max(...pauses(50))).toBeLessThan(1200);
  });

  it('live: payload, still picture, one line; the still picture is drawn once a second', () => {
    const live = shown.slice(0, -1);
    for (const { data } of live) expect(Object.keys(data)).toEqual([trainingMime, 'image/svg+xml', 'text/plain']);
    for (const each of live) expect(isTrainingPayload(payloadIn(each))).toBe(true);
    for (const { data } of live) expect(data['text/plain']).not.toContain('\n');
    const pictures = new Set(live.map(({ data }) => data['image/svg+xml']));
    expect(pictures.size).toBeGreaterThan(12);
    expect(pictures.size).toBeLessThanOrEqual(15);
  });

  it('last: also a Plotly figure and a table', () => {
    const last = shown.at(-1);
    if (last === undefined) throw new Error('nothing was shown');
    expect(Object.keys(last.data)).toEqual([
      trainingMime,
      'application/vnd.plotly.v1+json',
      'image/svg+xml',
      'text/plain',
    ]);
    expect(payloadIn(last).state).toBe('finished');
    expect(last.data['image/svg+xml']).toContain('best .9462');
    expect(last.data['text/plain']).toMatch(/income +validation · epoch 3 +\.9462 ±\u00a0\.0019 +\.1315 +1\.018/);
  });

  it.each(['interrupted', 'failed'] as const)(
    'the last picture is sent also when %s within 100 ms of another',
    (state) => {
      const shown = play(inventRun({ stretch: 4, stop: { step: 402, state, message: 'why' } }));
      const last = shown.at(-1);
      expect(last && payloadIn(last).state).toBe(state);
      expect(last && payloadIn(last).progress.step).toBe(402);
    },
  );
});

it('the plot of a resumed run keeps the losses of the steps before', () => {
  const [started, ...rest] = inventRun({ stop: { step: 40, state: 'interrupted' } });
  const earlier = new Map();
  const shown: TrainingPayload[] = [];
  const watch = watchTraining(
    (data) => void shown.push(data[trainingMime] as TrainingPayload),
    () => 0,
    earlier,
  );
  if (started?.kind !== 'started') throw new Error('a run begins with "started"');
  const first = watch(started.run);
  for (const event of [started, ...rest]) first(event);
  const second = { ...started.run, id: 'run-15', number: 15 };
  watch(second)({ kind: 'started', run: second, before: { run: started.run.id, step: 40, seconds: 1, history: [] } });
  const [before, after] = shown.slice(-2);
  expect(after.run.id).toBe('run-15');
  expect(after.tasks.map(({ loss }) => loss)).toEqual(before.tasks.map(({ loss }) => loss));
  expect(after.tasks[0].loss?.mean).toHaveLength(40);
});
