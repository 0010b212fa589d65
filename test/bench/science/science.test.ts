import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { claims } from './claim-list.ts';
import { ofCensus, resultsOf } from './claims.ts';
import { type Experiment, type Found, runExperiment } from './experiment.ts';
import { experiments } from './experiments/index.ts';
import { scored } from './experiments/scores.ts';
import { judged } from './judged.ts';
import type { CensusScience } from './result.ts';

const library = createMultitask();

test('a difference is called one by its adjusted p-value alone, and better by what is better', () => {
  const found = { error: 1, n: 10, lower: 0, upper: 0, verdict: 'higher' } as const;
  const differences = [
    { ...found, mean: 1, pValue: 0.001, better: 'higher' },
    { ...found, mean: 1, pValue: 0.002, better: 'lower' },
    { ...found, mean: 1, pValue: 0.03, better: 'higher' },
    { ...found, mean: 1, pValue: 0.04, better: 'higher' },
  ] as const;
  // Holm: 4 · .001, 3 · .002, 2 · .03, and .04 raised to what stands before it
  const judgements = judged(differences).map(({ adjusted, judgement }) => [adjusted, judgement]);
  expect(judgements).toEqual([
    [0.004, 'better'],
    [0.006, 'worse'],
    [0.06, 'not distinguishable'],
    [0.06, 'not distinguishable'],
  ]);
});

test('every claim is about an experiment that there is', () => {
  const names = ['census', 'funnel', ...experiments(1).map(({ name }) => name)];
  for (const { claim, experiment } of claims) expect(names, claim).toContain(experiment);
});

test('a claim about census-income is read from its table, with the sign that the paper gives it', () => {
  const estimate = { mean: 0, error: 0, n: 3 };
  const model = (model: string, income: readonly number[]): CensusScience['models'][number] => ({
    ...{ model, title: model, parameters: 1, epochsKept: estimate },
    ...{ auc: { income: estimate, marital: estimate }, runs: { income, marital: income } },
  });
  const census: CensusScience = {
    ...{
      seeds: [1, 2, 3],
      baseline: 'single-task',
      epochs: 1,
      batchSize: 1,
      patience: 1,
      refused: [],
      differences: [],
    },
    models: [
      model('single-task', [0.9, 0.91, 0.92]),
      model('shared-bottom', [0.9, 0.91, 0.92]),
      model('mmoe', [0.9501, 0.96, 0.9699]),
      model('mmoe, batchNorm', [0.9, 0.91, 0.92]),
      model('ple', [0.9, 0.91, 0.92]),
      model('adatt', [0.93, 0.9, 0.95]),
    ],
  };
  const read = resultsOf(new Map([['census', ofCensus(census)]]));
  const of = (a: string, b: string) => read.find((claim) => claim.a === a && claim.b === b)?.verdict;
  expect(of('mmoe', 'shared-bottom')).toBe('seen');
  expect(of('ple', 'mmoe')).toBe('opposite');
  expect(of('adatt', 'mmoe')).toBe('not distinguishable');
  // A claim about another experiment stays as it was found, and its p-value is adjusted with the others.
  const [claim] = claims.filter(({ experiment }) => experiment === 'steps');
  const found = {
    ...claim,
    run: 'steps',
    seeds: 3,
    difference: read[0].difference,
    adjusted: 0,
    verdict: 'seen',
  } as const;
  const both = resultsOf(new Map([['census', ofCensus(census)]]), [found, { ...found, claim: 'of no list' }]);
  expect(both).toHaveLength(read.length + 1);
  expect(both.find((each) => each.claim === claim.claim)?.adjusted).toBeGreaterThan(0);
});

test('an experiment that was broken off goes on from what it has, and trains nothing twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-science-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'runs', 'small.jsonl');
  const experiment: Experiment = {
    ...{ name: 'small', run: 'a small one', seeds: 2 },
    prepare({ datasets, models }, seed) {
      const data = datasets.correlatedTasks({ rows: 64, features: 2, seed });
      const { features, tasks } = data;
      return scored({ mmoe: models.mmoe(features, tasks, { seed }) }, data, {});
    },
  };
  const last = async () => {
    let found: Found = {};
    for await (const known of runExperiment(library, experiment, file, () => {})) found = known;
    return found;
  };
  const first = await last();
  expect(first.mmoe.mean).toHaveLength(2);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
  expect(await last()).toEqual(first);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
});
