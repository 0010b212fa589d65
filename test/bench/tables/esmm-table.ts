import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Task } from '../../../kernel/multitask/data/tasks.ts';
import type { ClickFunnel } from '../../../kernel/multitask/datasets/synthetic/click-funnel.ts';
import { estimate, pairedDifference } from '../../../kernel/statistics/paired.ts';
import { clickModel, ofClick } from './click-models.ts';
import type { ByMeasure, EsmmTable, FunnelMeasure, FunnelModel } from './result.ts';

type Library = ReturnType<typeof createMultitask>;

/**
 * Trains ESMM and its two rivals on a funnel of their own for each seed, which decides the first weights too. Gives the table
 * after each seed from the second on.
 */
export async function* esmmTable(library: Library, options: EsmmOptions): AsyncGenerator<Omit<EsmmTable, 'about'>> {
  const { seeds, mostEpochs, tell } = options;
  const found = new Map<FunnelModel | 'truth', ByMeasure<number>[]>();
  for (const seed of seeds) {
    const funnel = library.datasets.clickFunnel({ rows: sizes, seed });
    const { pCTR, pCVR } = funnel.truth.test;
    const predictions = { ...(await predictAll(library, funnel, seed, mostEpochs)), truth: { pCTR, pCVR } };
    for (const [model, predicted] of Object.entries(predictions) as [FunnelModel | 'truth', Predicted][]) {
      const measures = measure(library, funnel, predicted);
      found.set(model, [...(found.get(model) ?? []), measures]);
      const told = measureNames.map((name) => `${name} ${measures[name].toFixed(4)}`);
      tell(`funnel ${seed}, ${model}: ${told.join(', ')}`);
    }
    const done = seeds.slice(0, seeds.indexOf(seed) + 1);
    if (done.length > 1) yield tableOf(found, done, mostEpochs);
  }
}

function tableOf(
  found: ReadonlyMap<FunnelModel | 'truth', readonly ByMeasure<number>[]>,
  seeds: readonly number[],
  mostEpochs: number,
): Omit<EsmmTable, 'about'> {
  const of = (model: FunnelModel | 'truth', name: FunnelMeasure) => (found.get(model) ?? []).map((all) => all[name]);
  return {
    seeds,
    mostEpochs,
    patience,
    batchSize,
    rows: { train: sizes.train, test: sizes.test },
    table: models.map(([model, title]) => ({ model, title, measures: byMeasure((name) => estimate(of(model, name))) })),
    truth: byMeasure((name) => estimate(of('truth', name))),
    differences: (['click-masked', 'click-only'] as const).map((b) => ({
      b,
      difference: byMeasure((name) => pairedDifference(of('esmm', name), of(b, name))),
    })),
  };
}

export type EsmmOptions = {
  readonly seeds: readonly number[];
  readonly mostEpochs: number;
  /** Hears a line after each run. */
  readonly tell: (line: string) => void;
};

/** The defaults but for the test rows: a fifth of 100,000 has hardly 300 conversions, and its noise would hide the models. */
const sizes = { train: 100_000, validation: 20_000, test: 60_000 };
const batchSize = 256;
const patience = 2;

const models = [
  ['esmm', 'ESMM'],
  ['click-masked', 'Click-masked'],
  ['click-only', 'Click-only'],
] as const;

const measureNames = ['cvrClicked', 'cvrEntire', 'ctcvr', 'cvrLogLoss', 'cvrLevel'] as const;

function byMeasure<Value>(of: (measure: FunnelMeasure) => Value): ByMeasure<Value> {
  return Object.fromEntries(measureNames.map((name) => [name, of(name)])) as ByMeasure<Value>;
}

type Predicted = { readonly pCTR: ArrayLike<number>; readonly pCVR: ArrayLike<number> };

async function predictAll(
  { models }: Library,
  funnel: ClickFunnel,
  seed: number,
  epochs: number,
): Promise<Record<FunnelModel, Predicted>> {
  const { features, tasks, train, validation, test } = funnel;
  const [click] = tasks;
  // Each model's epoch is chosen by what it is for: conversion as it can see it on validation rows.
  const fitted = async (model: ReturnType<typeof models.esmm>, task: string) => {
    const stop = { earlyStopping: { task, patience }, average: 'observed' } as const;
    await model.fit(train, { ...stop, epochs, batchSize, validation });
    const predicted = await model.predict(test);
    model.dispose();
    return predicted;
  };
  const define = (name: string, of: readonly Task[]) =>
    models.define(name, features, of, clickModel(features), { seed });
  const esmm = await fitted(models.esmm(features, tasks, { seed }), 'conversion');
  const masked = await fitted(define('click-masked', [click, ofClick]), ofClick.name);
  const ctr = await fitted(define('click-only CTR', [click]), click.name);
  const cvr = await fitted(define('click-only CVR', [ofClick]), ofClick.name);
  return {
    esmm: { pCTR: esmm.pCTR, pCVR: esmm.pCVR },
    'click-masked': { pCTR: masked.click, pCVR: masked.conversionOfClick },
    'click-only': { pCTR: ctr.click, pCVR: cvr.conversionOfClick },
  };
}

function measure({ metrics }: Library, { test, truth }: ClickFunnel, { pCTR, pCVR }: Predicted): ByMeasure<number> {
  const { wouldConvert, pCVR: truePCVR } = truth.test;
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  return {
    cvrClicked: metrics.auc(test.labels.conversionOfClick, pCVR),
    cvrEntire: metrics.auc(wouldConvert, pCVR),
    ctcvr: metrics.auc(
      test.labels.conversion,
      Array.from(pCTR, (probability, row) => probability * pCVR[row]),
    ),
    cvrLogLoss: metrics.logLoss(wouldConvert, pCVR),
    cvrLevel: Math.abs(Math.log(mean(pCVR) / mean(truePCVR))),
  };
}
