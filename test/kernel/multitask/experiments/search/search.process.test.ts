import { describe, expect, it } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import type { Define, SearchProgress } from '../../../../../kernel/multitask/experiments/index.ts';
import { foundBundle } from '../../../../../kernel/user-process/reports/search-plot.ts';

const { models, datasets, search, compare } = createMultitask();
const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 1500, seed: 1 });
const define: Define = ({ pick, seed }) => ({
  model: models.mmoe(data.features, data.tasks, { experts: pick('experts', [1, 2, 4]), expertUnits: [8], seed }),
  fit: { epochs: 4, batchSize: 64, learningRate: pick.log('learningRate', 1e-5, 1e-1) },
});
const numbers = (found: Awaited<ReturnType<typeof search>>) =>
  found.trials.map(({ number, picks, state, epochs, epoch, value }) => ({
    number,
    picks,
    state,
    epochs,
    epoch,
    value,
  }));

it('halves, goes on exactly, and finds the same however many run at once', async () => {
  const options = { trials: 6, keep: 0.5, seed: 3 };
  const one = await search(define, data, { ...options, atOnce: 1 });
  const three = await search(define, data, { ...options, atOnce: 3 });
  expect(numbers(three)).toEqual(numbers(one));
  // 6 trials of 1 epoch, 3 of 2, 1 of 4.
  expect(one.trials.map(({ epochs }) => epochs).toSorted((a, b) => a - b)).toEqual([1, 1, 1, 2, 2, 4]);
  expect(one.trials.filter(({ state }) => state === 'done')).toHaveLength(1);
  expect(one.metric).toBe('mean validation AUC');
  const best = one.trials.find(({ state }) => state === 'done');
  expect(best?.picks).toBe(one.picks);
  // The trial that went on twice has the value of one run that was never broken off.
  const whole = await search(
    ({ pick, seed }) => {
      pick('which', [0]);
      const { experts, learningRate } = one.picks as { experts: number; learningRate: number };
      return {
        model: models.mmoe(data.features, data.tasks, { experts, expertUnits: [8], seed }),
        fit: { epochs: 4, batchSize: 64, learningRate },
      };
    },
    data,
    { trials: 1, seed: 3 },
  );
  expect(whole.trials[0].value).toBe(best?.value);
});

it('what is found is a candidate with its own options, and its picture holds each trial', async () => {
  const found = await search(define, data, { trials: 3, keep: 1, metric: 'AUC of first' });
  expect(found.metric).toBe('validation AUC of first');
  expect(found.words).toMatch(
    /^Best validation AUC of first \.\d{4} with experts \d, learningRate [.\de-]+, of 3 trials/,
  );
  const study = await compare(
    { best: found.best, plain: (seed) => models.singleTask(data.features, data.tasks, { seed }) },
    data,
    {
      seeds: [11],
      fit: { epochs: 1 },
    },
  );
  expect(study.trials.map((trial) => trial.state === 'done' && [trial.candidate, trial.epochs])).toEqual([
    ['best', 4],
    ['plain', 1],
  ]);
  const { 'image/svg+xml': picture, 'text/plain': text } = foundBundle(found) as Record<string, string>;
  expect(picture.match(/<path [^>]*fill="none"/g)).toHaveLength(3);
  expect(picture).toContain('>learningRate<');
  expect(text.split('\n')).toHaveLength(3 + 2 + 1);
});

