import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { Study } from '../../../../kernel/multitask/experiments/index.ts';

const { models, datasets, compare } = createMultitask();
const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 1500, seed: 1 });
let made: string[] = [];
const candidates = {
  single: (seed: number) => {
    made.push(`single ${seed}`);
    return models.singleTask(data.features, data.tasks, { bottomUnits: [8], seed });
  },
  MMoE: (seed: number) => {
    made.push(`MMoE ${seed}`);
    return models.mmoe(data.features, data.tasks, { experts: 2, expertUnits: [8], seed });
  },
};
const fit = { epochs: 2, batchSize: 64, learningRate: 0.01 };
const numbers = ({ trials }: Study) =>
  trials.map((trial) => (trial.state === 'done' ? [trial.candidate, trial.seed, trial.epoch, trial.metrics] : trial));

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-study-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it('gives the same numbers however many trials run at once', async () => {
  const one = await compare(candidates, data, { seeds: 2, fit, atOnce: 1 });
  const three = await compare(candidates, data, { seeds: 2, fit, atOnce: 3 });
  expect(numbers(three)).toEqual(numbers(one));
  expect(one.state).toBe('finished');
  expect(one.results).toHaveLength(4);
  expect(one.differences.map(({ candidate, task }) => `${candidate} ${task}`)).toEqual(['MMoE first', 'MMoE second']);
  expect(one.gains[0].candidate).toBe('MMoE');
});

describe('a folder', () => {
  it('keeps every trial; a second call trains none of them again and finds the same', async () => {
    const folder = temporaryFolder();
    const first = await compare(candidates, data, { seeds: 2, fit, folder });
    const lines = readFileSync(join(folder, 'trials.jsonl'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(4);
    const second = await compare(candidates, data, { seeds: 2, fit, folder });
    expect(second).toEqual(first);
    expect(readFileSync(join(folder, 'trials.jsonl'), 'utf8').trim().split('\n')).toHaveLength(4);
  });

  it('goes on after a torn line, with more seeds, and not with other options', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'trials.jsonl');
    await compare(candidates, data, { seeds: 1, fit, folder });
    const whole = readFileSync(file, 'utf8');
    truncateSync(file, whole.length - 40);
    await compare(candidates, data, { seeds: 1, fit, folder });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(() => JSON.parse(lines[1])).toThrow();
    expect(JSON.parse(lines[2]).trial.candidate).toBe(JSON.parse(whole.trim().split('\n')[1]).trial.candidate);
    appendFileSync(file, '{"version":2,"key":"x"}\nnot json\n');
    const more = await compare(candidates, data, { seeds: [1, 2], fit, folder });
    expect(more.trials).toHaveLength(4);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(7);
    await compare(candidates, data, { seeds: 1, fit: { ...fit, learningRate: 0.02 }, folder });
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(9);
  });
});

it('an interrupt keeps the trials that have ended', async () => {
  const stop = new AbortController();
  const folder = temporaryFolder();
  made = [];
  const slow = {
    ...candidates,
    MMoE: (seed: number) => {
      if (seed === 2) stop.abort();
      return candidates.MMoE(seed);
    },
  };
  const study = await compare(slow, data, { seeds: 5, fit, folder, atOnce: 1, signal: stop.signal });
  expect(study.state).toBe('interrupted');
  expect(study.trials.map(({ candidate, seed }) => `${candidate} ${seed}`)).toEqual(['single 1', 'single 2', 'MMoE 1']);
  expect(made).toEqual(['single 1', 'MMoE 1', 'single 2', 'MMoE 2']);
  const whole = await compare(candidates, data, { seeds: 2, fit, folder });
  expect(whole.trials).toHaveLength(4);
});

