import { describe, expect, it, test } from 'vitest';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { pickRows, type Rows, spreadCounted } from '../../../kernel/multitask/data/index.ts';
import type { FitOptions } from '../../../kernel/multitask/training/index.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../support/random-rows.ts';

const { models, compare, search, importance, calibration, gateReport } = createMultitask();
const rows = randomRows(300, 1);
const nothing: Rows = { ...rows, weights: new Float32Array(300) };
/** Task buy has labels in rows of weight 0 only. */
const onlyClick: Rows = {
  ...rows,
  labels: { ...rows.labels, buy: rows.labels.buy.map((label, row) => (row % 2 ? Number.NaN : label)) },
  weights: Float32Array.from({ length: 300 }, (_, row) => row % 2),
};
const options = { trainer: 'tfjs', batchSize: 100, epochs: 1, plot: false } as const satisfies FitOptions;
const made = (seed = 1) =>
  models.mmoe(mixedFeatures, clickAndBuy, { experts: 2, expertUnits: [4], towerUnits: [3], embedding: 2, seed });
const candidates = {
  a: made,
  b: (seed: number) => models.sharedBottom(mixedFeatures, clickAndBuy, { embedding: 2, seed }),
};
const compared = (parts: { validation?: Rows; test?: Rows }) =>
  compare(
    candidates,
    { train: rows, validation: rows, test: rows, ...parts },
    { seeds: [1, 2], fit: options, plot: false },
  );
const searched = (validation: Rows) =>
  search(
    ({ pick }) => ({ model: made(), fit: { ...options, learningRate: pick('rate', [0.1, 0.2]) } }),
    { train: rows, validation },
    { trials: 2, plot: false },
  );

describe('rows that all weigh 0 are refused as no rows are', () => {
  const why = 'the weight of every row is 0, so none of 300 counts; look at their weights';
  test.each<[string, (model: ReturnType<typeof made>) => Promise<unknown>, string]>([
    ['evaluate', (model) => model.evaluate(nothing), `evaluate: ${why}`],
    ['a gate report', (model) => gateReport(model, nothing), `gateReport: ${why}`],
    ['importance', (model) => importance(model, nothing), `importance: ${why}`],
    ['calibration', (model) => calibration(model, nothing), `calibration: ${why}`],
    ['fit', (model) => model.fit(nothing, options), `fit: ${why}`],
    ['validation', (model) => model.fit(rows, { ...options, validation: nothing }), `fit: validation: ${why}`],
    ['the test rows of a comparison', () => compared({ test: nothing }), `compare: the test rows: ${why}`],
    ['its validation rows', () => compared({ validation: nothing }), `compare: the validation rows: ${why}`],
    ['the validation rows of a search', () => searched(nothing), `search: the validation rows: ${why}`],
  ])('%s', async (_, work, message) => {
    await expect(work(made())).rejects.toThrow(message);
  });
});

describe('a task whose labels all weigh 0', () => {
  const why = 'Every row with a label has the weight 0.';

  it('has no metrics, and evaluate says why', async () => {
    const { click, buy } = await made().evaluate(onlyClick, { trainer: 'tfjs' });
    expect(click.auc).not.toBeNaN();
    expect(buy).toMatchObject({
      rows: 0,
      auc: Number.NaN,
      logLoss: Number.NaN,
      warnings: ['Every row with a label of task "buy" has the weight 0.'],
    });
  });

  it('has no calibration and no importance, which say why', async () => {
    const { tasks } = await calibration(made(), onlyClick);
    expect(tasks[1]).toMatchObject({ name: 'buy', rows: 0, refusal: why });
    const measured = await importance(made(), onlyClick, { repeats: 2 });
    expect(measured.tasks[1].whole).toBeNaN();
    expect(Reflect.get(measured, Symbol.for('Jupyter.display'))()['text/plain']).toContain(
      'buy: no row has a label of it and a weight above 0, so nothing is measured.',
    );
  });

  it('judges no epoch, no search and no comparison', async () => {
    const early = { ...options, validation: onlyClick, earlyStopping: { patience: 1 } };
    const judged = `task "buy" cannot be judged on the validation rows, and so no epoch by it: ${why}`;
    await expect(made().fit(rows, early)).rejects.toThrow(judged);
    await expect(searched(onlyClick)).rejects.toThrow(judged);
    await expect(compared({ test: onlyClick })).rejects.toThrow(
      `task "buy" cannot be measured on the test rows: ${why}`,
    );
  });

  it('is told of in the verdict, not called worse than its start', async () => {
    const zeros = new Float32Array(300);
    const { verdict } = await made().fit(rows, { ...options, rowWeights: { buy: zeros } });
    expect(verdict?.kind).not.toBe('worse-than-start');
  });
});

test.each<[string, FitOptions]>([
  ['of every task', { rowWeights: { click: new Float32Array(300), buy: new Float32Array(300) } }],
  [
    'of the tasks that have a weight',
    { taskWeights: { click: 0, buy: 1 }, rowWeights: { buy: new Float32Array(300) } },
  ],
])('row weights that are all 0 %s are refused before training', async (_, given) => {
  const model = made();
  await expect(model.fit(rows, { ...options, ...given })).rejects.toThrow(
    /^fit: there is nothing to train on\. .*Every row with a label of task "buy" has the weight 0\. Give at least one task/s,
  );
  expect(model.epochs).toBe(0);
});

describe('of more rows than are looked at', () => {
  const everySecond: Rows = { ...rows, weights: Float32Array.from({ length: 300 }, (_, row) => row % 2) };

  it('only those that count are looked at, each with the number that it has', () => {
    const { rows: seen, placeOf } = spreadCounted(everySecond, 150);
    expect([...(seen.weights ?? [])]).toEqual(new Array(150).fill(1));
    expect([placeOf(0), placeOf(1), placeOf(149)]).toEqual([1, 3, 299]);
  });

  it('a gate report is that of the rows that count', async () => {
    const model = made();
    const left = pickRows(
      everySecond,
      Uint32Array.from({ length: 150 }, (_, i) => 2 * i + 1),
    );
    const [whole, part] = [await gateReport(model, everySecond), await gateReport(model, left)];
    expect(whole.levels).toEqual(part.levels);
    expect(whole).toMatchObject({ rows: 150, rowsGiven: 300 });
  });
});
