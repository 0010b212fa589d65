import { type Estimate, estimate, holm, type PairedDifference, pairedDifference } from '../../statistics/index.ts';
import {
  fraction,
  percent,
  plusMinus,
  signed,
  significant,
  type Table,
  type TableBundle,
  tableBundle,
  tableText,
} from '../../text/index.ts';
import type { Rows } from '../data/index.ts';
import { compareAuc } from '../metrics/index.ts';
import { chosenLines } from './chosen-lines.ts';
import type { FailedTrial, Predictions, Trial } from './trial.ts';

/** What a comparison found. */
export type Study = {
  readonly kind: 'study';
  /** `interrupted`: some trials were not run; what is said is of those that were. */
  readonly state: 'finished' | 'interrupted';
  /** The candidate that the others are compared with. */
  readonly baseline: string;
  /** Names of the candidates, in the order given. */
  readonly candidates: readonly string[];
  /** What all candidates predict. */
  readonly tasks: readonly StudyTask[];
  /** Seeds that each candidate was to be trained with. */
  readonly seeds: readonly number[];
  /** Every candidate and task: each metric over the seeds. */
  readonly results: readonly StudyResult[];
  /** Every other candidate and task against the baseline. */
  readonly differences: readonly StudyDifference[];
  /** Mean relative gain over the baseline, of each other candidate. */
  readonly gains: readonly StudyGain[];
  /** Every trial that was run. */
  readonly trials: readonly (Trial | FailedTrial)[];
};

/** A task that all candidates predict, with the metric that it is judged by. */
export type StudyTask = {
  /** Name of the task. */
  readonly name: string;
  /** AUC of a binary task, RMSE in label units of a numeric one. */
  readonly metric: 'auc' | 'rmse';
};

/** The metrics of one candidate and task over the seeds. */
export type StudyResult = {
  /** Name of the candidate. */
  readonly candidate: string;
  /** Name of the task. */
  readonly task: string;
  /** Seeds whose trial ended well. */
  readonly n: number;
  /** Of each metric its mean over the seeds and the mean's standard error; NaN for one seed. */
  readonly metrics: Readonly<Record<string, Estimate>>;
};

/** candidate − baseline, of the metric that the task is judged by, in pairs of the same seed. */
export type StudyDifference = PairedDifference & {
  /** Name of the candidate. */
  readonly candidate: string;
  /** Name of the task. */
  readonly task: string;
  /** What the difference is of. */
  readonly metric: 'auc' | 'rmse';
  /** `pValue` adjusted for all differences of the study (Holm 1979). */
  readonly adjusted: number;
  /**
   * What the test rows alone leave open: DeLong's standard error of the difference of two AUCs, averaged over the seeds. It
   * does not shrink with more seeds. Absent for RMSE.
   */
  readonly rowsError?: number;
  /** `not distinguishable` where `adjusted` is .05 or more. */
  readonly judgement: 'better' | 'worse' | 'not distinguishable';
  /** For a person. */
  readonly words: string;
};

/**
 * Δm = 1/T Σ ± (M − M of the baseline) ÷ M of the baseline over the tasks, + where more is better (Maninis, Radosavovic &
 * Kokkinos 2019, eq. 4), as a share: .01 is one per cent.
 */
export type StudyGain = PairedDifference & {
  /** Name of the candidate. */
  readonly candidate: string;
};

export type DoneTrial = { readonly trial: Trial; readonly predictions: Predictions };

/** MIME types to what is shown of a study. */
export type ShowStudy = (study: Study) => Readonly<Record<string, unknown>>;

