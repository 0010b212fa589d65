import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import type { FitOptions, TrainingEvent } from '../../../../../kernel/multitask/training/index.ts';
import { plainText } from '../../../../../kernel/text/index.ts';

const { models, datasets } = createMultitask();
const related = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 4000, seed: 1 });
const funnel = datasets.clickFunnel({ rows: 6000, seed: 1 });
const fit = { plot: false, threads: 1, validation: related.validation } as const satisfies FitOptions;

const mmoe = () => models.mmoe(related.features, related.tasks, { seed: 1 });

test('MMoE with a learning rate of 10 is dead, and says so', async () => {
  const { verdict } = await mmoe().fit(related.train, { ...fit, epochs: 2, learningRate: 10 });
  expect(verdict).toMatchObject({ tone: 'error', kind: 'constant', fix: 'learningRate: 0.001' });
});

test('with 1e8 it diverges, and says so when its first epoch ends', async () => {
  const events: TrainingEvent[] = [];
  for await (const event of mmoe().train(related.train, { ...fit, epochs: 2, learningRate: 1e8 })) events.push(event);
  const [first] = events.filter((event) => event.kind === 'epoch');
  expect(first.verdict).toMatchObject({ tone: 'error', kind: 'diverged' });
  expect(events.at(-1)).toMatchObject({ kind: 'ended', state: 'finished', verdict: { kind: 'diverged' } });
});

test('a loss that is no number ends the run with the verdict', async () => {
  const events: TrainingEvent[] = [];
  const options = { ...fit, optimizer: 'sgd', learningRate: 1e30 } as const;
  await expect(async () => {
    for await (const event of mmoe().train(related.train, options)) events.push(event);
  }).rejects.toThrow('A smaller learning rate');
  const [ended] = events.slice(-1);
  expect(ended).toMatchObject({ kind: 'ended', state: 'failed', verdict: { tone: 'error', kind: 'diverged' } });
  expect(ended.kind === 'ended' && ended.verdict && plainText(ended.verdict.headline)).toMatch(
    /^Training diverged\. (The loss of task|A weight of) ".*" became /,
  );
});

test('any other failure says itself what it is', async () => {
  const events: TrainingEvent[] = [];
  const learningRate = (step: number) => (step < 3 ? 0.01 : Number.NaN);
  await expect(async () => {
    for await (const event of mmoe().train(related.train, { ...fit, learningRate })) events.push(event);
  }).rejects.toThrow('learningRate(3)');
  expect(events.at(-1)).toMatchObject({ kind: 'ended', state: 'failed' });
  expect(events.at(-1)).not.toHaveProperty('verdict');
});

test('labels of one class', async () => {
  const { train } = related;
  const rows = { ...train, labels: { ...train.labels, first: train.labels.first.map(() => 0) } };
  const { verdict } = await mmoe().fit(rows, fit);
  expect(verdict && plainText(verdict.headline)).toBe('first has only the label 0 in the train rows.');
});

test('no model of the catalog gets an error with its defaults', async () => {
  const { singleTask, sharedBottom, omoe, ple, esmm, aitm } = models;
  const made = { singleTask, sharedBottom, omoe, mmoe: models.mmoe, ple };
  const found: Record<string, string | undefined> = {};
  for (const [name, make] of Object.entries({ ...made, esmm, aitm })) {
    const run = await make(funnel.features, funnel.tasks).fit(funnel.train, { ...fit, validation: funnel.validation });
    found[`${name} of a funnel`] = run.verdict?.tone;
  }
  for (const [name, make] of Object.entries(made))
    found[name] = (await make(related.features, related.tasks).fit(related.train, { ...fit, epochs: 2 })).verdict?.tone;
  for (const tone of Object.values(found)) expect(['good', 'warning'], JSON.stringify(found)).toContain(tone);
});

test('a checkpoint keeps it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-verdict-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const model = mmoe();
  const { verdict } = await model.fit(related.train, { ...fit, learningRate: 10, checkpoint: folder });
  expect(model.verdict).toEqual(verdict);
  expect((await models.load(folder)).verdict).toEqual(verdict);
});
