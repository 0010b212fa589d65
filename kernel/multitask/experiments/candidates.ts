import { types } from 'node:util';
import type { Rows } from '../data/index.ts';
import type { Model } from '../model/index.ts';
import { checkSomeCount } from '../network/index.ts';
import { seen } from '../options/index.ts';
import type { FitOptions } from '../training/index.ts';

/** Makes a model whose first weights, and whose order of rows, come from a seed; with options of its own beside those of all. */
export type Candidate = (seed: number) =>
  | Model
  | {
      /** A new model, of that seed. */
      readonly model: Model;
      /** Its own options of `fit`, before those of all; none without this. */
      readonly fit?: FitOptions;
    };

export const givenAPromise = 'it gave a promise: make the model at once, in a function that is not async.';
export const givenTwice = 'it gave the same model for two trials: make a new one in each call.';

/** What a candidate makes for a seed, each model once. */
export function makers(candidates: Readonly<Record<string, Candidate>>) {
  const models = new WeakSet<Model>();
  return (name: string, seed: number): { readonly model: Model; readonly fit: FitOptions } => {
    const made: unknown = candidates[name](seed);
    const { model, fit, ...more }: Readonly<Record<string, unknown>> = isModel(made) ? { model: made } : Object(made);
    if (!isModel(model))
      throw new Error(
        types.isPromise(made)
          ? givenAPromise
          : `it gave ${seen(made)}; a model was expected: (seed) => models.mmoe(features, tasks, { seed }).`,
      );
    for (const other of Object.keys(more))
      throw new Error(
        `it gave { model, ${other} }; what stands beside the model is fit, the options it is trained with.`,
      );
    if (models.has(model)) throw new Error(givenTwice);
    models.add(model);
    if (model.seed !== seed && model.epochs === 0)
      throw new Error(
        `it made a model of seed ${model.seed} for seed ${seed}: pass the seed on, as in models.mmoe(features, tasks, { seed }).`,
      );
    return { model, fit: (fit ?? {}) as FitOptions };
  };
}

/** @throws where a person gives an option of `fit` that trials set themselves. */
export function refuseSet(what: string, fit: FitOptions, names: readonly (keyof FitOptions)[], why: string): void {
  for (const name of names) if (fit[name] !== undefined) throw new Error(`${what}: fit has ${name}; ${why}.`);
}

function isModel(value: unknown): value is Model {
  return typeof Object(value).train === 'function';
}

/** The parts of a dataset that a comparison needs. */
export type ComparedData = {
  /** Rows to train on. */
  readonly train: Rows;
  /** Rows that the epoch is chosen on. */
  readonly validation: Rows;
  /** Rows that the metrics are taken on. */
  readonly test: Rows;
};

/** @throws an error that names what is missing: a part, its rows, or candidates to compare. */
export function checkData(
  what: string,
  data: Partial<ComparedData>,
  parts: readonly (keyof ComparedData)[] = ['train', 'validation', 'test'],
): void {
  for (const part of parts) {
    const rows: unknown = data?.[part];
    if (typeof rows !== 'object' || rows === null)
      throw new Error(`${what}: the data has no ${part} rows; split it, e.g. { validation: 0.1, test: 0.2 }.`);
    if ('chunks' in rows) throw new Error(`${what}: the ${part} rows are a stream; rows in memory are needed.`);
    if ((rows as Rows).length === 0)
      throw new Error(
        `${what}: the ${part} rows are empty; what is trained is judged on validation rows${parts.includes('test') ? ', the number taken on test rows' : ''}.`,
      );
    checkSomeCount(rows as Rows, `${what}: the ${part} rows`);
  }
}

export function checkCandidates(candidates: Readonly<Record<string, Candidate>>): readonly string[] {
  const names = Object.keys(candidates ?? {});
  if (names.length === 0) throw new Error('compare: there are no candidates: pass { name: (seed) => model, … }.');
  for (const name of names)
    if (typeof candidates[name] !== 'function')
      throw new Error(
        `compare: candidate "${name}" is no function of a seed: write ${name}: (seed) => models.mmoe(…, { seed }).`,
      );
  return names;
}
