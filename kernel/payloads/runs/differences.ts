import { holm, pairedDifference, unpairedDifference } from '../../statistics/index.ts';
import { enumerate, fraction, plusMinus, signed, significant } from '../../text/index.ts';
import type { RunRow } from './run-row.ts';
import { countedRuns, type EntryQuality, entryQuality, newest, type RunEntry, taskNames } from './seeds.ts';
import { entryName } from './words.ts';

/** One task of compared entries: each entry's number, and its difference to the first of them. */
export type ComparedTask = {
  readonly task: string;
  readonly metric: 'AUC' | 'RMSE';
  readonly split: 'validation' | 'train';
  /** One an entry, in their order; the first that has the task is the baseline. */
  readonly rows: readonly ComparedRun[];
};

export type ComparedRun = {
  readonly candidate: string;
  readonly mean: number | null;
  readonly error: number | null;
  /** To the baseline: one a shared seed, or that of two single runs. */
  readonly differences: readonly { readonly seed: number; readonly value: number }[];
  /** Their mean with its 95 % interval; null where there is none. */
  readonly interval: { readonly mean: number; readonly lower: number; readonly upper: number } | null;
  /** `baseline`, `better`, `worse`, `not distinguishable`; else why there is nothing to say. */
  readonly judgement: string;
  /** All that is known of it, for a tip and for who hears it. */
  readonly words: string;
};

/**
 * Differences of the entries to the first that has the task: over the seeds that both have, as pairs, Holm-adjusted over the table; between
 * single runs by the errors of their rows, as if they were measured apart. Numbers on other rows are not compared.
 */
export function comparedTasks(entries: readonly RunEntry[], names: readonly string[]): readonly ComparedTask[] {
  const found = entries.map((entry, i) => ({ entry, candidate: names[i] ?? entryName(entry) }));
  const tasks = taskNames(entries.map(newest));
  const baselines = tasks.map((task) => found.find(({ entry }) => entryQuality(entry, task) !== undefined));
  const drafts = tasks.map((task, t) => found.map(({ entry }) => difference(entry, baselines[t]?.entry, task)));
  const paired = drafts.flat().flatMap((draft) => (draft.kind === 'paired' ? [draft] : []));
  const adjusted = new Map(holm(paired.map(({ pValue }) => pValue)).map((p, i) => [paired[i], p] as const));
  return tasks.flatMap((task, t) => {
    const baseline = baselines[t];
    const own = baseline && entryQuality(baseline.entry, task);
    if (own === undefined) return [];
    const rows = found.map(({ entry, candidate }, i): ComparedRun => {
      const draft = drafts[t]?.[i] ?? { kind: 'none', why: '' };
      return written({
        entry,
        candidate,
        draft,
        adjusted: adjusted.get(draft as Paired),
        task,
        to: baseline?.candidate ?? '',
      });
    });
    return [{ task, metric: own.metric, split: own.split, rows }];
  });
}

type Paired = { readonly kind: 'paired'; readonly pValue: number } & Found;
type Found = Pick<ComparedRun, 'differences'> & { readonly interval: NonNullable<ComparedRun['interval']> };
type Draft =
  | { readonly kind: 'baseline' }
  | { readonly kind: 'none'; readonly why: string; readonly differences?: ComparedRun['differences'] }
  | ({ readonly kind: 'unpaired' } & Found)
  | Paired;

function difference(entry: RunEntry, baseline: RunEntry | undefined, task: string): Draft {
  if (baseline === undefined) return none('no such task');
  if (entry === baseline) return { kind: 'baseline' };
  const [own, other] = [entryQuality(entry, task), entryQuality(baseline, task)];
  if (own === undefined || other === undefined || own.metric !== other.metric) return none('no such task');
  if (!isSameRows(newest(entry), newest(baseline), task) || own.split !== other.split) return none('other rows');
  if (entry.kind === 'run' && baseline.kind === 'run') return ofSingles(entry.row.run.seed, own, other);
  return ofSeeds(entry, baseline, task);
}

function none(why: string): Draft {
  return { kind: 'none', why };
}

/** As far as runs tell: the data's name and how many rows there are of it, with a label of the task. */
function isSameRows(a: RunRow, b: RunRow, task: string): boolean {
  const labelled = ({ qualities }: RunRow) => qualities.find((each) => each.task === task)?.rows;
  const sizes = ({ run }: RunRow) => [run.dataset, run.rows, run.validationRows].join('\n');
  return sizes(a) === sizes(b) && labelled(a) === labelled(b);
}