/** Sums up the trials that ended well. */
export function summarise(
  about: Pick<Study, 'state' | 'baseline' | 'candidates' | 'tasks' | 'seeds'>,
  done: readonly DoneTrial[],
  failed: readonly FailedTrial[],
  rowsErrorOf: RowsError,
  show: ShowStudy = studyBundle,
): Study {
  const { baseline, candidates, tasks } = about;
  const of = (candidate: string) => done.filter(({ trial }) => trial.candidate === candidate);
  const pairsWith = (candidate: string): readonly (readonly [DoneTrial, DoneTrial])[] =>
    of(candidate).flatMap((own) => {
      const other = of(baseline).find(({ trial }) => trial.seed === own.trial.seed);
      return other ? [[own, other] as const] : [];
    });
  const others = candidates.filter((name) => name !== baseline);
  const raw = others.flatMap((candidate) =>
    tasks.map((task) => {
      const pairs = pairsWith(candidate);
      const values = (place: 0 | 1) => pairs.map((pair) => pair[place].trial.metrics[task.name][task.metric]);
      const rowsError = task.metric === 'auc' ? meanDeLong(pairs, task, rowsErrorOf) : undefined;
      return { candidate, task, rowsError, difference: differenceOf(values(0), values(1)) };
    }),
  );
  const adjusted = holm(raw.map(({ difference }) => difference.pValue));
  const trials = [...done.map(({ trial }) => trial), ...failed];
  const place = ({ candidate, seed }: Trial | FailedTrial) =>
    candidates.indexOf(candidate) * 1e6 + about.seeds.indexOf(seed);
  const study: Study = {
    kind: 'study',
    ...about,
    results: candidates.flatMap((candidate) => tasks.map((task) => resultOf(candidate, task.name, of(candidate)))),
    differences: raw.map(({ candidate, task, rowsError, difference }, i) =>
      judged(candidate, baseline, task, difference, adjusted[i], rowsError),
    ),
    gains: others.map((candidate) => ({ candidate, ...gainOf(pairsWith(candidate), tasks) })),
    trials: trials.sort((a, b) => place(a) - place(b)),
  };
  return Object.defineProperty(study, Symbol.for('Jupyter.display'), { value: () => show(study) });
}

function resultOf(candidate: string, task: string, done: readonly DoneTrial[]): StudyResult {
  const names = Object.keys(done[0]?.trial.metrics[task] ?? {});
  const values = (name: string) => done.map(({ trial }) => trial.metrics[task]?.[name] ?? Number.NaN);
  return {
    candidate,
    task,
    n: done.length,
    metrics: Object.fromEntries(names.map((name) => [name, estimateOf(values(name))])),
  };
}

/** A standard error needs two numbers: of one the mean is all that is known. */
function estimateOf(values: readonly number[]): Estimate {
  return values.length < 2 ? { mean: values[0] ?? Number.NaN, error: Number.NaN, n: values.length } : estimate(values);
}

function differenceOf(a: readonly number[], b: readonly number[]): PairedDifference {
  if (a.length > 1) return pairedDifference(a, b);
  const mean = a.length === 1 ? a[0] - b[0] : Number.NaN;
  const unknown = { error: Number.NaN, lower: Number.NaN, upper: Number.NaN, pValue: Number.NaN };
  return { mean, n: a.length, ...unknown, verdict: 'not distinguishable' };
}

function gainOf(pairs: readonly (readonly [DoneTrial, DoneTrial])[], tasks: readonly StudyTask[]): PairedDifference {
  const gains = pairs.map(([own, base]) => {
    const relative = tasks.map(({ name, metric }) => {
      const [value, reference] = [own.trial.metrics[name][metric], base.trial.metrics[name][metric]];
      return ((metric === 'rmse' ? -1 : 1) * (value - reference)) / reference;
    });
    return relative.reduce((sum, gain) => sum + gain, 0) / tasks.length;
  });
  return differenceOf(
    gains,
    gains.map(() => 0),
  );
}

