import { describe, expect, it } from 'vitest';
import {
  curveRange,
  lossCurve,
  meanCurve,
  paceOf,
  qualityCurve,
  runRow,
  valueAt,
} from '../../../../kernel/payloads/runs/index.ts';
import { changedRun } from '../../../support/run-rows.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

describe('a curve', () => {
  const line = { x: [1, 3, 4], y: [2, 6, null] };
  it.each([
    [1, 2],
    [2, 4],
    [3, 6],
    [3.5, null],
    [0.5, null],
    [9, null],
  ])('at %d is %j', (x, value) => {
    expect(valueAt(line, x)).toBe(value);
  });

  it('of several seeds is their mean, with the least and the greatest, as far as all have come', () => {
    const mean = meanCurve([
      { x: [1, 2, 3], y: [1, 2, 3] },
      { x: [1, 2], y: [3, 6] },
      { x: [1, 1.5, 3], y: [2, 3, 6] },
    ]);
    expect(mean).toEqual({ x: [1, 2], y: [2, 4], band: { low: [1, 2], high: [3, 6] } });
  });

  it('has no mean beside a gap of one of them', () => {
    const mean = meanCurve([
      { x: [1, 2], y: [1, null] },
      { x: [1, 2], y: [3, 3] },
    ]);
    expect(mean).toEqual({ x: [1, 2], y: [2, null], band: { low: [1, null], high: [3, null] } });
  });

  it('of one run has the whiskers of its own', () => {
    const curve = qualityCurve([changedRun({ auc: 0.9, aucError: 0.01 })], 'income');
    expect(curve).toEqual({ x: [1, 2, 3], y: [0.88, 0.89, 0.9], half: [0.0196, 0.0196, 0.0196] });
    expect(qualityCurve([], 'income')).toBeUndefined();
    expect(qualityCurve([changedRun()], 'no such task')).toBeUndefined();
  });

  it('of losses ends at the last step, or by epoch where runs have other batches', () => {
    const { finished } = trainingExamples;
    expect(lossCurve([finished], 'income', 'step', 120)?.x.at(-1)).toBe(finished.progress.step);
    expect(lossCurve([finished], 'income', 'epoch', 120)?.x.at(-1)).toBe(3);
    const halved = { ...finished, progress: { ...finished.progress, stepsPerEpoch: 390 } };
    expect([paceOf([finished]), paceOf([finished, halved])]).toEqual(['step', 'epoch']);
    expect(lossCurve([trainingExamples.waiting], 'income', 'step', 120)).toBeUndefined();
  });

  it('is drawn on a scale that holds every run', () => {
    const range = curveRange(
      [changedRun({ auc: 0.9, aucError: 0 }), changedRun({ auc: 0.5, aucError: 0 })],
      'income',
      'quality',
    );
    expect(range?.low).toBeLessThan(0.5);
    expect(range?.high).toBeGreaterThanOrEqual(0.9);
    expect(curveRange([], 'income', 'loss')).toBeUndefined();
  });
});

describe('the small curve of a row', () => {
  const place = { key: 'a', seen: 0, notebook: 'a.ipynb', cell: 1, shown: 'shown' as const };
  it('is the metric by epoch, or the loss before there are two', () => {
    const { finished } = trainingExamples;
    expect(runRow(place, finished).curve).toEqual({
      of: 'AUC',
      values: finished.epochs.map(({ validation }) => validation?.income?.auc),
    });
    const early = runRow(place, { ...finished, epochs: finished.epochs.slice(0, 1) }).curve;
    expect(early.of).toBe('loss');
    expect(early.values.length).toBeLessThanOrEqual(30);
    expect(runRow(place, { ...finished, tasks: [] }).curve).toEqual({ of: 'loss', values: [] });
  });

  it('of a thousand epochs is thirty of them, the last one too', () => {
    const { finished } = trainingExamples;
    const epochs = Array.from({ length: 1000 }, (_, i) => ({
      ...finished.epochs[0],
      epoch: i + 1,
      validation: { income: { rows: 1, auc: i / 1000 } },
    }));
    const { values } = runRow(place, { ...finished, epochs }).curve;
    expect([values.length, values[0], values.at(-1)]).toEqual([30, 0, 0.999]);
  });
});
