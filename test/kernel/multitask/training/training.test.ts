import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { RowStream, Rows } from '../../../../kernel/multitask/data/dataset.ts';
import { pickRows } from '../../../../kernel/multitask/data/pick-rows.ts';
import type { Environment } from '../../../../kernel/multitask/environment.ts';
import type { Model } from '../../../../kernel/multitask/model/model.ts';
import type { TrainingEvent } from '../../../../kernel/multitask/training/events.ts';
import type { FitOptions } from '../../../../kernel/multitask/training/fit-options.ts';
import { type LearningRate, learningRateAt } from '../../../../kernel/multitask/training/learning-rates.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const train = randomRows(300, 1);
const validation = randomRows(200, 2);
const { models } = createMultitask();
const options = { trainer: 'tfjs', batchSize: 32, learningRate: 0.01 } as const satisfies FitOptions;

function small(environment?: Environment): Model {
  const made = environment ? createMultitask(environment).models : models;
  return made.mmoe(mixedFeatures, clickAndBuy, {
    experts: 3,
    expertUnits: [4],
    towerUnits: [3],
    embedding: 2,
    seed: 5,
  });
}

/** Every number of the model, for comparisons that allow no difference. */
async function numbers(model: Model): Promise<number[]> {
  return Object.values(await model.parameters()).flatMap((values) => [...values]);
}

async function eventsOf(model: Model, more: FitOptions, rows: Rows | RowStream = train): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of model.train(rows, { ...options, ...more })) events.push(event);
  return events;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-training-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('events', () => {
  test('started, the losses of every step, the metrics of every epoch, ended', async () => {
    const events = await eventsOf(small(), { epochs: 3, validation, data: 'made up' });
    const kinds = events.map(({ kind }) => kind);
    expect(kinds[0]).toBe('started');
    expect(kinds.filter((kind) => kind === 'epoch')).toHaveLength(3);
    expect(kinds.indexOf('ended')).toBe(kinds.length - 1);
    const [{ run }] = events.filter((event) => event.kind === 'started');
    expect(run).toMatchObject({
      model: 'mmoe',
      title: 'MMoE',
      dataset: 'made up',
      rows: 300,
      validationRows: 200,
      batchSize: 32,
      epochs: 3,
      stepsPerEpoch: 10,
      seed: 5,
      trainer: expect.stringMatching(/^tfjs /),
    });
    const steps = events.filter((event) => event.kind === 'steps');
    let told = 0;
    for (const { step, epoch, losses } of steps) {
      expect(epoch).toBe(Math.floor((step - 1) / 10) + 1);
      expect(losses.click.length).toBe(losses.buy.length);
      told += losses.click.length;
      expect(step).toBe(told);
    }
    expect(told).toBe(30);
    const [ended] = events.filter((event) => event.kind === 'ended');
    expect(ended).toMatchObject({
      state: 'finished',
      epoch: 3,
      step: 30,
      keptEpoch: 3,
      kept: 'Weights of epoch 3 kept, the last.',
    });
  });

  test('an epoch tells train, validation and gates', async () => {
    const [epoch] = (await eventsOf(small(), { validation })).filter((event) => event.kind === 'epoch');
    expect(epoch.train.click.rows).toBe(300);
    expect(epoch.validation?.click.rows).toBe(200);
    expect(epoch.validation?.buy.rows).toBeLessThan(200);
    expect(epoch.gates?.map(({ gate, serves, rows }) => [gate, serves, rows])).toEqual([
      ['click gate', 'click', 200],
      ['buy gate', 'buy', 200],
    ]);
    for (const { mean } of epoch.gates ?? []) expect(mean.reduce((sum, use) => sum + use)).toBeCloseTo(1, 5);
  });

  test('a watcher hears a run, unless it is not to be plotted', async () => {
    const heard: string[] = [];
    const watched = small({
      watch:
        ({ title }) =>
        ({ kind }) =>
          heard.push(`${title} ${kind}`),
    });
    await watched.fit(train, options);
    expect(heard.at(0)).toBe('MMoE started');
    expect(heard.at(-1)).toBe('MMoE ended');
    heard.length = 0;
    await watched.fit(train, { ...options, plot: false });
    expect(heard).toEqual([]);
  });
});

