import { expect, test } from 'vitest';
import type { Dataset } from '../../../../kernel/multitask/data/dataset.ts';
import { datasetTable, presented } from '../../../../kernel/multitask/datasets/presented.ts';

const columns: Dataset['features']['columns'] = [
  { kind: 'numeric', name: 'age', mean: 0, sd: 1 },
  { kind: 'categorical', name: 'city', values: ['a'] },
];
const rows = (label: readonly number[], price: readonly number[]) => ({
  columns,
  length: label.length,
  numeric: [new Float32Array(label.length)],
  categorical: [new Int8Array(label.length)],
  lists: [],
  labels: { click: Float32Array.from(label), price: Float32Array.from(price) },
});
const dataset: Dataset = {
  name: 'shop',
  features: { columns },
  tasks: [
    { name: 'click', kind: 'binary', description: 'clicked' },
    { name: 'price', kind: 'numeric' },
  ],
  train: rows([1, 0, 0, Number.NaN], [1, 2, 3, 6]),
  validation: rows([Number.NaN], [5]),
  test: rows([], []),
};

test('a dataset shows its parts, the share of positives and the mean of a number', () => {
  expect(datasetTable(dataset)).toEqual({
    title: 'shop: 1 numeric, 1 categorical columns; 2 tasks',
    header: ['', 'rows', 'click (clicked)', 'price, mean'],
    rows: [
      ['train', '4', '33.3\u00a0%', '3.00'],
      ['validation', '1', '–', '5.00'],
    ],
  });
});

test('its rows are the same rows, and know what they are called', () => {
  const shown = presented(dataset);
  expect(shown.train).toEqual({ ...dataset.train, name: 'shop train' });
  expect(shown.test.name).toBe('shop test');
  const display = Reflect.get(shown, Symbol.for('Jupyter.display'));
  expect(display()['text/plain']).toMatch(/train +4 +33.3\s%/);
});
