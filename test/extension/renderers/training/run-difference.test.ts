import { expect, it } from 'vitest';
import { differenceCells, differenceNote } from '../../../../extension/renderers/training/run-difference.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

const { finished } = trainingExamples;
const rival = trainingExamples['shared-bottom'];

it('AUC: √(.003² + .004²) = .005, and .01 is outside 1.96 × .005 by a hair', () => {
  const [auc, logLoss, calibration] = differenceCells(
    'binary',
    { rows: 1, auc: 0.81, aucError: 0.003, logLoss: 0.3, calibration: 1 },
    { rows: 1, auc: 0.8, aucError: 0.004, logLoss: 0.32, calibration: 1 },
  );
  expect(auc).toEqual({ text: '+.0100', value: 0.81 - 0.8, error: '±\u00a0.0050', isClear: true });
  expect(logLoss.text).toBe('−.0200');
  expect(calibration).toEqual({ text: '', value: null });
});

it('a difference inside the interval is not clear', () => {
  const [auc] = differenceCells(
    'binary',
    { rows: 1, auc: 0.809, aucError: 0.003 },
    { rows: 1, auc: 0.8, aucError: 0.004 },
  );
  expect(auc.isClear).toBe(false);
});

it('what only one run has, has no difference', () => {
  expect(differenceCells('binary', { rows: 1, auc: null }, { rows: 1, auc: 0.8 }).map(({ text }) => text)).toEqual([
    '–',
    '–',
    '',
  ]);
  expect(differenceCells('numeric', { rows: 1, rmse: 2, mae: 1 }, undefined).map(({ text }) => text)).toEqual([
    '–',
    '–',
    '',
  ]);
  expect(
    differenceCells('numeric', { rows: 1, rmse: 2, mae: 1 }, { rows: 1, rmse: 3, mae: 0.5 }).map(({ text }) => text),
  ).toEqual(['−1.0000', '+.5000', '']);
});

it('the note says when the data differ', () => {
  expect(differenceNote(finished, [{ name: 'run 12', payload: rival }])).toHaveLength(2);
  const other = { ...rival, run: { ...rival.run, dataset: 'clicks' } };
  const both = [
    { name: 'run 12', payload: rival },
    { name: 'run 3', payload: other },
  ];
  expect(differenceNote(finished, both).at(0)).toMatch(/^difference = run 14 − run 12 or run 3;/);
  expect(differenceNote(finished, both).at(-1)).toBe('The data differ: census-income and clicks.');
});