it('a trial that fails is a row with its reason, not the end', async () => {
  const failing = {
    ...candidates,
    broken: (seed: number) => {
      if (seed === 2) throw new Error('no such table');
      return models.sharedBottom(data.features, data.tasks, { seed });
    },
  };
  const study = await compare(failing, data, { seeds: 2, fit });
  expect(study.trials.filter(({ state }) => state === 'failed')).toEqual([
    { candidate: 'broken', seed: 2, state: 'failed', reason: 'no such table' },
  ]);
  expect(study.differences.filter(({ candidate }) => candidate === 'broken').map(({ n }) => n)).toEqual([1, 1]);
});

it("a person's own metric is a function of labels and predictions", async () => {
  const brier = (labels: Float64Array, predictions: Float64Array) =>
    labels.reduce((sum, label, i) => sum + (label - predictions[i]) ** 2, 0) / labels.length;
  const study = await compare({ single: candidates.single }, data, { seeds: 2, fit, metrics: { brier } });
  for (const { metrics } of study.results) expect(metrics.brier.mean).toBeGreaterThan(0);
});

describe('a candidate that makes no fresh model of its seed is a row that says so', () => {
  const { single } = candidates;
  const same = single(1);
  it.each<[string, unknown, RegExp]>([
    ['nothing', () => undefined, /^it gave undefined; a model was expected: \(seed\) =>/],
    ['a number', () => 3, /^it gave 3; a model was expected/],
    ['an object', () => ({ nope: 1 }), /^it gave .*; a model was expected/],
    ['a promise', async (seed: number) => single(seed), /^it gave a promise: make the model at once/],
    ['a misspelt fit', (seed: number) => ({ model: single(seed), fits: {} }), /^it gave { model, fits }/],
    ['the same model', () => same, /^it gave the same model for two trials/],
    ['another seed', () => single(7), /^it made a model of seed 7 for seed 2: pass the seed on/],
    [
      'text',
      () => {
        throw 'no such table';
      },
      /^no such table$/,
    ],
  ])('%s', async (_, bad, reason) => {
    const study = await compare({ single, bad: bad as typeof single }, data, { seeds: 2, fit, atOnce: 1 });
    const [, failed] = study.trials.filter(({ candidate }) => candidate === 'bad');
    expect(failed).toMatchObject({ state: 'failed', reason: expect.stringMatching(reason) });
    expect(study.results.find(({ candidate }) => candidate === 'single')?.n).toBe(2);
  });
});

describe('refuses in words', () => {
  const check = (title: string, call: () => Promise<unknown>, message: RegExp) =>
    it(title, () => expect(call()).rejects.toThrow(message));
  check('no candidates', () => compare({}, data), /there are no candidates/);
  check(
    'a model for a function',
    () => compare({ a: candidates.MMoE(1) as never }, data),
    /candidate "a" is no function of a seed/,
  );
  check(
    'an unknown baseline',
    () => compare(candidates, data, { baseline: 'Single' }),
    /baseline is "Single"; candidates are single, MMoE/,
  );
  check(
    'no test rows',
    () => compare(candidates, { ...data, test: { ...data.test, length: 0 } }),
    /test rows are empty/,
  );
  check('a seed twice', () => compare(candidates, data, { seeds: [1, 1] }), /seeds has 1 twice/);
  check(
    'a folder that is a file',
    () => compare(candidates, data, { folder: import.meta.filename }),
    /folder ".*compare.process.test.ts" cannot be written: ENOTDIR/,
  );
  check('no seed', () => compare(candidates, data, { seeds: 0 }), /seeds is 0; a whole number from 1 on or a list/);
  check(
    'a metric that would stand in for the AUC',
    () => compare(candidates, data, { metrics: { auc: () => 7 } }),
    /every trial has auc already; give your metric another name/,
  );
  check(
    'validation rows beside those of the data',
    () => compare(candidates, data, { fit: { validation: data.test } }),
    /fit has validation; every trial .* is judged by the data's validation rows/,
  );
  check('a misspelt option', () => compare(candidates, data, { seed: 3 } as never), /seeds/);
});
