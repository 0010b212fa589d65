import { availableParallelism } from 'node:os';
import { types } from 'node:util';
import { errorMessage } from '../../../text/index.ts';
import type { Rows } from '../../data/index.ts';
import type { Model } from '../../model/index.ts';
import type { Network } from '../../network/index.ts';
import { callable, readOptions, readValue } from '../../options/index.ts';
import { createJudge, type FitOptions, type Judge, type JudgedBy } from '../../training/index.ts';
import { type Candidate, checkData, givenAPromise, givenTwice, refuseSet } from '../candidates.ts';
import { refuseElsewhere, type TrialsOnCluster, trialsOn } from '../elsewhere/index.ts';
import { runPool } from '../pool.ts';
import { sameTasks } from '../same-tasks.ts';
import { trainStretch } from '../stretch.ts';
import type { StudyTask } from '../study.ts';
import { createFound, type Found, ranked, type SearchTrial, type ShowFound } from './found.ts';
import { halton } from './halton.ts';
import { createPick, type Pick, type Picks, repeatPicks, type SearchAxis } from './pick.ts';
import { type Rung, rungs } from './rungs.ts';
import { type SearchOptions, searchOptions } from './search-options.ts';

/** Makes a model and the options that it is trained with, out of what `pick` chooses. `seed` is for the model's options. */
export type Define = (chosen: { readonly pick: Pick; readonly seed: number }) => {
  /** A new model, of that seed. */
  readonly model: Model;
  /** The options of `fit` that it is trained with; none without this. */
  readonly fit?: FitOptions;
};

/** The parts of a dataset that a search needs; its test rows stay unseen. */
export type SearchedData = {
  /** Rows to train on. */
  readonly train: Rows;
  /** Rows that trials are judged on. */
  readonly validation: Rows;
};

/** How far a search is, for whoever draws it. */
export type SearchProgress = Omit<Found, 'kind' | 'state' | 'best' | 'picks' | 'words'> & {
  /** `running` until the last change. */
  readonly state: 'running' | Found['state'];
  /** Trials of the present rung that have ended, of how many. */
  readonly done: number;
  /** How many trials the present rung has. */
  readonly of: number;
  /** At the end, unless nothing was. */
  readonly found?: Found;
};

/** What a host, e.g. a notebook's cell, adds to searches. */
export type SearchHost = {
  /** The signal of all work that is given none of its own; none without this. */
  readonly signal?: () => AbortSignal | undefined;
  /**
   * Called when a search begins that is to be shown; what it returns hears every change, the last one no longer
   * `running`; none without this.
   */
  readonly watchSearch?: () => (progress: SearchProgress) => void;
  /** Called with a warning in words, e.g. that a slower trainer is used; `console.warn` without this. */
  readonly warn?: (line: string) => void;
  /** How what was found is shown where it is the value of a cell; its table without this. */
  readonly showFound?: ShowFound;
};

/** `search` for a host that can interrupt it and shows what was found its own way, e.g. a notebook's cell. */
export function createSearch(host: SearchHost = {}) {
  async function search(
    define: Define,
    data: SearchedData,
    options: SearchOptions = {},
    ...more: unknown[]
  ): Promise<Found> {
    readValue('search', 'what it searches', callable<Define>('of { pick, seed } that gives { model, fit }'), define);
    const read = readOptions('search', searchOptions, options, more);
    checkData('search', data, ['train', 'validation']);
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, read.signal, host.signal?.()].filter((each) => each !== undefined));
    const axes: SearchAxis[] = [];
    const point = halton(read.seed);
    const models = new WeakSet<Model>();
    let tasks: readonly StudyTask[] = [];
    const tried = Array.from({ length: read.trials }, (_, i): Tried => {
      const { pick, picks } = createPick(axes, (_, position) => point(i, position));
      const made = { number: i + 1, picks };
      try {
        const { model, fit = {} } = defined(define({ pick, seed: read.seed }), read.on);
        if (models.has(model)) throw new Error(givenTwice);
        models.add(model);
        tasks = sameTasks(tasks, model.network, 'it', 'the first trial');
        return { ...made, model, fit, trial: waiting(i + 1, picks) };
      } catch (error) {
        // Where not even the first can be made, the function is mistaken.
        if (i === 0) throw error;
        return { ...made, fit: {}, trial: failed(waiting(i + 1, picks), error) };
      }
    });
    if (axes.length === 0)
      throw new Error('search: nothing is picked: use pick inside the function, e.g. pick("experts", [4, 8]).');
    // The first one's mistake would have been thrown.
    const { network } = tried[0].model as Model;
    const judged = judgedBy(read.metric, network);
    const judge = createJudge(judged, network, data.validation, [], 'search');
    const warn = host.warn ?? console.warn;
    const { trials, keep = 1 / 3, metric } = read;
    const sent = {
      data: { train: data.train, validation: data.validation },
      about: { trials, keep, metric, seed: read.seed, axes },
      atOnce: read.atOnce,
    };
    const cluster =
      read.on && (await trialsOn('search', read.on, sent, { warn, signal, lose: (why) => stop.abort(why) }));
    const show = read.plot ? host.watchSearch?.() : undefined;
    const about = () => ({ metric: judge.name, seed: read.seed, axes, trials: tried.map(({ trial }) => trial) });
    const longest = Math.max(...tried.map(({ fit }) => fit.epochs ?? 1));
    for (const rung of rungs(trials, longest, keep)) {
      const going = goingOn(tried, rung);
      let done = 0;
      const report = () => show?.({ ...about(), state: 'running', done, of: going.length });
      report();
      await runPool(
        going.map((each) => async () => {
          await train(each, rung, data, { judge, judged, seed: read.seed, signal, cluster });
          if (!signal.aborted) done += 1;
          report();
        }),
        // Some wait on a cluster, so that it never does.
        cluster ? 2 * cluster.atOnce : (read.atOnce ?? availableParallelism()),
        signal,
      );
      if (signal.aborted) break;
    }
    for (const { model } of tried) model?.dispose();
    await cluster?.close();
    if (stop.signal.aborted) {
      if (tried.every(({ trial }) => Number.isNaN(trial.value))) throw stop.signal.reason;
      warn(errorMessage(stop.signal.reason));
    }
    const state = signal.aborted ? 'interrupted' : 'finished';
    for (const each of tried)
      if (state === 'finished' && each.trial.state === 'waiting') each.trial = { ...each.trial, state: 'done' };
    let found: Found | undefined;
    try {
      found = createFound({ ...about(), state }, (picks) => candidateOf(define, picks), host.showFound);
      return found;
    } finally {
      show?.({ ...about(), state, done: 0, of: 0, ...(found && { found }) });
    }
  }
  return search;
}

