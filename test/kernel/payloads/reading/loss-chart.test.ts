import { describe, expect, it } from 'vitest';
import { type LossChartOptions, type LossNote, lossChart } from '../../../../kernel/payloads/reading/loss-chart.ts';
import { textWidth } from '../../../../kernel/payloads/reading/text-width.ts';
import type { TrainingPayload } from '../../../../kernel/payloads/training.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const { finished, interrupted, failed } = trainingExamples;
const income = 0;
const chart = (payload: TrainingPayload, options: Partial<LossChartOptions> = {}) => {
  const [task] = payload.tasks;
  if (task === undefined) throw new Error('no task');
  return lossChart(payload, task, { columns: 400, height: 112, ...options });
};

/** The pixels that a note takes, from left to right. */
function extent({ text, step, shift, anchor }: LossNote, columns: number, steps: number): readonly [number, number] {
  const at = (step * columns) / steps + shift;
  const width = textWidth(text, 11);
  return anchor === 'start' ? [at, at + width] : anchor === 'end' ? [at - width, at] : [at - width / 2, at + width / 2];
}

/** The run, stopped at a share of the steps of a longer one beside it. */
function stoppedAt(share: number, columns = 400) {
  const step = Math.round(interrupted.progress.steps * share);
  const layout = chart(
    { ...interrupted, progress: { ...interrupted.progress, step } },
    { columns, rivals: [finished] },
  );
  const [start, stop] = layout.notes;
  if (start === undefined || stop === undefined) throw new Error('two notes');
  return { layout, start, stop, columns };
}

describe('the notes of a run that stopped', () => {
  it.each([0.08, 0.2, 0.4, 0.5, 0.55, 0.6, 0.7, 0.9, 1])('at %d of its steps do not meet and stay inside', (share) => {
    for (const columns of [240, 400, 700]) {
      const { start, stop, layout } = stoppedAt(share, columns);
      const [a, b] = [start, stop].map((note) => extent(note, columns, layout.steps));
      const isApart = start.line !== stop.line || (a?.[1] ?? 0) <= (b?.[0] ?? 0) || (b?.[1] ?? 0) <= (a?.[0] ?? 0);
      expect(isApart).toBe(true);
      if (columns >= 400) expect(b?.[0]).toBeGreaterThanOrEqual(0);
      if (columns >= 400) expect(b?.[1]).toBeLessThanOrEqual(columns);
    }
  });

  it('stand right of the line while they fit there, else left of it', () => {
    expect(stoppedAt(0.5).stop.anchor).toBe('start');
    expect(stoppedAt(0.7).stop.anchor).toBe('end');
  });

  it('say what happened where', () => {
    expect(chart(failed).notes.map(({ text }) => text)).toEqual(['↑ .69 at step 1', 'failed at step 311']);
    expect(chart(failed).stop).toEqual({ step: 311, tone: 'error' });
    expect(chart(finished).stop).toBeUndefined();
    expect(chart(interrupted, { height: 58 }).notes).toEqual([]);
  });
});

describe('a task without a loss of its own', () => {
  const without = { ...finished, tasks: finished.tasks.map((task) => ({ ...task, loss: null })) };

  it('shows what was measured, and says why there is no line', () => {
    const { validation, smoothed, series, notes } = chart(without);
    expect(validation).toHaveLength(finished.epochs.length);
    expect([smoothed, series]).toEqual([undefined, undefined]);
    expect(notes.map(({ text, line }) => [text, line])).toEqual([['no loss of its own: measured only', 0]]);
  });

  it('says so in the middle of an empty chart', () => {
    const { notes } = chart({ ...without, epochs: [] });
    expect(notes.map(({ text, line, anchor }) => [text, line, anchor])).toEqual([
      ['no loss of its own: measured only', 'middle', 'middle'],
    ]);
  });
});

describe('values of validation', () => {
  it('are written where they have room, the last one always, and left of the edge', () => {
    const wide = chart(finished).validation;
    expect(wide.every(({ text }) => text !== '')).toBe(true);
    expect(wide.map(({ anchor }) => anchor)).toEqual(['middle', 'middle', 'end']);
    const narrow = chart(finished, { columns: 100 }).validation;
    expect(narrow.map(({ text }) => text !== '')).toEqual([false, false, true]);
  });

  it('become dots where marks would touch each other', () => {
    expect(chart(finished).isDense).toBe(false);
    expect(chart(finished, { columns: 40 }).isDense).toBe(true);
  });
});

describe('the compared run', () => {
  it('stands at equal numbers of epochs', () => {
    const { progress } = finished;
    const rival = { ...finished, progress: { ...progress, stepsPerEpoch: 2 * progress.stepsPerEpoch } };
    const [lines] = chart(finished, { rivals: [rival] }).rivals;
    expect(lines?.validation[income]?.step).toBe((finished.epochs[0]?.step ?? 0) / 2);
  });

  it('may lack the task', () => {
    expect(chart(finished, { rivals: [{ ...finished, tasks: [] }] }).rivals).toEqual([]);
  });
});
