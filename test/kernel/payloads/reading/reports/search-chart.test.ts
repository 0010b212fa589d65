import { expect, it } from 'vitest';
import { searchChart } from '../../../../../kernel/payloads/reading/reports/search-chart.ts';
import { searchExample } from '../../../../support/search-payloads.ts';

const chart = searchChart(searchExample, { left: 0, right: 680, top: 0, bottom: 100 });

it('lays axes evenly, the metric last, with room for its values', () => {
  // 680 − 20 − 60 = 600 for three steps.
  expect(chart.axes.map(({ x }) => x)).toEqual([20, 220, 420, 620]);
  expect(chart.axes[3].ticks).toEqual([
    { y: 100, label: '.8000' },
    { y: 0, label: '.9000' },
  ]);
});

it('draws a trial through what it chose, with a gap where it was not asked', () => {
  const line = (number: number) => chart.lines.find(({ trial }) => trial.number === number);
  expect(line(2)?.d).toBe('M20.0 50.0L220.0 0.0L420.0 75.0L620.0 0.0');
  expect(line(4)?.d).toBe('M20.0 100.0L220.0 100.0M620.0 100.0');
  // .88 lies 4/5 up from .8 to .9.
  expect(line(1)?.d).toBe('M20.0 75.0L220.0 50.0M620.0 20.0');
  expect(line(5)).toBeUndefined();
  expect(chart.lines.filter(({ isBest }) => isBest).map(({ trial }) => trial.number)).toEqual([2]);
});