/** A trial with its model, which lives until the search ends. */
type Tried = {
  readonly number: number;
  readonly model?: Model;
  readonly fit: FitOptions;
  trial: SearchTrial;
  /** The last stretch of it, on a cluster. */
  last?: string;
};

const waiting = (number: number, picks: Picks): SearchTrial => ({
  number,
  picks,
  state: 'waiting',
  epochs: 0,
  epoch: 0,
  value: Number.NaN,
  seconds: 0,
});

function failed(trial: SearchTrial, error: unknown): SearchTrial {
  return { ...trial, state: 'failed', reason: errorMessage(error) };
}

function defined(made: ReturnType<Define>, cluster: SearchOptions['on']): ReturnType<Define> {
  if (types.isPromise(made)) throw new Error(`search: ${givenAPromise}`);
  if (typeof made !== 'object' || made === null || typeof made.model?.train !== 'function')
    throw new Error('search: the function gave no model: return { model: models.mmoe(…), fit: { epochs: 5 } }.');
  const fit: FitOptions = made.fit ?? {};
  refuseSet(
    'search',
    fit,
    ['earlyStopping', 'resume', 'checkpoint', 'validation', 'threads', 'signal', 'on'],
    'a search judges by the validation rows, stops trials itself, runs each on one thread, and takes on itself',
  );
  if (cluster) refuseElsewhere('search', fit);
  return made;
}

/** The best of those still in the race; the others are stopped where they are. */
function goingOn(tried: readonly Tried[], { trials }: Rung): readonly Tried[] {
  const racing = tried.filter(({ trial }) => trial.state === 'waiting');
  const order = ranked(racing.map(({ trial }) => trial)).map(({ number }) => tried[number - 1]);
  for (const each of order.slice(trials)) each.trial = { ...each.trial, state: 'stopped' };
  return racing.filter(({ trial }) => trial.state === 'waiting');
}

/** Trains up to the rung's share of the epochs, from where the trial stands. */
async function train(
  tried: Tried,
  { share }: Rung,
  data: SearchedData,
  { judge, judged, seed, signal, cluster }: Training,
): Promise<void> {
  const { fit, trial } = tried;
  const model = tried.model as Model;
  const epochs = Math.max(1, Math.round((fit.epochs ?? 1) * share));
  if (epochs <= trial.epochs) return;
  const from = { epochs: trial.epochs, epoch: trial.epoch, value: trial.value, seconds: trial.seconds };
  const name = `${String(tried.number).padStart(5, '0')}-${epochs}`;
  try {
    const stretch = cluster
      ? await cluster.stretch(name, model, { fit, seed, epochs, judgedBy: judged, from }, tried.last)
      : await trainStretch(model, data, { from, epochs, fit, seed, judge, signal });
    tried.last = name;
    tried.trial = { ...trial, ...stretch, ...(stretch.reason === undefined ? {} : { state: 'failed' as const }) };
  } catch (error) {
    if (!signal.aborted) tried.trial = failed(trial, error);
  }
}

type Training = {
  readonly judge: Judge;
  readonly judged: JudgedBy;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly cluster: TrialsOnCluster | undefined;
};

/** `mean AUC`, `AUC of click`, as early stopping has it. */
function judgedBy(metric: string | undefined, network: Network): JudgedBy {
  if (metric === undefined) return {};
  const kinds = new Map(network.tasks.map(({ name, kind }) => [name, kind === 'binary' ? 'AUC' : 'RMSE']));
  const known = [...new Set(kinds.values())].map((each) => `"mean ${each}"`);
  const single = [...kinds].map(([task, each]) => `"${each} of ${task}"`);
  const [, mean] = /^mean\s+(AUC|RMSE)$/i.exec(metric.trim()) ?? [];
  if (mean !== undefined) {
    const tasks = [...kinds].filter(([, kind]) => kind === mean.toUpperCase()).map(([task]) => task);
    if (tasks.length === kinds.size) return {};
    if (tasks.length > 0) return { task: Object.fromEntries(tasks.map((task) => [task, 1 / tasks.length])) };
  }
  const [, kind, task] = /^(AUC|RMSE)\s+of\s+(.+)$/i.exec(metric.trim()) ?? [];
  if (task !== undefined && kinds.get(task) === kind.toUpperCase()) return { task };
  throw new Error(`search: metric is "${metric}"; it is one of ${[...known, ...single].join(', ')}.`);
}

function candidateOf(define: Define, picks: Picks): Candidate {
  return (seed) => define({ pick: repeatPicks(picks), seed });
}
