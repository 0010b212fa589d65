import { describe, expect, it } from 'vitest';
import { axisTicks } from '../../../../kernel/payloads/reading/axis-ticks.ts';
import { epochNumber, goingOn } from '../../../../kernel/payloads/reading/epoch-number.ts';
import { splitsOf } from '../../../../kernel/payloads/reading/metric-cells.ts';
import { epochTicks } from '../../../../kernel/payloads/reading/quality-chart.ts';
import { runAxis } from '../../../../kernel/payloads/reading/run-axis.ts';
import { progressLine, progressSentence } from '../../../../kernel/payloads/reading/training-words.ts';
import type { TrainingRun } from '../../../../kernel/payloads/training.ts';
import { trainingText } from '../../../../kernel/user-process/reports/training-text.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const { finished, running } = trainingExamples;
const on = (goesOn: TrainingRun['goesOn'], payload = finished) => ({ ...payload, run: { ...payload.run, goesOn } });
const second = on({ from: 1, epochs: 6 });

describe('a run that goes on', () => {
  it('says from where, and which epochs are its own', () => {
    expect(goingOn(second)).toBe('goes on from run 1, epochs 7–9');
    expect(goingOn(on({ epochs: 6 }))).toBe('goes on from a checkpoint, epochs 7–9');
    expect(goingOn({ ...second, progress: { ...second.progress, epochs: 1 } })).toBe('goes on from run 1, epoch 7');
    expect(goingOn(finished)).toBeUndefined();
  });

  it('counts on in every word', () => {
    expect(epochNumber(second, 3)).toBe(9);
    expect(epochTicks(second, 300).map(({ text }) => text)).toEqual(['epoch 7', 'epoch 8', 'epoch 9']);
    const axis = runAxis(second, [], 'epoch');
    expect(axisTicks(second, axis, 600).map(({ text }) => text)).toEqual(['epoch 7', 'epoch 8', 'epoch 9']);
    expect(splitsOf(second).map(({ epoch }) => epoch)).toEqual([9, 9]);
    expect(progressSentence(second)).toContain('epoch 9 of 9, ');
    expect(progressLine(on({ from: 1, epochs: 6 }, running)).left[0][0].text).toBe('epoch 8/9');
    const text = trainingText(second);
    expect(text).toContain('\nGoes on from run 1, epochs 7–9. fit(…, { restart: true }) starts afresh');
    expect(text).toMatch(/income +validation · epoch 9 /);
  });
});
