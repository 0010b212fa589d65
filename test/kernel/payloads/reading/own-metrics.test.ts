import { expect, it } from 'vitest';
import finished from '../../../../kernel/payloads/examples/training-finished.json' with { type: 'json' };
import { metricNotes } from '../../../../kernel/payloads/reading/metric-notes.ts';
import { parseTrainingPayload, type TrainingPayload } from '../../../../kernel/payloads/training.ts';

const payload = finished as unknown as TrainingPayload;

function withOwn(own: Readonly<Record<string, Readonly<Record<string, number | null>>>>): TrainingPayload {
  const epochs = payload.epochs.map((epoch) => ({
    ...epoch,
    validation: Object.fromEntries(
      Object.entries(epoch.validation ?? {}).map(([task, metrics]) => [task, { ...metrics, own: own[task] ?? {} }]),
    ),
  }));
  return { ...payload, epochs };
}

it('says each metric that was asked for, in one line, of the rows that judge', () => {
  const [first, second] = payload.tasks;
  const shown = withOwn({ [first.name]: { 'PR AUC': 0.61234, lift: 3 }, [second.name]: { 'PR AUC': null } });
  expect(parseTrainingPayload(shown).ok).toBe(true);
  const epoch = shown.keptEpoch ?? shown.epochs.length;
  expect(metricNotes(shown).map((line) => line.replaceAll('\u00a0', ' '))).toEqual([
    `PR AUC · validation · epoch ${epoch}: ${first.name} .6123, ${second.name} –`,
    `lift · validation · epoch ${epoch}: ${first.name} 3.000`,
  ]);
  expect(metricNotes(payload)).toEqual([]);
});