test('a watcher that throws ends the run, and the model is free again', async () => {
  const model = small({
    watch: () => (event) => {
      if (event.kind === 'epoch') throw new Error('the plot is broken');
    },
  });
  await expect(model.fit(train, { ...options, epochs: 1000 })).rejects.toThrow('the plot is broken');
  expect((await model.fit(train, { ...options, plot: false })).state).toBe('finished');
});

describe('the same numbers', () => {
  const whole = small();
  const afterFour = whole.fit(train, { ...options, epochs: 4 }).then(() => numbers(whole));

  test('from the same seed', async () => {
    const model = small();
    await model.fit(train, { ...options, epochs: 4 });
    expect(await numbers(model)).toEqual(await afterFour);
  });

  test('but not from another', async () => {
    const model = small();
    await model.fit(train, { ...options, epochs: 4, seed: 6 });
    expect(await numbers(model)).not.toEqual(await afterFour);
  });

  test('when fit is called twice', async () => {
    const model = small();
    await model.fit(train, { ...options, epochs: 1 });
    await model.fit(train, { ...options, epochs: 3 });
    expect(await numbers(model)).toEqual(await afterFour);
  });

  test('when a run is saved, loaded and resumed', async () => {
    const folder = await temporaryFolder();
    const model = small();
    await model.fit(train, { ...options, epochs: 2 });
    await model.save(folder);
    const again = await models.load(folder);
    const run = await again.fit(train, { ...options, epochs: 4, resume: true });
    expect(run.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(await numbers(again)).toEqual(await afterFour);
  });

  test('when a run is interrupted within an epoch, loaded and resumed', async () => {
    const folder = await temporaryFolder();
    const few = randomRows(80, 3);
    const slow = { ...options, batchSize: 1, epochs: 3 };
    const model = small();
    const stop = new AbortController();
    for await (const event of model.train(few, { ...slow, signal: stop.signal, checkpoint: folder })) {
      if (event.kind === 'steps' && event.epoch === 2) stop.abort();
      if (event.kind === 'ended') expect(event).toMatchObject({ state: 'interrupted', epoch: 2 });
    }
    const unbroken = small();
    await unbroken.fit(few, slow);
    const again = await models.load(folder);
    await again.fit(few, { ...slow, resume: true });
    expect(await numbers(again)).toEqual(await numbers(unbroken));
  });

  test('from a stream that is not shuffled', async () => {
    const stream: RowStream = {
      length: train.length,
      async *chunks() {
        for (const [from, to] of [
          [0, 50],
          [50, 53],
          [53, 300],
        ])
          yield pickRows(
            train,
            Uint32Array.from({ length: to - from }, (_, i) => from + i),
          );
      },
    };
    const [streamed, inMemory] = [small(), small()];
    const events = await eventsOf(streamed, { epochs: 2, shuffle: false }, stream);
    expect(events.at(-1)).toMatchObject({ state: 'finished', step: 20 });
    await inMemory.fit(train, { ...options, epochs: 2, shuffle: false });
    expect(await numbers(streamed)).toEqual(await numbers(inMemory));
  });
});

describe('an interrupt', () => {
  test('keeps the weights of the last step, and the model goes on from them', async () => {
    const stop = new AbortController();
    const model = small({ signal: () => stop.signal });
    const before = await numbers(model);
    let steps = 0;
    for await (const event of model.train(train, { ...options, batchSize: 1, epochs: 50 })) {
      if (event.kind === 'steps') stop.abort();
      if (event.kind === 'ended') {
        steps = event.step;
        expect(event.kept).toBe(`Weights of step ${steps} kept, in epoch 1.`);
      }
    }
    expect(steps).toBeGreaterThan(0);
    expect(steps).toBeLessThan(300);
    expect(await numbers(model)).not.toEqual(before);
  });

  test('ends fit, whose run says so', async () => {
    const stop = new AbortController();
    const model = small({
      signal: () => stop.signal,
      watch: () => (event) => {
        if (event.kind === 'steps') stop.abort();
      },
    });
    const run = await model.fit(train, { ...options, batchSize: 8, epochs: 1000 });
    expect(run.state).toBe('interrupted');
  });

  test('leaving the loop is one', async () => {
    const model = small();
    const before = await numbers(model);
    for await (const event of model.train(train, { ...options, epochs: 1000 })) if (event.kind === 'epoch') break;
    expect(await numbers(model)).not.toEqual(before);
    expect((await model.fit(train, options)).state).toBe('finished');
  });

  test('before the first step changes nothing', async () => {
    const model = small();
    const before = await numbers(model);
    const run = await model.fit(train, { ...options, signal: AbortSignal.abort() });
    expect(run).toMatchObject({ state: 'interrupted', steps: 0, kept: 'The weights are the first ones.' });
    expect(await numbers(model)).toEqual(before);
  });
});

describe('what was predicted for the validation rows is told at the end', () => {
  const endOf = (events: readonly TrainingEvent[]) => {
    const end = events.at(-1);
    if (end?.kind !== 'ended') throw new Error('a run ends with "ended"');
    return end;
  };
  const asPredicted = async (model: Model, end: ReturnType<typeof endOf>) => {
    expect(end.validated?.rows).toBe(validation);
    expect(end.validated?.predictions).toEqual(await model.predict(validation, { trainer: 'tfjs' }));
  };

  test('of the last epoch', async () => {
    const model = small();
    const end = endOf(await eventsOf(model, { epochs: 2, validation }));
    expect(end.validated?.epoch).toBe(2);
    await asPredicted(model, end);
  });

  test('of the epoch whose weights are kept', async () => {
    const model = small();
    const more = { learningRate: 0.05, epochs: 40, validation, earlyStopping: { patience: 3 } };
    const end = endOf(await eventsOf(model, more));
    expect(end.validated?.epoch).toBe(end.keptEpoch);
    expect(end.epoch).toBe((end.keptEpoch ?? 0) + 3);
    await asPredicted(model, end);
  });

  test('of the last whole epoch of an interrupted run; of none without validation rows, or without an epoch', async () => {
    const stop = new AbortController();
    const events: TrainingEvent[] = [];
    const more = { epochs: 3, batchSize: 1, validation, signal: stop.signal };
    for await (const event of small().train(train, { ...options, ...more })) {
      events.push(event);
      if (event.kind === 'epoch') stop.abort();
    }
    expect(endOf(events)).toMatchObject({ state: 'interrupted', validated: { epoch: 1 } });
    expect(endOf(await eventsOf(small(), { epochs: 1 })).validated).toBeUndefined();
    const aborted = await eventsOf(small(), { validation, signal: AbortSignal.abort() });
    expect(endOf(aborted).validated).toBeUndefined();
  });
});

describe('early stopping', () => {
  // A large learning rate on few rows overfits within a few epochs.
  const overfit = { ...options, learningRate: 0.05, epochs: 40, validation } as const;

  test('stops after the patience and restores the best epoch', async () => {
    const model = small();
    const run = await model.fit(train, { ...overfit, earlyStopping: { patience: 3 } });
    const scores = run.history.map(({ validation: v }) => ((v?.click.auc ?? 0) + (v?.buy.auc ?? 0)) / 2);
    const best = scores.indexOf(Math.max(...scores)) + 1;
    expect(run.history).toHaveLength(best + 3);
    expect(run.kept).toBe(`Weights of epoch ${best} kept: best mean validation AUC.`);
    const { click } = await model.evaluate(validation, { trainer: 'tfjs' });
    expect(click.auc).toBe(run.history[best - 1].validation?.click.auc);
  });

  test('on one task, without restoring', async () => {
    const model = small();
    const run = await model.fit(train, { ...overfit, earlyStopping: { task: 'buy', patience: 2, restoreBest: false } });
    const scores = run.history.map(({ validation: v }) => v?.buy.auc ?? 0);
    const best = scores.indexOf(Math.max(...scores)) + 1;
    expect(run.history).toHaveLength(best + 2);
    expect(run.kept).toBe(`Weights of epoch ${best + 2} kept, the last.`);
  });

  test('goes on where it was broken off', async () => {
    const folder = await temporaryFolder();
    const whole = small();
    const run = await whole.fit(train, { ...overfit, earlyStopping: { patience: 3 } });
    const model = small();
    await model.fit(train, {
      ...overfit,
      epochs: run.history.length - 1,
      earlyStopping: { patience: 3, restoreBest: false },
    });
    await model.save(folder);
    const again = await models.load(folder);
    const rest = await again.fit(train, { ...overfit, earlyStopping: { patience: 3 }, resume: true });
    expect(rest.kept).toBe(run.kept);
    expect(await numbers(again)).toEqual(await numbers(whole));
  });
});

describe('learning rates', () => {
  const check = (name: string, rate: LearningRate, expected: Readonly<Record<number, number>>) =>
    test(name, () => {
      const at = learningRateAt(rate, 0);
      for (const [step, value] of Object.entries(expected)) expect(at(Number(step)), step).toBeCloseTo(value, 10);
    });
  check('constant', 0.5, { 0: 0.5, 100: 0.5 });
  check('a function', (step) => 1 / (1 + step), { 0: 1, 3: 0.25 });
  check('warm-up', { initial: 1, warmup: 4 }, { 0: 0.25, 3: 1, 4: 1 });
  check('exponential', { initial: 8, decay: { kind: 'exponential', rate: 0.5, every: 10 } }, { 0: 8, 10: 4, 30: 1 });
  check('cosine', { initial: 1, decay: { kind: 'cosine', steps: 8 } }, { 0: 1, 4: 0.5, 8: 0, 20: 0 });
  check(
    'cosine after a warm-up',
    { initial: 1, warmup: 2, decay: { kind: 'cosine', steps: 8 } },
    { 0: 0.5, 2: 1, 6: 0.5 },
  );
});

describe('options', () => {
  test('a batch is at most the rows', async () => {
    const [event] = await eventsOf(small(), { batchSize: 1e9 });
    expect(event).toMatchObject({ run: { batchSize: 300, stepsPerEpoch: 1 } });
  });

  test('a learning-rate function that gives no rate later ends the run by name', async () => {
    const model = small();
    const run = model.fit(train, { ...options, learningRate: (step) => (step < 4 ? 0.1 : Number.NaN) });
    await expect(run).rejects.toThrow('fit: learningRate(4) is NaN; a number from 0 on was expected.');
    const cause = new Error('no rate');
    const learningRate = () => {
      throw cause;
    };
    await expect(small().fit(train, { ...options, learningRate })).rejects.toMatchObject({
      message: 'fit: learningRate(0) failed: no rate',
      cause,
    });
  });
});

describe('learned task weights', () => {
  test('are in the checkpoint', async () => {
    const folder = await temporaryFolder();
    const [model, unbroken] = [small(), small()];
    await unbroken.fit(train, { ...options, epochs: 4, taskWeights: 'uncertainty' });
    await model.fit(train, { ...options, epochs: 2, taskWeights: 'uncertainty' });
    await model.save(folder);
    const again = await models.load(folder);
    await again.fit(train, { ...options, epochs: 4, taskWeights: 'uncertainty', resume: true });
    expect(await numbers(again)).toEqual(await numbers(unbroken));
  });

  test('are told from the start of a run on, and of no other', async () => {
    for (const taskWeights of ['uncertainty', undefined] as const) {
      let told: string | undefined;
      for await (const event of small().train(train, { ...options, epochs: 1, taskWeights })) {
        if (event.kind === 'started') told = event.run.taskWeights;
        if (event.kind === 'epoch') expect(event.logVariances !== undefined).toBe(taskWeights !== undefined);
      }
      expect(told).toBe(taskWeights && 'learned');
    }
  });
});

describe('errors name what was wrong', () => {
  const check = (name: string, work: (model: Model) => Promise<unknown>, message: string) =>
    test(name, () => expect(work(small())).rejects.toThrow(message));
  const without = (change: Partial<Rows>): Rows => ({ ...train, ...change });

  check('epochs', (m) => m.fit(train, { epochs: 0 }), 'fit: epochs is 0; a whole number from 1 on was expected.');
  check('optimizer', (m) => m.fit(train, { optimizer: 'lion' as never }), 'fit: optimizer is "lion"');
  check(
    'learning rate',
    (m) => m.fit(train, { learningRate: -1 }),
    'fit: learningRate is -1; a number above 0, an object { initial, warmup, decay } or a function of the step was expected.',
  );
  check(
    'task weights',
    (m) => m.fit(train, { taskWeights: { clicks: 1 } }),
    'fit: taskWeights: there is no task "clicks"; did you mean "click"? The tasks are click and buy.',
  );
  check(
    'task weights that are all 0',
    (m) => m.fit(train, { taskWeights: { click: 0, buy: 0 } }),
    'fit: taskWeights: the weight of every task is 0: there is nothing to train on.',
  );
  check(
    'row weights',
    (m) => m.fit(train, { rowWeights: { click: [1, 2] } }),
    'rowWeights of task "click" has 2 entries but there are 300 rows.',
  );
  check(
    'early stopping without validation',
    (m) => m.fit(train, { ...options, earlyStopping: { patience: 1 } }),
    'earlyStopping needs validation rows',
  );
  check(
    'early stopping on one class',
    (m) =>
      m.fit(train, {
        ...options,
        validation: { ...validation, labels: { ...validation.labels, buy: validation.labels.buy.map(() => 0) } },
        earlyStopping: { patience: 1 },
      }),
    'task "buy" cannot be judged on the validation rows, and so no epoch by it: it has only the label 0 there.',
  );
  check(
    'early stopping on no task',
    (m) => m.fit(train, { ...options, validation, earlyStopping: { task: 'sell', patience: 1 } }),
    'fit: earlyStopping: there is no task "sell". The tasks are click and buy.',
  );
  check(
    'trainer',
    (m) => m.fit(train, { trainer: 'gpu' as never }),
    'fit: trainer is "gpu"; "simd" or "tfjs" was expected.',
  );
  check(
    'no rows',
    (m) => m.fit(pickRows(train, new Uint32Array(0))),
    'fit: there are no rows; pass a part that has some',
  );
  check(
    'a dataset instead of rows',
    (m) => m.fit({ train, validation } as never),
    'fit takes rows, e.g. dataset.train or dataset.test; this is a whole dataset.',
  );
  check(
    'missing labels',
    (m) => m.fit(without({ labels: { click: train.labels.click } })),
    'fit: the rows have no labels of task "buy"; they have click.',
  );
  check(
    'a label that is neither 0 nor 1',
    (m) => m.fit(without({ labels: { ...train.labels, click: train.labels.click.map((y, i) => (i === 7 ? 2 : y)) } })),
    'fit: the label of task "click" in row 7 is 2; it must be 0 or 1',
  );
  check(
    'missing columns',
    (m) => m.predict(without({ numeric: [train.numeric[0]] })),
    'predict: the rows have 1 numeric columns but the model was made for 2 (age, price).',
  );
  check(
    'ragged columns',
    (m) => m.predict(without({ numeric: [train.numeric[0], new Float32Array(3)] })),
    'predict: column "price" has 3 entries but there are 300 rows.',
  );
  check(
    'another vocabulary',
    (m) => m.predict(without({ categorical: [train.categorical[0].map(() => 9), train.categorical[1]] })),
    'predict: column "city" has the code 9 in row 0 but the model knows 4 values of it.',
  );
  check('nothing to resume', (m) => m.fit(train, { ...options, resume: true }), 'there is no run to resume');
  check(
    'resuming with another batch size',
    async (m) => {
      await m.fit(train, options);
      await m.fit(train, { ...options, batchSize: 64, resume: true });
    },
    'the run to resume has batchSize 32, not 64',
  );
  check(
    'two fits at once',
    (m) => Promise.all([m.fit(train, options), m.fit(train, options)]),
    'this MMoE is being trained; await its fit first.',
  );
  check(
    'after dispose',
    (m) => {
      m.dispose();
      return m.predict(train);
    },
    'this MMoE was disposed',
  );

  test('what is no number any more: the weights are those of the last whole epoch', async () => {
    const model = small();
    await model.fit(train, options);
    const before = await numbers(model);
    await expect(model.fit(train, { ...options, optimizer: 'sgd', learningRate: 1e30 })).rejects.toThrow(
      /(The loss of task|A weight of) ".*" became (NaN|-?Infinity) .*\. A smaller learning rate/,
    );
    expect(await numbers(model)).toEqual(before);
  });
});

test('one class: NaN and a warning', async () => {
  const rows = { ...train, labels: { ...train.labels, buy: train.labels.buy.map(() => 0) } };
  const { buy } = await small().evaluate(rows, { trainer: 'tfjs' });
  expect(buy.auc).toBeNaN();
  expect(buy.warnings).toEqual(['All 300 labels of task "buy" are 0: there is no AUC.']);
});

test('no tensors are left behind, by any model', async () => {
  // Of their own: what is kept of earlier ones may go at any time.
  const { models, backend } = createMultitask();
  const { tf } = await backend();
  const before = tf.memory().numTensors;
  for (const make of [models.sharedBottom, models.omoe, models.mmoe, models.esmm, models.ple, models.aitm]) {
    const model = make(mixedFeatures, clickAndBuy, { embedding: 2 });
    await model.fit(train, { ...options, validation, taskWeights: 'uncertainty', l2: 1e-4 });
    await model.evaluate(validation, { trainer: 'tfjs' });
    await model.activations(validation, model.network.gates);
    model.dispose();
    await vi.waitFor(() => expect(tf.memory().numTensors, model.title).toBeLessThanOrEqual(before));
  }
});

describe('a cell that ends in', () => {
  const check = (name: string, make: () => Promise<object>, text: RegExp) =>
    test(name, async () => {
      const shown = (await make()) as { [key: symbol]: () => Record<string, string> };
      const bundle = shown[Symbol.for('Jupyter.display')]();
      expect(bundle['text/plain']).toMatch(text);
      expect(bundle['text/html']).toMatch(/^<div style="overflow-x:auto"><table>/);
    });
  check('a model', async () => small(), /^MMoE · 3 experts · embeddings of 2 · 220 parameters · untrained\n/);
  check(
    'a run',
    () => small().fit(train, { ...options, validation, epochs: 2 }),
    /finished after 20 steps.*\nepoch +click validation +buy validation\n1 +AUC \.\d{4} +AUC \.\d{4}\n2 /s,
  );
  check(
    'an evaluation',
    () => small().evaluate(train, { trainer: 'tfjs' }),
    /^MMoE on 300 rows\n +AUC ± s.e. +log loss +pred ÷ obs +rows\nclick +\.\d{4} ±\s\.\d{4} /,
  );
});
