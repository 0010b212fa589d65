import { conflictSummary, overWords } from '../../payloads/reading/conflicts/words.ts';
import { epochNumber, goingOn, startAfresh } from '../../payloads/reading/epoch-number.ts';
import { leadersAfter } from '../../payloads/reading/gates/epochs.ts';
import { lastTryWords } from '../../payloads/reading/last-try.ts';
import { type MetricCell, metricCells, metricColumns, splitsOf } from '../../payloads/reading/metric-cells.ts';
import { metricNotes } from '../../payloads/reading/metric-notes.ts';
import { type Phrase, progressLine, runFacts, stateWords } from '../../payloads/reading/training-words.ts';
import type { TrainingPayload, TrainingVerdict } from '../../payloads/training.ts';
import { capital, fraction, plainText, tableText } from '../../text/index.ts';

/** The run in one line, for a terminal while it trains. */
export function trainingLine(payload: TrainingPayload): string {
  const { left, right } = progressLine(payload);
  const parts = [...left, ...right].map(words).filter((part) => part !== '');
  const last = payload.epochs.at(-1);
  const measured = payload.tasks.map(({ name, kind }) => {
    const metrics = (last?.validation ?? last?.train)?.[name];
    return kind === 'binary' ? `${name} AUC ${fraction(metrics?.auc)}` : `${name} RMSE ${fraction(metrics?.rmse)}`;
  });
  return [
    `${payload.run.title} ${stateWords[payload.state].toLowerCase()}`,
    ...parts,
    ...(last === undefined ? [] : measured),
    ...(payload.verdict === undefined ? [] : [plainText(payload.verdict.headline)]),
  ].join(' · ');
}

/** The ended run: what it was, how it ended, and the metric table. */
export function trainingText(payload: TrainingPayload): string {
  const { left, right } = progressLine(payload);
  const lines = [...left, ...right].map(words).filter((part) => part !== '');
  const { run, verdict } = payload;
  const notes = metricNotes(payload);
  const on = goingOn(payload);
  return [
    [run.title, ...runFacts(run), `run ${run.number}`].join(' · '),
    ...(on === undefined ? [] : [`${capital(on)}. ${startAfresh}`]),
    [stateWords[payload.state], ...lines].join(' · '),
    ...(verdict === undefined ? [] : [verdictText(verdict)]),
    ...lastTryLines(payload),
    ...(payload.epochs.length === 0 ? [] : ['', metricTable(payload)]),
    ...(payload.epochs.length === 0 || notes.length === 0 ? [] : ['', ...notes]),
    ...gatesLine(payload),
    ...conflictLine(payload),
  ].join('\n');
}

/** What changed since the last try, and what came of it. */
function lastTryLines(payload: TrainingPayload): readonly string[] {
  const words = lastTryWords(payload);
  if (words === undefined) return [];
  const lines = [words.changed, words.came].map((line) => plainText(line).trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => line.replace(/^Grey: run (\S+) of this cell\. /, 'Since run $1 of this cell: '));
}

/** Which expert each task leans on most: the map itself is the gate report's. */
function gatesLine(payload: TrainingPayload): readonly string[] {
  const { gates } = payload;
  const last = gates?.epochs.at(-1);
  if (gates === undefined || last === undefined) return [];
  const leaders = leadersAfter(gates, gates.epochs.length - 1, Number.POSITIVE_INFINITY);
  return ['', `Gates after epoch ${epochNumber(payload, last.epoch)}, leading experts: ${leaders}`];
}

/** Which tasks pull which part apart. */
function conflictLine(payload: TrainingPayload): readonly string[] {
  if (payload.conflicts === undefined) return [];
  return [`Conflict ${overWords(payload)}: ${conflictSummary(payload)}`];
}

/** What is so and what to do; the sign before it says how grave it is. */
function verdictText({ tone, headline, detail }: TrainingVerdict): string {
  const sign = { good: '✓', warning: '▲', error: '✗' }[tone];
  return `${sign} ${plainText(headline)} ${plainText(detail)}`.trimEnd();
}

/** One line per task and split: aligned columns read well in 80 characters, three splits side by side do not. */
function metricTable(payload: TrainingPayload): string {
  const header = ['task', 'rows', ...metricColumns(payload.tasks).map(({ title }) => title)];
  const body = splitsOf(payload).flatMap((split) =>
    payload.tasks.map(({ name, kind }) => {
      const label = split.epoch === null ? split.name : `${split.name} · epoch ${split.epoch}`;
      return [name, label, ...metricCells(kind, split.metrics?.[name]).map(cellText)];
    }),
  );
  return tableText({ header, rows: body });
}

function cellText({ text, error, alarm }: MetricCell): string {
  return `${alarm ? '▲ ' : ''}${text}${error === undefined ? '' : ` ${error}`}`;
}

function words(phrases: readonly Phrase[]): string {
  return phrases
    .map(({ text }) => text)
    .join('')
    .trim();
}
