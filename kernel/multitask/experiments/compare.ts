import { availableParallelism } from 'node:os';
import { errorMessage } from '../../text/index.ts';
import type { RayCluster } from '../cluster/index.ts';
import type { Rows } from '../data/index.ts';
import { readOptions } from '../options/index.ts';
import { type FitOptions, whyNotJudgeable } from '../training/index.ts';
import { type Candidate, type ComparedData, checkCandidates, checkData, makers, refuseSet } from './candidates.ts';
import { type CompareOptions, compareOptions } from './compare-options.ts';
import { refuseElsewhere, type TrialsOnCluster, trialsOn } from './elsewhere/index.ts';
import { runPool } from './pool.ts';
import { sameTasks } from './same-tasks.ts';
import { type DoneTrial, rowsErrors, type ShowStudy, type Study, type StudyTask, summarise } from './study.ts';
import { checkOwnMetrics, type FailedTrial, measureTrial, trainTrial } from './trial.ts';
import { openTrialLog, type TrialLog, trialKeys } from './trial-log.ts';

/** How far a comparison is, for whoever draws it. */
export type StudyProgress = {
  /** `running` until the last change. */
  readonly state: 'running' | Study['state'];
  /** Of the trials that have ended so far. */
  readonly study: Study;
  /** How many trials there are, ended or not. */
  readonly trials: number;
  /** The trials that are being trained. */
  readonly running: readonly {
    /** Name of the candidate. */
    readonly candidate: string;
    /** Seed of the trial. */
    readonly seed: number;
    /** Epochs that have ended. */
    readonly epoch: number;
    /** Epochs that it is to train. */
    readonly epochs: number;
  }[];
  /** Undefined before the first trial has ended. */
  readonly secondsLeft: number | undefined;
};

/** What a host, e.g. a notebook's cell, adds to comparisons. */
export type CompareHost = {
  /** The signal of all work that is given none of its own; none without this. */
  readonly signal?: () => AbortSignal | undefined;
  /**
   * Called when a comparison begins that is to be shown; what it returns hears every change, the last one no longer
   * `running`; none without this.
   */
  readonly watchStudy?: () => (progress: StudyProgress) => void;
  /** Called with a warning in words, e.g. that a slower trainer is used; `console.warn` without this. */
  readonly warn?: (line: string) => void;
  /** How a study is shown where it is the value of a cell; its table without this. */
  readonly showStudy?: ShowStudy;
};

