import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readyMetrics } from '../../../../kernel/multitask/chosen-metrics/index.ts';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import { datasets, models } from '../../../../kernel/multitask/index.ts';
import { bootstrap, groupAuc, ndcg, prAuc, recall } from '../../../../kernel/multitask/metrics/index.ts';

const data = datasets.clickFunnel({ rows: 4000, seed: 1 });
const [user] = data.features.columns.filter(({ kind }) => kind === 'categorical');
const model = () => models.sharedBottom(data.features, data.tasks, { seed: 1 });
const names = ['PR AUC', `GAUC by ${user.name}`, `NDCG@5 by ${user.name}`, `recall@5 by ${user.name}`];

describe('metrics by name', () => {
  it('are those of the functions, beside the usual ones', async () => {
    const net = model();
    await net.fit(data.train, { plot: false });
    const measured = await net.evaluate(data.test, { metrics: names });
    const predictions = await net.predict(data.test);
    for (const { name } of data.tasks) {
      const labels = Float64Array.from(data.test.labels[name]);
      const seen = [...labels.keys()].filter((row) => !Number.isNaN(labels[row]));
      const pick = (values: ArrayLike<number>) => seen.map((row) => values[row]);
      const [y, p, g] = [labels, predictions[name], data.test.categorical[0]].map(pick);
      expect(Object.values(measured[name].own ?? {})).toEqual([
        prAuc(y, p),
        groupAuc(y, p, g).auc,
        ndcg(y, p, g, { top: 5 }).value,
        recall(y, p, g, { top: 5 }).value,
      ]);
      expect(Object.keys(measured[name].own ?? {})).toEqual(names);
    }
  });

  it('and of your own, which may read columns of the same rows', async () => {
    const rows = datasets.correlatedTasks({ rows: 500, seed: 1 });
    const [first] = rows.features.columns;
    const seen: number[] = [];
    function spread(labels: Float64Array, predictions: Float64Array, column: (name: string) => ArrayLike<number>) {
      seen.push(labels.length, predictions.length, column(first.name).length);
      return 7;
    }
    const net = models.sharedBottom(rows.features, rows.tasks, { seed: 1 });
    const { history } = await net.fit(rows.train, { plot: false, validation: rows.validation, metrics: [spread] });
    for (const { name } of rows.tasks) expect(history[0].validation?.[name].own).toEqual({ spread: 7 });
    expect(new Set(seen.slice(-3)).size).toBe(1);
  });

  it.each<[string, () => unknown]>([
    ['"x"', () => 'x'],
    ['undefined', () => undefined],
    ['5n', () => 5n],
    ['a promise (is an await missing?)', async () => 1],
  ])('one of your own that gives %s is refused', async (words, wrong) => {
    const asked = model().evaluate(data.test, {
      metrics: [Object.defineProperty(wrong, 'name', { value: 'wrong' })] as never,
    });
    const [{ name }] = data.tasks;
    await expect(asked).rejects.toThrow(
      `metric "wrong" of task "${name}" failed: it gave ${words}; a number was expected.`,
    );
  });

  it('one of your own may sort what it is given: others are taken of what was', async () => {
    function median(labels: Float64Array, predictions: Float64Array) {
      labels.sort();
      return predictions.sort()[predictions.length >> 1];
    }
    const net = model();
    const alone = await net.evaluate(data.test, { metrics: ['PR AUC'] });
    const both = await net.evaluate(data.test, { metrics: [median, 'PR AUC'] });
    for (const { name } of data.tasks) expect(both[name].own?.['PR AUC']).toBe(alone[name].own?.['PR AUC']);
  });

  it('one that early stopping judges by is told of the run', async () => {
    const rows = datasets.correlatedTasks({ rows: 500, labels: 'binary', seed: 1 });
    const judgedBy = async (metric?: string) => {
      const earlyStopping = { patience: 1, ...(metric === undefined ? {} : { metric }) };
      const how = { plot: false, validation: rows.validation, metrics: ['PR AUC'], earlyStopping };
      return (await models.sharedBottom(rows.features, rows.tasks, { seed: 1 }).fit(rows.train, how)).description
        .judgedBy;
    };
    expect(await judgedBy('PR AUC')).toBe('PR AUC');
    expect(await judgedBy()).toBeUndefined();
  });

  it('are not of numeric tasks', async () => {
    const rows = datasets.correlatedTasks({ rows: 500, seed: 1 });
    const net = models.sharedBottom(rows.features, rows.tasks, { seed: 1 });
    const measured = await net.evaluate(rows.test, { metrics: ['PR AUC'] });
    expect(Object.values(measured).map(({ own }) => own)).toEqual(rows.tasks.map(() => ({})));
  });

  it.each<[unknown, RegExp]>([
    ['PRAUCC', /fit: metrics: there is no metric "PRAUCC"; did you mean "PR AUC"\?.*or give a function\./],
    ['GAUC by usr', /fit: metrics: "GAUC by usr": there is no column "usr"/],
    ['NDCG@0 by x', /looks at no place/],
    [() => 1, /fit: metrics: a function needs a name/],
  ])('refuse %s', (metric, words) => {
    expect(() => readyMetrics([metric as string], data.features, 'fit')).toThrow(words);
  });

  it('refuse one that is given twice, and what is neither a name nor a function', async () => {
    expect(() => readyMetrics(['PR AUC', 'PR AUC'], data.features, 'fit')).toThrow('"PR AUC" is given twice');
    await expect(model().fit(data.train, { plot: false, metrics: [3] as never })).rejects.toThrow(/fit: metrics/);
    await expect(model().fit(data.train, { plot: false, metrics: 'PR AUC' as never })).rejects.toThrow(
      /fit: metrics is "PR AUC"; a list of .* or a function of labels, predictions and columns that gives a number/,
    );
  });
});