function meanDeLong(
  pairs: readonly (readonly [DoneTrial, DoneTrial])[],
  { name }: StudyTask,
  rowsErrorOf: RowsError,
): number {
  const errors = pairs.map(([own, base]) => rowsErrorOf(name, own, base));
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** DeLong's standard error of the difference of two trials' AUCs on a task. */
type RowsError = (task: string, own: DoneTrial, base: DoneTrial) => number;

/** Each pair is computed once: a picture that follows a comparison asks for all of them at every change. */
export function rowsErrors({ labels, weights }: Pick<Rows, 'labels' | 'weights'>): RowsError {
  const known = new WeakMap<DoneTrial, Map<string, number>>();
  return (task, own, base) => {
    const errors = known.get(own) ?? new Map<string, number>();
    known.set(own, errors);
    const error =
      errors.get(task) ?? compareAuc(labels[task], own.predictions[task], base.predictions[task], { weights }).error;
    errors.set(task, error);
    return error;
  };
}

function judged(
  candidate: string,
  baseline: string,
  task: StudyTask,
  difference: PairedDifference,
  adjusted: number,
  rowsError: number | undefined,
): StudyDifference {
  const gain = task.metric === 'rmse' ? -difference.mean : difference.mean;
  const judgement = !(adjusted < 0.05) ? 'not distinguishable' : gain > 0 ? 'better' : 'worse';
  return {
    ...difference,
    candidate,
    task: task.name,
    metric: task.metric,
    adjusted,
    ...(rowsError === undefined ? {} : { rowsError }),
    judgement,
    words: `${task.name}: ${said(candidate, baseline, task, difference, adjusted, judgement)}`,
  };
}

function said(
  candidate: string,
  baseline: string,
  { metric }: StudyTask,
  { mean, lower, upper, n }: PairedDifference,
  adjusted: number,
  judgement: StudyDifference['judgement'],
): string {
  const [name, digits] = metric === 'auc' ? ['AUC', fraction] : ['RMSE', threeDigits];
  if (n === 0) return `${candidate} and ${baseline} have no seed in common that ended well.`;
  if (Number.isNaN(mean))
    return `the ${name} of ${candidate} or ${baseline} cannot be computed for a seed, so nothing can be said; look at the labels of the test rows.`;
  if (n === 1)
    return `${name} ${signed(mean, digits)} with one seed, which tells nothing of the spread; use more seeds.`;
  const interval = `${name} ${signed(mean, digits)}, 95 % interval ${signed(lower, digits)} to ${signed(upper, digits)}, adjusted p ${pWords(adjusted)}, ${n} seeds`;
  return judgement === 'not distinguishable'
    ? `${candidate} is not distinguishable from ${baseline} (${interval}).`
    : `${candidate} is ${judgement} than ${baseline} (${interval}).`;
}

const threeDigits = (value: number): string => significant(value, 3);
const pWords = (p: number): string => (p < 0.001 ? '< .001' : fraction(p, 3));

/** The table of a study, for whoever has no picture. */
function studyBundle(study: Study): TableBundle {
  return tableBundle(studyTable(study));
}

/** The same as text with aligned columns. */
export function studyText(study: Study): string {
  return tableText(studyTable(study));
}

function studyTable(study: Study): Table {
  const { baseline, results, tasks, differences, gains, trials, seeds, state } = study;
  const rows = results.map(({ candidate, task, metrics, n }) => {
    const { metric } = tasks.find(({ name }) => name === task) as StudyTask;
    const digits = metric === 'auc' ? fraction : threeDigits;
    const { mean, error } = metrics[metric] ?? { mean: Number.NaN, error: Number.NaN };
    const difference = differences.find((each) => each.candidate === candidate && each.task === task);
    return [
      task,
      candidate,
      `${metric === 'auc' ? 'AUC' : 'RMSE'} ${digits(mean)}${Number.isNaN(error) ? '' : ` ± ${digits(error)}`}`,
      candidate === baseline ? 'baseline' : difference && difference.n > 1 ? signed(difference.mean, digits) : '',
      difference && difference.n > 1
        ? `${signed(difference.lower, digits)} to ${signed(difference.upper, digits)}`
        : '',
      difference?.rowsError === undefined ? '' : plusMinus(difference.rowsError),
      difference?.judgement ?? '',
      String(n),
    ];
  });
  const failures = trials.filter((trial) => trial.state === 'failed');
  return {
    title: `${study.candidates.join(', ')} over ${seeds.length} seeds${state === 'interrupted' ? ', interrupted' : ''}`,
    header: ['task', 'candidate', 'test metric', `− ${baseline}`, '95 % interval', 'test rows', 'verdict', 'seeds'],
    rows: rows.sort(
      ([a], [b]) => tasks.findIndex(({ name }) => name === a) - tasks.findIndex(({ name }) => name === b),
    ),
    notes: [
      ...chosenLines(study),
      ...gains
        .filter(({ n }) => n > 1)
        .map(
          ({ candidate, mean, lower, upper }) =>
            `${candidate}: mean relative gain over ${baseline} ${gain(mean)} (95 % interval ${gain(lower)} to ${gain(upper)}).`,
        ),
      'Verdicts by Student’s t over pairs of the same seed, adjusted for all rows (Holm). “test rows”: what the test rows alone leave open (DeLong).',
      ...failures.map(({ candidate, seed, reason }) => `${candidate}, seed ${seed}, failed: ${reason}`),
    ],
  };
}

const gain = (share: number): string => signed(share, (each) => percent(each, 2));
