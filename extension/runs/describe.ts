import { stateWords } from '../../kernel/payloads/reading/training-words.ts';
import {
  differingSettings,
  entryName,
  entryQuality,
  factsOf,
  newest,
  placeWords,
  qualities,
  type RunEntry,
  type RunRow,
  rowsOf,
  runRecords,
  taskNames,
  verdictDetails,
} from '../../kernel/payloads/runs/index.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { count, duration, fraction, plainText, plusMinus } from '../../kernel/text/index.ts';

/** What tells the listed runs apart, beside their names. */
export type Telling = {
  /** Settings that differ among the runs of a run's own model and data. */
  readonly settings: (row: RunRow) => readonly string[];
  readonly hasData: boolean;
};

export function tellingOf(rows: readonly RunRow[]): Telling {
  const nameOf = ({ run }: RunRow) => `${run.title}\n${run.dataset}`;
  const alike = new Map<string, RunRow[]>();
  for (const row of rows) {
    const known = alike.get(nameOf(row));
    if (known === undefined) alike.set(nameOf(row), [row]);
    else known.push(row);
  }
  const settings = new Map([...alike].map(([name, group]) => [name, differingSettings(group)]));
  return {
    settings: (row) => settings.get(nameOf(row)) ?? [],
    hasData: new Set(rows.map(({ run }) => run.dataset)).size > 1,
  };
}

/** `learningRate 10 · census-income · study.ipynb · income AUC .9446 · 0:12`: first what tells it from the others. */
export function entrySummary(entry: RunEntry, { settings, hasData }: Telling): string {
  const row = newest(entry);
  const { run } = row;
  const facts = factsOf(row, settings(row));
  const notebooks = [...new Set(rowsOf(entry).map(({ notebook }) => notebook))];
  const numbers = taskNames(rowsOf(entry)).flatMap((task) => {
    const quality = entryQuality(entry, task);
    if (quality === undefined) return [];
    const error = quality.seeds === 0 ? '' : ` ${plusMinus(quality.error)}`;
    return [`${task} ${quality.metric} ${fraction(quality.value)}${error}`];
  });
  const at = row.state === 'running' ? [`epoch ${row.epoch}/${row.epochs}`] : [];
  const seconds = rowsOf(entry).reduce((sum, each) => sum + each.seconds, 0);
  return [
    ...facts.slice(0, mostFacts),
    ...(hasData ? [run.dataset] : []),
    notebooks.length === 1 ? (notebooks[0] ?? '') : `${notebooks.length} notebooks`,
    ...at,
    ...numbers,
    duration(seconds),
  ].join(' · ');
}

/** A line of a narrow tree holds no more. */
const mostFacts = 3;

/** Everything that is known of an entry, for its tip. */
export function entryTip(entry: RunEntry): string {
  return [`${entryName(entry)}, ${placeWords(entry)}`, verdictDetails(entry)].join('\n');
}

/** What there is to know of a run, name and value. */
export function runDetails(payload: TrainingPayload): readonly (readonly [name: string, value: string])[] {
  const { run, progress, state, kept, message, verdict } = payload;
  const said = verdict === undefined ? [] : [plainText(verdict.headline), plainText(verdict.detail)];
  return [
    ['state', [stateWords[state], message ?? kept ?? ''].filter((part) => part !== '').join('. ')],
    ...(said.length === 0 ? [] : [['verdict', said.filter((part) => part !== '').join(' ')] as const]),
    ...qualities(payload).map(
      ({ task, metric, value, error, loss, split }) =>
        [
          task,
          `${split} ${metric} ${[fraction(value), plusMinus(error)].join(' ').trim()}, loss ${fraction(loss)}`,
        ] as const,
    ),
    ['model', [run.title, ...run.summary].join(', ')],
    ['data', `${run.dataset}, ${count(run.rows)} rows; ${count(run.validationRows)} to validate`],
    ['seed', String(run.seed)],
    ['batch', count(run.batchSize)],
    ['epochs', `${progress.epoch} of ${progress.epochs}, ${count(progress.step)} steps`],
    ['duration', `${progress.seconds.toFixed(1)} s, trainer ${run.trainer}`],
  ];
}

/** The runs as tab-separated text with a head: what spreadsheets and chats take. */
export function runsAsText(rows: readonly RunRow[]): string {
  const { header, lines } = runRecords(rows);
  return [header, ...lines].map((line) => line.map(cell).join('\t')).join('\n');
}

function cell(value: string | number | null): string {
  return String(value ?? '').replace(/\s+/g, ' ');
}