describe('one of your own that throws', () => {
  const cause = new Error('no such user');
  function lift(): number {
    throw cause;
  }
  const [{ name: first }] = data.tasks;
  const error = { message: `metric "lift" of task "${first}" failed: no such user`, cause };

  it('is named with its task, and is the cause of the error', async () => {
    await expect(model().evaluate(data.test, { metrics: [lift] })).rejects.toMatchObject(error);
    const draw = () => bootstrap(lift, [0, 1], [0.1, 0.2]);
    expect(draw).toThrow('bootstrap: the metric failed: no such user');
    expect(draw).toThrow(expect.objectContaining({ cause }));
  });

  it('ends a run with the weights of its epoch, which a checkpoint has, too', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'multitask-metric-')), 'model');
    onTestFinished(() => rmSync(dirname(folder), { recursive: true }));
    const [net, whole] = [model(), model()];
    const fit = { plot: false, epochs: 1, threads: 1 };
    await expect(net.fit(data.train, { ...fit, epochs: 3, metrics: [lift], checkpoint: folder })).rejects.toMatchObject(
      error,
    );
    await whole.fit(data.train, fit);
    expect(net.epochs).toBe(1);
    const predicted = await whole.predict(data.test);
    expect(await net.predict(data.test)).toEqual(predicted);
    expect(await (await models.load(folder)).predict(data.test)).toEqual(predicted);
  });

  it('loses no trial of a comparison, which says so', async () => {
    const warnings: string[] = [];
    const { compare } = createMultitask({ warn: (line) => void warnings.push(line) });
    const folder = mkdtempSync(join(tmpdir(), 'multitask-metric-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const candidates = { one: (seed: number) => models.sharedBottom(data.features, data.tasks, { seed }) };
    const study = await compare(candidates, data, { seeds: 1, plot: false, folder, metrics: { lift } });
    expect(study.results[0].metrics.auc.mean).not.toBeNaN();
    expect(study.results[0].metrics.lift.mean).toBeNaN();
    expect(warnings).toEqual([`compare: one 1: ${error.message}`]);
    // It is not taken for whole: what is run again has the metric.
    const again = await compare(candidates, data, { seeds: 1, plot: false, folder, metrics: { lift: () => 3 } });
    expect(again.results[0].metrics.lift.mean).toBe(3);
  });
});

describe('early stopping by a metric', () => {
  it('keeps the epoch where it is highest', async () => {
    let epoch = 0;
    // Called for train and validation rows of each of the tasks: validation comes second.
    const worths = [1, 3, 2, 1];
    const perEpoch = 2 * data.tasks.length;
    function worth() {
      return worths[Math.floor(epoch++ / perEpoch)];
    }
    const run = await model().fit(data.train, {
      plot: false,
      epochs: 4,
      validation: data.validation,
      metrics: [worth],
      earlyStopping: { metric: 'worth', patience: 2 },
    });
    expect(run.epochs).toBe(4);
    expect(run.keptEpoch).toBe(2);
    expect(run.kept).toContain('worth');
  });

  it('refuses one that fit does not take', async () => {
    const train = (options: object) =>
      model().fit(data.train, { plot: false, validation: data.validation, ...options } as never);
    await expect(train({ earlyStopping: { metric: 'PR AUC', patience: 1 } })).rejects.toThrow(
      'fit: earlyStopping: metric "PR AUC": fit has no `metrics`: give it there, too.',
    );
    await expect(train({ metrics: ['PR AUC'], earlyStopping: { metric: 'PR', patience: 1 } })).rejects.toThrow(
      /metric "PR": there is no metric "PR"\. The only metric is PR AUC/,
    );
  });
});
