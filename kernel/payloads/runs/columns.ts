import { count, duration, enumeration, fraction, plainText, plusMinus, significant } from '../../text/index.ts';
import type { RunRow } from './run-row.ts';
import { entryQuality, newest, type RunEntry, rowsOf, taskNames } from './seeds.ts';
import { differingSettings, settingsOf, settingText } from './settings.ts';
import { entryName, gravest, placeWords, verdictWords } from './words.ts';

/** One column of the table of runs. */
export type RunColumn = {
  readonly id: string;
  readonly title: string;
  /** What it holds, for a tip. */
  readonly about: string;
  readonly align: 'left' | 'right';
  /** The end that is on top when the column is chosen first: the best, the newest, the first letter. */
  readonly first: 'ascending' | 'descending';
  readonly text: (entry: RunEntry) => string;
  /** Behind the text and dimmer: an error. */
  readonly more?: (entry: RunEntry) => string;
  /** What it is sorted by. */
  readonly value: (entry: RunEntry) => number | string | undefined;
};

/** A table of very different models keeps a readable width. */
const mostSettings = 16;
const mostTasks = 8;

/** So many settings stand before the numbers, the others behind them: what a run is and what came of it are seen without scrolling. */
const firstSettings = 2;

/**
 * The columns that tell these runs apart: the name, the first settings that differ, the verdict, every task's metric, the place, the
 * curve, the other settings, seed and data where they differ, the time.
 */
export function runColumns(rows: readonly RunRow[]): readonly RunColumn[] {
  const differs = (of: (row: RunRow) => unknown) => new Set(rows.map(of)).size > 1;
  const settings = differingSettings(rows).slice(0, mostSettings).map(settingColumn);
  return [
    name,
    ...settings.slice(0, firstSettings),
    verdict,
    ...taskNames(rows)
      .slice(0, mostTasks)
      .map((task) => taskColumn(rows, task)),
    place,
    curve,
    ...settings.slice(firstSettings),
    ...(differs(({ run }) => run.seed) ? [seed] : []),
    ...(differs(({ run }) => run.dataset) ? [data] : []),
    time,
  ];
}

const name: RunColumn = {
  id: 'name',
  title: 'Run',
  about: 'The model and the number of its run. Runs that differ only in their seed are one line, which opens.',
  align: 'left',
  first: 'ascending',
  text: entryName,
  value: entryName,
};

const verdict: RunColumn = {
  id: 'verdict',
  title: 'Verdict',
  about: 'What is to be said of the run, or how it ended.',
  align: 'left',
  first: 'descending',
  text: verdictWords,
  value: (entry) => gravest(entry),
};

/** Its drawing is the view's; it is sorted by its last value. */
const curve: RunColumn = {
  id: 'curve',
  title: 'Curve',
  about:
    'The first task by epoch: AUC or RMSE, or the loss where fewer than two epochs have ended. One scale for all lines.',
  align: 'left',
  first: 'descending',
  text: () => '',
  value: (entry) => newest(entry).curve.values.findLast((value) => value !== null) ?? undefined,
};

const seed: RunColumn = {
  id: 'seed',
  title: 'seed',
  about: 'Seed of the order of the rows, and of the first weights where the model was given none of its own.',
  align: 'right',
  first: 'ascending',
  text: (entry) => (entry.kind === 'run' ? String(entry.row.run.seed) : ''),
  value: (entry) => newest(entry).run.seed,
};

const data: RunColumn = {
  id: 'data',
  title: 'Data',
  about: 'What it was trained on.',
  align: 'left',
  first: 'ascending',
  text: (entry) => newest(entry).run.dataset,
  value: (entry) => newest(entry).run.dataset,
};

const time: RunColumn = {
  id: 'time',
  title: 'Time',
  about: 'How long it trained, minutes and seconds; of a group the sum.',
  align: 'right',
  first: 'ascending',
  text: (entry) => duration(secondsOf(entry)),
  value: secondsOf,
};

const place: RunColumn = {
  id: 'place',
  title: 'Notebook and cell',
  about: 'Where it is: the cell’s place in its notebook, counted from 1 with all cells.',
  align: 'left',
  first: 'ascending',
  text: placeWords,
  value: placeWords,
};

function secondsOf(entry: RunEntry): number {
  return rowsOf(entry).reduce((sum, { seconds }) => sum + seconds, 0);
}

function taskColumn(rows: readonly RunRow[], task: string): RunColumn {
  const known = rows.flatMap(({ qualities }) => qualities).find((each) => each.task === task);
  const { metric = 'AUC', better = 'higher' } = known ?? {};
  const splits = new Set(
    rows.flatMap(({ qualities }) => qualities.filter((each) => each.task === task)).map((each) => each.split),
  );
  const write = metric === 'AUC' ? fraction : significant;
  return {
    id: `task ${task}`,
    title: `${task} ${metric}`,
    about: `${metric} of ${task} on ${[...splits].join(' or ')} rows, in the epoch whose weights were kept. ± is a standard error: over the rows of a run (DeLong 1988), over the seeds of a group.`,
    align: 'right',
    first: better === 'higher' ? 'descending' : 'ascending',
    text: (entry) => {
      const quality = entryQuality(entry, task);
      return quality === undefined ? '' : write(quality.value);
    },
    more: (entry) => plusMinus(entryQuality(entry, task)?.error),
    value: (entry) => entryQuality(entry, task)?.value ?? undefined,
  };
}

function settingColumn(name: string): RunColumn {
  const codeOf = (entry: RunEntry) => settingsOf(newest(entry))[name];
  const isNumber = (code: string | undefined): code is string =>
    code !== undefined && code !== '' && Number.isFinite(Number(code));
  return {
    id: `setting ${name}`,
    title: names[name] ?? name,
    about: `${name}, which is not the same for all runs that have it.`,
    align: 'right',
    first: 'ascending',
    text: (entry) => {
      const code = codeOf(entry);
      if (code === undefined) return '';
      return name in names ? count(Number(code)) : settingText(code);
    },
    value: (entry) => {
      const code = codeOf(entry);
      return isNumber(code) ? Number(code) : code;
    },
  };
}

/** What is counted, and is no option. */
const names: Readonly<Record<string, string>> = { rows: 'rows', validationRows: 'validation rows' };

/** Which columns a table of these runs would have, were there room for all; empty where it has all of them. */
export function leftOut(rows: readonly RunRow[]): string {
  const names = [...taskNames(rows).slice(mostTasks), ...differingSettings(rows).slice(mostSettings)];
  return names.length === 0 ? '' : `Without columns for ${plainText(enumeration(names))}; a copy has them.`;
}

/** What is the same for all of them, so that it needs no column: `census-income · 199,523 rows · seed 7`. */
export function alike(rows: readonly RunRow[]): string {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return '';
  const same = (of: (row: RunRow) => unknown) => rows.every((row) => of(row) === of(first));
  return [
    ...(same(({ run }) => run.dataset) ? [first.run.dataset] : []),
    ...(same(({ run }) => run.rows) ? [`${count(first.run.rows)} rows`] : []),
    ...(same(({ run }) => run.seed) ? [`seed ${first.run.seed}`] : []),
  ].join(' · ');
}
