import type { Dataset } from '../../../kernel/multitask/data/index.ts';
import type { ClickFunnel } from '../../../kernel/multitask/datasets/index.ts';
import type { Model } from '../../../kernel/multitask/model/index.ts';
import { estimate, pairedDifference } from '../../../kernel/statistics/index.ts';
import { clickModel, ofClick } from '../tables/click-models.ts';
import type { Experiment, Found, Library } from './experiment.ts';
import { judged } from './judged.ts';
import type { FunnelScience } from './result.ts';
import { truePropensityModel, withTruePropensity } from './true-propensity.ts';

/** Models of pCVR against the truth; test rows enough that their noise does not hide the models. */
export function funnelExperiment(seeds: number): Experiment {
  return {
    name: 'funnel',
    run: `${rows.train.toLocaleString('en-US')} impressions of \`clickFunnel\`, a new one for each seed`,
    seeds,
    prepare(library, seed) {
      const { models, datasets } = library;
      const funnel = datasets.clickFunnel({ rows, seed });
      const { features, tasks } = funnel;
      // Each model's epoch is chosen by what it is for: conversion as it can see it on validation rows.
      const prepared = (model: Model, task = 'conversion', data: Dataset = funnel) => ({
        data,
        model,
        fit: { epochs, batchSize, earlyStopping: { task, patience }, average: 'observed' } as const,
        measure: async () => {
          const { pCVR, conversionOfClick = pCVR } = await model.predict(data.test);
          return against(library, funnel, conversionOfClick);
        },
      });
      const ofClicks = (name: string, of: Dataset['tasks']) =>
        prepared(models.define(name, features, of, clickModel(features), { seed }), ofClick.name);
      const known = withTruePropensity(funnel);
      return {
        esmm: prepared(models.esmm(features, tasks, { seed })),
        'escm2-ips': prepared(models.escm2(features, tasks, { seed })),
        'escm2-dr': prepared(models.escm2(features, tasks, { risk: 'dr', seed })),
        'true-ips': prepared(truePropensityModel(models, known, seed), 'conversion', known),
        dcmt: prepared(models.dcmt(features, tasks, { seed })),
        'click-masked': ofClicks('click-masked', [tasks[0], ofClick]),
        'click-only': ofClicks('click-only', [ofClick]),
      };
    },
  };
}

const rows = { train: 100_000, validation: 20_000, test: 60_000 };
const [epochs, batchSize, patience] = [10, 256, 2];

const titles = [
  ['esmm', 'ESMM'],
  ['escm2-ips', 'ESCM²-IPS'],
  ['escm2-dr', 'ESCM²-DR'],
  ['true-ips', 'ESCM²-IPS, true propensities'],
  ['dcmt', 'DCMT'],
  ['click-masked', 'Click-masked'],
  ['click-only', 'Click-only'],
] as const;

function against({ metrics }: Library, { truth }: ClickFunnel, pCVR: ArrayLike<number>) {
  const { wouldConvert, pCVR: truePCVR } = truth.test;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const level = Math.log(mean(pCVR) / mean(truePCVR));
  const best = metrics.auc(wouldConvert, truePCVR);
  return { level, off: Math.abs(level), ranking: metrics.auc(wouldConvert, pCVR), best };
}

/** The table of what was found, each other model against ESMM. */
export function funnelScience(found: Found): FunnelScience {
  const others = titles.flatMap(([model]) =>
    model === 'esmm' ? [] : (['off', 'ranking'] as const).map((measure) => ({ model, measure })),
  );
  const { best } = found.esmm;
  return {
    seeds: best.map((_, i) => i + 1),
    epochs,
    batchSize,
    patience,
    rows,
    models: titles.map(([model, title]) => {
      const { level, off, ranking } = found[model];
      const measures = { level: estimate(level), off: estimate(off), ranking: estimate(ranking) };
      return { model, title, measures, runs: { level, off, ranking } };
    }),
    best: estimate(best),
    differences: judged(
      others.map(({ model, measure }) => ({
        model,
        measure,
        better: measure === 'off' ? 'lower' : 'higher',
        ...pairedDifference(found[model][measure], found.esmm[measure]),
      })),
    ),
  };
}
