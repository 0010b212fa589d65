import { estimate } from '../../statistics/index.ts';
import type { RunRow } from './run-row.ts';
import { isSeed, settingsOf } from './settings.ts';
import type { TaskQuality } from './task-quality.ts';

/** What a list shows in one line: a run, or the runs of one model with other seeds. */
export type RunEntry =
  | { readonly kind: 'run'; readonly key: string; readonly row: RunRow }
  | { readonly kind: 'seeds'; readonly key: string; readonly rows: readonly RunRow[] };

/** Runs that differ only in their seed become one entry, at the place of the newest of them. */
export function foldSeeds(rows: readonly RunRow[]): readonly RunEntry[] {
  const alike = new Map<string, RunRow[]>();
  for (const row of rows) {
    const identity = identityOf(row);
    if (identity === undefined) continue;
    const known = alike.get(identity);
    if (known === undefined) alike.set(identity, [row]);
    else known.push(row);
  }
  const folded = new Map<RunRow, RunEntry>();
  const inside = new Set<RunRow>();
  for (const [identity, group] of alike) {
    const last = group.at(-1);
    if (last === undefined || new Set(group.map(({ run }) => run.seed)).size < 2 || hasUnknown(group)) continue;
    for (const row of group) inside.add(row);
    folded.set(last, { kind: 'seeds', key: `seeds of ${identity}`, rows: group });
  }
  return rows.flatMap((row): RunEntry[] => {
    const entry = folded.get(row);
    if (entry !== undefined) return [entry];
    return inside.has(row) ? [] : [{ kind: 'run', key: row.key, row }];
  });
}

/**
 * Everything that makes a run but its seed; the threads that computed it make no difference. Of a run that does not know
 * its options nobody can say what else it differs in, so it is alike to none.
 */
function identityOf(row: RunRow): string | undefined {
  const { run } = row;
  if (run.settings === undefined) return undefined;
  const settings = Object.entries(settingsOf(row)).filter(([name]) => !isSeed(name));
  return JSON.stringify([
    run.title,
    run.summary,
    run.dataset,
    run.goesOn?.epochs ?? 0,
    settings.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  ]);
}

/**
 * Training is exact: whoever trained twice with one seed and got other numbers changed something that runs do not tell, such
 * as the data under their old name. Of such runs no mean is taken.
 */
function hasUnknown(rows: readonly RunRow[]): boolean {
  const bySeed = new Map<number, string>();
  return rows.some(({ run, state, qualities }) => {
    if (state !== 'finished') return false;
    const numbers = JSON.stringify(qualities.map(({ value }) => value));
    const before = bySeed.get(run.seed) ?? numbers;
    bySeed.set(run.seed, numbers);
    return before !== numbers;
  });
}

/** The runs of an entry. */
export function rowsOf(entry: RunEntry): readonly RunRow[] {
  return entry.kind === 'run' ? [entry.row] : entry.rows;
}

/** The one whose facts hold for all runs of an entry, seeds apart: the newest. */
export function newest(entry: RunEntry): RunRow {
  const last = entry.kind === 'run' ? entry.row : entry.rows.at(-1);
  if (last === undefined) throw new Error('An entry has a run.');
  return last;
}

/** The runs that a mean is taken over: of each seed the last one that was trained to its end. */
export function countedRuns(rows: readonly RunRow[]): readonly RunRow[] {
  const bySeed = new Map<number, RunRow>();
  for (const row of rows) if (row.state === 'finished') bySeed.set(row.run.seed, row);
  return [...bySeed.values()];
}

/** How good an entry is at a task: a run's own number, or the mean over seeds with its standard error over seeds. */
export type EntryQuality = Omit<TaskQuality, 'loss' | 'rows'> & {
  /** Seeds that the mean is over; 0 for a single run, whose error is over its rows. */
  readonly seeds: number;
};

export function entryQuality(entry: RunEntry, task: string): EntryQuality | undefined {
  const find = (row: RunRow) => row.qualities.find((each) => each.task === task);
  if (entry.kind === 'run') {
    const own = find(entry.row);
    return own && { ...own, seeds: 0 };
  }
  const known = entry.rows.map(find).find((each) => each !== undefined);
  if (known === undefined) return undefined;
  const values = countedRuns(entry.rows).flatMap((row) => find(row)?.value ?? []);
  const { mean, error } = values.length >= 2 ? estimate(values) : { mean: values[0] ?? null, error: null };
  return { ...known, value: mean, error, seeds: values.length };
}

/** Names of all tasks of the runs, in the order in which they come. */
export function taskNames(rows: readonly Pick<RunRow, 'qualities'>[]): readonly string[] {
  return [...new Set(rows.flatMap(({ qualities }) => qualities.map(({ task }) => task)))];
}