describe('what ends otherwise', () => {
  it('a trial that fails is a row with its reason', async () => {
    const found = await search(
      ({ pick, seed }) => ({
        model: models.mmoe(data.features, data.tasks, { experts: 2, expertUnits: [4], seed }),
        fit: { batchSize: 64, learningRate: pick('learningRate', [0.01, 1e30]), optimizer: { kind: 'sgd' } },
      }),
      data,
      { trials: 4 },
    );
    const failed = found.trials.filter(({ state }) => state === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.every(({ reason, picks }) => reason !== undefined && picks.learningRate === 1e30)).toBe(true);
    expect(found.picks.learningRate).toBe(0.01);
  });

  it.each<[string, Define, RegExp]>([
    [
      'predicts other tasks than the first',
      ({ pick, seed }) => ({
        model: models.mmoe(data.features, pick('tasks', [1, 2]) === 1 ? data.tasks.slice(0, 1) : data.tasks, { seed }),
      }),
      /^it predicts first.* the first trial first.*: they cannot be compared\.$/,
    ],
    [
      'takes a task for another kind',
      ({ pick, seed }) => ({
        model: models.mmoe(
          data.features,
          data.tasks.map((task) => ({ ...task, kind: pick('kind', ['binary', 'numeric'] as const) })),
          { seed },
        ),
      }),
      /^it predicts first \((binary|numeric)\), .*: they cannot be compared\.$/,
    ],
    [
      'is the model of another trial',
      (() => {
        const model = models.mmoe(data.features, data.tasks, { seed: 1 });
        return ({ pick }) => ({ model, fit: { learningRate: pick.log('rate', 1e-3, 1e-2) } });
      })(),
      /^it gave the same model for two trials: make a new one in each call\.$/,
    ],
  ])('a trial that %s is a row that says so, and is never what is found', async (_, define, reason) => {
    const { trials } = await search(define, data, { trials: 4, plot: false });
    const failed = trials.filter(({ state }) => state === 'failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const trial of failed) expect(trial.reason).toMatch(reason);
    expect(trials[0].state).not.toBe('failed');
  });

  it('a promise of a model is refused in words', async () => {
    const define = async ({ pick, seed }: Parameters<Define>[0]) => ({
      model: models.mmoe(data.features, data.tasks, { experts: pick('experts', [2, 4]), seed }),
    });
    await expect(search(define as never, data)).rejects.toThrow('search: it gave a promise: make the model at once');
  });

  it('a trial that fails after its best epoch is never what is found', async () => {
    let steps = 0;
    const found = await search(
      ({ pick, seed }) => ({
        model: models.mmoe(data.features, data.tasks, { experts: 2, expertUnits: [8], seed }),
        fit: {
          epochs: 3,
          batchSize: 64,
          // The good one stops being a number in its second epoch; the other hardly learns.
          learningRate:
            pick('rate', ['good at first', 'small']) === 'small' ? 1e-9 : () => (++steps > 30 ? Number.NaN : 0.02),
        },
      }),
      data,
      { trials: 2, keep: 1, atOnce: 1 },
    );
    expect(found.trials.map(({ picks, state }) => `${picks.rate} ${state}`).toSorted()).toEqual([
      'good at first failed',
      'small done',
    ]);
    expect(found.picks.rate).toBe('small');
  });

  it('an interrupt keeps what is done', async () => {
    const stop = new AbortController();
    const heard: SearchProgress[] = [];
    const watched = createMultitask({
      watchSearch: () => (progress) => {
        heard.push(progress);
        if (progress.done === 2) stop.abort();
      },
    });
    const found = await watched.search(define, data, { trials: 6, keep: 0.5, atOnce: 1, signal: stop.signal });
    expect(found.state).toBe('interrupted');
    expect(found.trials.filter(({ epochs }) => epochs > 0)).toHaveLength(2);
    expect(heard.at(-1)?.state).toBe('interrupted');
    expect(heard[0]).toMatchObject({ state: 'running', done: 0, of: 6 });
  });

  it.each([
    [(): unknown => search(undefined as never, data), /what it searches/],
    [() => search(() => ({ model: models.mmoe(data.features, data.tasks) }), data), /nothing is picked/],
    [() => search((() => 3) as never, data), /gave no model/],
    [() => search(define, { train: data.train } as never), /no validation rows/],
    [() => search(define, data, { metric: 'F1' }), /metric is "F1"; it is one of "mean AUC", "AUC of first"/],
    [() => search(define, data, { trails: 3 } as never), /trials/],
    [
      () => search(({ pick, seed }) => ({ ...define({ pick, seed }), fit: { earlyStopping: { patience: 1 } } }), data),
      /fit has earlyStopping; a search .* stops trials itself/,
    ],
  ])('is refused in words: %#', async (call, message) => {
    await expect(call()).rejects.toThrow(message);
  });
});