function ofSingles(seed: number, own: EntryQuality, other: EntryQuality): Draft {
  if (own.value === null || other.value === null) return none('no number');
  const differences = [{ seed, value: own.value - other.value }];
  if (own.error === null || other.error === null) return { kind: 'none', why: 'one seed, no error', differences };
  const apart = unpairedDifference({ value: own.value, error: own.error }, { value: other.value, error: other.error });
  return { kind: 'unpaired', differences: [], interval: apart };
}

function ofSeeds(entry: RunEntry, baseline: RunEntry, task: string): Draft {
  const bySeed = (each: RunEntry) =>
    new Map(
      countedRuns(each.kind === 'run' ? [each.row] : each.rows).map((row) => [
        row.run.seed,
        row.qualities.find((quality) => quality.task === task)?.value ?? null,
      ]),
    );
  const there = bySeed(baseline);
  const pairs = [...bySeed(entry)].flatMap(([seed, a]) => {
    const b = there.get(seed) ?? null;
    return a === null || b === null ? [] : [{ seed, a, b }];
  });
  const differences = pairs.map(({ seed, a, b }) => ({ seed, value: a - b }));
  if (pairs.length < 2)
    return { kind: 'none', why: `${pairs.length} shared ${pairs.length === 1 ? 'seed' : 'seeds'}`, differences };
  const { pValue, ...interval } = pairedDifference(
    pairs.map(({ a }) => a),
    pairs.map(({ b }) => b),
  );
  return { kind: 'paired', pValue, differences, interval };
}

type Writing = {
  readonly entry: RunEntry;
  readonly candidate: string;
  readonly draft: Draft;
  /** p after Holm. */
  readonly adjusted: number | undefined;
  readonly task: string;
  readonly to: string;
};

function written({ entry, candidate, draft, adjusted, task, to }: Writing): ComparedRun {
  const quality = entryQuality(entry, task);
  const { metric = 'AUC', better = 'higher', value = null, error = null, seeds = 0 } = quality ?? {};
  const write =
    metric === 'AUC' ? (each: number | null) => fraction(each) : (each: number | null) => significant(each, 3);
  const own = `${candidate}: ${metric} ${write(value)} ${plusMinus(error)}`.trim();
  const over = seeds === 0 ? 'one run' : `mean of ${seeds} seeds`;
  const common = { candidate, mean: value, error };
  if (draft.kind === 'baseline')
    return {
      ...common,
      differences: [],
      interval: null,
      judgement: 'baseline',
      words: `${own}, ${over}; the baseline`,
    };
  if (draft.kind === 'none') {
    const { differences = [] } = draft;
    const apart = differences.map((each) => `${signed(each.value, write)} to ${to}`);
    return {
      ...common,
      differences,
      interval: null,
      judgement: draft.why,
      words: [`${own}, ${over}`, draft.why, ...apart].join('\n'),
    };
  }
  const { mean, lower, upper } = draft.interval;
  const excludesZero = draft.kind === 'paired' ? (adjusted ?? 1) < 0.05 : lower > 0 || upper < 0;
  const judgement = !excludesZero ? 'not distinguishable' : mean > 0 === (better === 'higher') ? 'better' : 'worse';
  const p = adjusted === undefined ? '' : `, adjusted p ${adjusted < 0.001 ? 'under .001' : fraction(adjusted, 3)}`;
  const how = draft.kind === 'paired' ? `${draft.differences.length} pairs of one seed each${p}` : unpairedWords;
  const said = `${judgement}: ${signed(mean, write)} to ${to}, 95 % interval ${signed(lower, write)} to ${signed(upper, write)}`;
  return {
    ...common,
    differences: draft.differences,
    interval: { mean, lower, upper },
    judgement,
    words: `${own}, ${over}\n${said}; ${how}`,
  };
}

const unpairedWords = 'unpaired, from the errors of the rows (DeLong)';

/** How the differences are to be read, and what they do not say. */
export function differenceNotes(entries: readonly RunEntry[]): string {
  const groups = entries.filter(({ kind }) => kind === 'seeds').length;
  const notes = [
    ...(groups > 0
      ? [
          'Dots: one a seed that both have; square and line: their mean with its 95 % interval, better or worse after Holm.',
        ]
      : []),
    ...(groups < entries.length
      ? [
          'Single runs: the line is the error of their rows alone (DeLong), unpaired, so wider than on the same rows; another seed may move a run by more, and nothing is adjusted for how many are compared.',
        ]
      : []),
  ];
  return notes.join(' ');
}

/** The chart and its differences in a sentence. */
export function comparedSentence({ task, metric, rows }: ComparedTask): string {
  const numbers = rows.map(
    ({ candidate, mean }) => `${candidate} ${metric === 'AUC' ? fraction(mean) : significant(mean)}`,
  );
  return `${task}: ${metric} ${enumerate(numbers)}`;
}
