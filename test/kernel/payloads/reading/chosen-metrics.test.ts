import { expect, it } from 'vitest';
import { chosenMetrics, markedBest } from '../../../../kernel/payloads/reading/quality.ts';
import { qualityChart, qualityWords } from '../../../../kernel/payloads/reading/quality-chart.ts';
import { qualityRange } from '../../../../kernel/payloads/reading/training-scales.ts';
import { parseTrainingPayload } from '../../../../kernel/payloads/training.ts';
import { trainingPicture } from '../../../../kernel/pictures/index.ts';
import { withChosenMetrics } from '../../../support/chosen-metrics-payload.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const payload = withChosenMetrics();
const [income, marital] = payload.tasks;
const gauc = 'GAUC by user';
const options = { columns: 220, isTall: true };

it('metrics that were asked for can be chosen, what early stopping judges by first', () => {
  expect(chosenMetrics(payload)).toEqual([gauc, 'lift']);
  expect(chosenMetrics(withChosenMetrics('lift'))).toEqual(['lift', gauc]);
  expect(chosenMetrics(trainingExamples.finished)).toEqual([]);
  // Before the first epoch has ended.
  expect(chosenMetrics({ ...withChosenMetrics('lift'), epochs: [] })).toEqual(['lift']);
  expect(parseTrainingPayload(JSON.parse(JSON.stringify(withChosenMetrics('lift')))).ok).toBe(true);
});

it('the curve of a chosen metric has its values, and neither whiskers nor a best epoch', () => {
  const { values, best, train, empty } = qualityChart(payload, income, { ...options, metric: gauc });
  expect(values.map(({ value, half }) => [value, half])).toEqual([
    [0.61, 0],
    [0.63, 0],
    [0.65, 0],
  ]);
  expect([best, train, empty]).toEqual([null, [], '']);
  const range = qualityRange(payload, income, gauc);
  expect(range?.low).toBeLessThan(0.61);
  expect(range?.high).toBeGreaterThanOrEqual(0.65);
});

it('the best epoch is marked of what early stopping judges by', () => {
  const judged = withChosenMetrics(gauc);
  expect(judged.tasks.map((task) => markedBest(judged, task, gauc))).toEqual([3, 2]);
  expect(judged.tasks.map((task) => markedBest(judged, task, 'lift'))).toEqual([null, null]);
  expect(judged.tasks.map((task) => markedBest(judged, task))).toEqual(judged.tasks.map(({ bestEpoch }) => bestEpoch));
  expect(markedBest({ ...judged, state: 'running' }, income, gauc)).toBeNull();
});

it('a metric that a task does not have says so, and not that there is one class', () => {
  const { empty, values } = qualityChart(payload, marital, { ...options, metric: 'lift' });
  expect(empty).toBe('no lift');
  expect(values.map(({ value }) => value)).toEqual([null, null, null]);
});

it('the title names it', () => {
  expect(qualityWords(payload, gauc)).toMatchObject({ title: 'Validation GAUC by user', whisker: '', train: '' });
  expect(qualityWords(payload)).toMatchObject({ title: 'Validation AUC', whisker: 'whisker: 95 %' });
});

it('the still picture stays that of AUC', () => {
  const still = trainingPicture(payload);
  expect(still).toContain('Validation AUC');
  expect(still).not.toContain('Validation GAUC');
});