/** `compare` for a host that can interrupt it and shows studies its own way, e.g. a notebook's cell. */
export function createCompare(host: CompareHost = {}) {
  async function compare(
    candidates: Readonly<Record<string, Candidate>>,
    data: ComparedData,
    options: CompareOptions = {},
    ...more: unknown[]
  ): Promise<Study> {
    const read = readOptions('compare', compareOptions, options, more);
    const names = checkCandidates(candidates);
    checkData('compare', data);
    const seeds = seedsOf(read.seeds);
    const baseline = read.baseline ?? names[0];
    if (!names.includes(baseline))
      throw new Error(`compare: baseline is "${baseline}"; candidates are ${names.join(', ')}.`);
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, read.signal, host.signal?.()].filter((each) => each !== undefined));
    const given = options.fit ?? {};
    checkFit(given, read.on);
    checkOwnMetrics(read.metrics ?? {});
    const make = makers(candidates);
    const log = read.folder === undefined ? undefined : await openTrialLog(read.folder);
    const keyOf = trialKeys(data);
    const warn = host.warn ?? console.warn;
    const sent = { data, about: { names, seeds, given }, atOnce: read.atOnce };
    let cluster: Promise<TrialsOnCluster> | undefined;
    const begun = async (on: RayCluster): Promise<TrialsOnCluster> => {
      try {
        changed();
        return await trialsOn('compare', on, sent, { warn, signal, lose: (why) => stop.abort(why) });
      } catch (error) {
        if (!signal.aborted) stop.abort(error);
        throw error;
      }
    };
    const show = read.plot ? host.watchStudy?.() : undefined;

    const done: DoneTrial[] = [];
    const failed: FailedTrial[] = [];
    const running = new Map<string, { candidate: string; seed: number; epoch: number; epochs: number }>();
    let tasks: readonly StudyTask[] = [];
    const begin = performance.now();
    let ran = 0;
    // Seed by seed: whoever interrupts has pairs.
    const jobs = seeds.flatMap((seed, i) =>
      names.map((candidate, j) => ({ candidate, seed, place: i * names.length + j })),
    );
    const rowsError = rowsErrors(data.test);
    const summary = (state: Study['state']) =>
      summarise({ state, baseline, candidates: names, tasks, seeds }, done, failed, rowsError, host.showStudy);
    const changed = (state: StudyProgress['state'] = 'running', study?: Study): void => {
      if (!show || tasks.length === 0) return;
      const left = jobs.length - done.length - failed.length;
      const each = (performance.now() - begin) / 1000 / ran;
      show({
        state,
        study: study ?? summary('interrupted'),
        trials: jobs.length,
        running: [...running.values()],
        secondsLeft: ran === 0 ? undefined : each * left,
      });
    };

    const perform = async ({ candidate, seed, place }: (typeof jobs)[number]): Promise<void> => {
      const name = `${candidate} ${seed}`;
      let key = '';
      try {
        const made = make(candidate, seed);
        const { model } = made;
        const fit = { ...given, ...made.fit };
        checkFit(fit, read.on);
        key = keyOf(candidate, seed, model.network, fit);
        tasks = sameTasks(tasks, model.network, candidate, 'another candidate');
        checkTestRows(tasks, data.test);
        const known = await log?.find(key);
        if (known) {
          model.dispose();
          done.push(known);
          return changed();
        }
        const onEpoch = (epoch: number): void => {
          running.set(name, { candidate, seed, epoch, epochs: fit.epochs ?? 1 });
          changed();
        };
        const { network } = model;
        const task = { fit, seed, onEpoch };
        // Not before it is needed: a folder may have them all.
        if (read.on) cluster ??= begun(read.on);
        const trained = cluster
          ? await (await cluster).trial(`${String(place).padStart(5, '0')}-${key}`, model, task)
          : await trainTrial(model, data, { ...task, signal });
        const own = read.metrics ?? {};
        const result = measureTrial({ candidate, seed }, { network, ...trained }, data.test, { fit, own });
        // What the others of the trial are stays; a folder gets it once it is whole.
        if (result.failure) warn(`compare: ${name}: ${errorMessage(result.failure)}`);
        else await log?.add(key, result);
        done.push(result);
        ran += 1;
      } catch (error) {
        if (signal.aborted) return;
        await keepFailure(log, key, candidate, seed, error, failed);
        ran += 1;
      } finally {
        running.delete(name);
      }
      changed();
    };
    // Some wait for a cluster, so that it never waits.
    const atOnce = read.on ? 2 * (read.atOnce ?? read.on.workers) : (read.atOnce ?? availableParallelism());
    await runPool(
      jobs.map((job) => () => perform(job)),
      atOnce,
      signal,
    );
    await (await cluster?.catch(() => undefined))?.close();
    if (stop.signal.aborted) {
      if (done.length === 0) throw stop.signal.reason;
      warn(`${errorMessage(stop.signal.reason)} ${keptWords(done.length, jobs.length, read.folder)}`);
    }
    const state = done.length + failed.length < jobs.length ? 'interrupted' : 'finished';
    const study = summary(state);
    changed(state, study);
    if (done.length === 0 && state === 'finished')
      throw new Error(
        `compare: every trial failed; the first, ${failed[0].candidate} with seed ${failed[0].seed}: ${failed[0].reason}`,
      );
    return study;
  }
  return compare;
}

/** @throws where the test rows say nothing of a task: its numbers would be none, and no candidate could be told from another. */
function checkTestRows(tasks: readonly StudyTask[], { labels, weights }: Rows): void {
  for (const { name, metric } of tasks) {
    const why = whyNotJudgeable(metric === 'auc' ? 'binary' : 'numeric', labels[name] ?? [], weights);
    if (why !== undefined)
      throw new Error(
        `task "${name}" cannot be measured on the test rows: ${why} Split off rows that have both kinds.`,
      );
  }
}

function checkFit(fit: FitOptions, cluster: CompareOptions['on']): void {
  refuseSet(
    'compare',
    fit,
    ['resume', 'checkpoint', 'validation', 'threads', 'signal', 'on'],
    "every trial is new, is judged by the data's validation rows and runs on one thread; compare itself takes folder, signal and on",
  );
  if (cluster) refuseElsewhere('compare', fit);
}

function keptWords(done: number, all: number, folder: string | undefined): string {
  const kept =
    folder === undefined ? 'with { folder } they would be kept' : `${folder} keeps them, and the same call goes on`;
  return `${done} of ${all} trials had ended: ${kept}.`;
}

function seedsOf(seeds: number | readonly number[]): readonly number[] {
  if (typeof seeds === 'number') return Array.from({ length: seeds }, (_, i) => i + 1);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice !== undefined)
    throw new Error(`compare: seeds has ${twice} twice; a second run of a seed gives the same bits.`);
  return seeds;
}

async function keepFailure(
  log: TrialLog | undefined,
  key: string,
  candidate: string,
  seed: number,
  error: unknown,
  failed: FailedTrial[],
): Promise<void> {
  const reason = errorMessage(error);
  const trial: FailedTrial = { candidate, seed, state: 'failed', reason };
  failed.push(trial);
  if (key !== '') await log?.fail(key, trial);
}
