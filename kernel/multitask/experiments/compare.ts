import { availableParallelism } from 'node:os';
import { errorMessage } from '../../text/index.ts';
import type { Model } from '../model/index.ts';
import {
  abortSignal,
  boolean,
  callable,
  count,
  either,
  list,
  type OptionTable,
  object,
  readOptions,
  record,
  seed,
  text,
} from '../options/index.ts';
import { type FitOptions, fitOptions } from '../training/index.ts';
import { type Candidate, type ComparedData, checkCandidates, checkData, makers, refuseSet } from './candidates.ts';
import { runPool } from './pool.ts';
import { type DoneTrial, rowsErrors, type ShowStudy, type Study, type StudyTask, summarise } from './study.ts';
import { checkOwnMetrics, type FailedTrial, type OwnMetrics, outputsByTask, runTrial } from './trial.ts';
import { openTrialLog, type TrialLog, trialKeys } from './trial-log.ts';

/** How candidates are compared. */
export type CompareOptions = {
  /** How many seeds, 1, 2, 3 …, or which; 5 without this. */
  readonly seeds?: number | readonly number[];
  /** The candidate that the others are compared with; the first without this. */
  readonly baseline?: string;
  /** How each is trained. The epoch is chosen on the validation rows; `{ epochs: 1 }` without this. */
  readonly fit?: FitOptions;
  /**
   * Metrics of your own, functions of labels and predictions, over the observed rows of each output; none without this.
   */
  readonly metrics?: OwnMetrics;
  /** A folder that keeps every trial as it ends; a second call goes on from there; none without this. */
  readonly folder?: string;
  /** Trials that run at the same time, each on one thread; as many as there are cores without this. */
  readonly atOnce?: number;
  /** Whether a live picture is drawn; `true` without this. */
  readonly plot?: boolean;
  /**
   * A signal that ends the comparison; what is done stays. In a notebook, interrupting the cell does it, too; none
   * without this.
   */
  readonly signal?: AbortSignal;
};

export const compareOptions = {
  seeds: { type: either(count, list(seed, 1)), default: 5, about: 'How many seeds, 1, 2, 3 …, or which' },
  baseline: { type: text, without: 'the first', about: 'The candidate that the others are compared with' },
  fit: {
    type: object(fitOptions),
    without: '`{ epochs: 1 }`',
    about: 'How each is trained. The epoch is chosen on the validation rows',
  },
  metrics: {
    type: record('metric', callable<OwnMetrics[string]>('a function of labels and predictions that gives a number')),
    about: 'Metrics of your own, functions of labels and predictions, over the observed rows of each output',
  },
  folder: { type: text, about: 'A folder that keeps every trial as it ends; a second call goes on from there' },
  atOnce: {
    type: count,
    without: 'as many as there are cores',
    about: 'Trials that run at the same time, each on one thread',
  },
  plot: { type: boolean, default: true, about: 'Whether a live picture is drawn' },
  signal: {
    type: abortSignal,
    about: 'A signal that ends the comparison; what is done stays. In a notebook, interrupting the cell does it, too',
  },
} as const satisfies OptionTable<CompareOptions>;

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
    const signal = AbortSignal.any([read.signal, host.signal?.()].filter((each) => each !== undefined));
    const given = options.fit ?? {};
    checkFit(given);
    checkOwnMetrics(read.metrics ?? {});
    const make = makers(candidates);
    const log = read.folder === undefined ? undefined : await openTrialLog(read.folder);
    const keyOf = trialKeys(data);
    const show = read.plot ? host.watchStudy?.() : undefined;

    const done: DoneTrial[] = [];
    const failed: FailedTrial[] = [];
    const running = new Map<string, { candidate: string; seed: number; epoch: number; epochs: number }>();
    let tasks: readonly StudyTask[] = [];
    const begin = performance.now();
    let ran = 0;
    // Seed by seed: whoever interrupts has pairs.
    const jobs = seeds.flatMap((seed) => names.map((candidate) => ({ candidate, seed })));
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

    const perform = async ({ candidate, seed }: (typeof jobs)[number]): Promise<void> => {
      const name = `${candidate} ${seed}`;
      let key = '';
      try {
        const { model, fit: own } = make(candidate, seed);
        const fit = { ...given, ...own };
        checkFit(fit);
        key = keyOf(candidate, seed, model.network, fit);
        tasks = sameTasks(tasks, model, candidate);
        const known = await log?.find(key);
        if (known) {
          model.dispose();
          done.push(known);
          return changed();
        }
        running.set(name, { candidate, seed, epoch: 0, epochs: fit.epochs ?? 1 });
        changed();
        const onEpoch = (epoch: number): void => {
          running.set(name, { candidate, seed, epoch, epochs: fit.epochs ?? 1 });
          changed();
        };
        const result = await runTrial({ candidate, seed }, model, data, {
          fit,
          own: read.metrics ?? {},
          signal,
          onEpoch,
        });
        await log?.add(key, result);
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
    await runPool(
      jobs.map((job) => () => perform(job)),
      read.atOnce ?? availableParallelism(),
      signal,
    );
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

function checkFit(fit: FitOptions): void {
  refuseSet(
    'compare',
    fit,
    ['resume', 'checkpoint', 'validation', 'threads', 'signal'],
    "every trial is new, is judged by the data's validation rows and runs on one thread; compare itself takes folder and signal",
  );
}

function seedsOf(seeds: number | readonly number[]): readonly number[] {
  if (typeof seeds === 'number') return Array.from({ length: seeds }, (_, i) => i + 1);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice !== undefined)
    throw new Error(`compare: seeds has ${twice} twice; a second run of a seed gives the same bits.`);
  return seeds;
}

/** The tasks that all candidates predict alike, with the metric that each is judged by. */
function sameTasks(known: readonly StudyTask[], { network }: Model, candidate: string): readonly StudyTask[] {
  const own = outputsByTask(network).map(
    ({ kind, task }): StudyTask => ({ name: task.name, metric: kind === 'binary' ? 'auc' : 'rmse' }),
  );
  const words = (tasks: readonly StudyTask[]) => tasks.map(({ name }) => name).join(', ');
  if (known.length > 0 && words(known) !== words(own))
    throw new Error(`${candidate} predicts ${words(own)}, another candidate ${words(known)}: they cannot be compared.`);
  return own;
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
