import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../../kernel/multitask/create-multitask.ts';
import { type CatalogName, catalog, isFunnel, methodName } from '../../../../../kernel/multitask/models/index.ts';
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

describe('no model of the catalog gets an error with its defaults', () => {
  const names = Object.keys(catalog) as CatalogName[];
  test.each(names)('%s on a funnel', async (name) => {
    const model = models[methodName(name)](funnel.features, funnel.tasks);
    const { verdict } = await model.fit(funnel.train, { ...fit, validation: funnel.validation });
    expect(['good', 'warning'], JSON.stringify(verdict)).toContain(verdict?.tone);
  });
  test.each(names.filter((name) => !isFunnel(name)))('%s on two related tasks of numbers', async (name) => {
    const make = () => models[methodName(name)](related.features, related.tasks);
    if (isAboutEmbeddings(name)) return expect(make).toThrow('it is about embeddings');
    // Steps enough to get from where the first weights are to what a constant predicts.
    const { verdict } = await make().fit(related.train, { ...fit, epochs: 2, batchSize: 32 });
    expect(['good', 'warning'], JSON.stringify(verdict)).toContain(verdict?.tone);
  });
});

/** Models whose embeddings have a default are nothing without a column to embed, but for HoME, which reads numbers alone, too. */
function isAboutEmbeddings(name: CatalogName): boolean {
  return name !== 'home' && !isFunnel(name) && 'default' in catalog[name].options.embedding;
}

test('a checkpoint keeps it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-verdict-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const model = mmoe();
  const { verdict } = await model.fit(related.train, { ...fit, learningRate: 10, checkpoint: folder });
  expect(model.verdict).toEqual(verdict);
  expect((await models.load(folder)).verdict).toEqual(verdict);
});
