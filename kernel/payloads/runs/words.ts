import { count, plainText } from '../../text/index.ts';
import { stateWords } from '../reading/training-words.ts';
import type { TrainingVerdict } from '../training.ts';
import type { RunRow } from './run-row.ts';
import { countedRuns, newest, type RunEntry, rowsOf } from './seeds.ts';
import { differingSettings, settingsOf, settingText } from './settings.ts';

/** `MMoE · run 3`, or `MMoE · 5 seeds`. */
export function entryName(entry: RunEntry): string {
  const { run } = newest(entry);
  if (entry.kind === 'run') return `${run.title} · run ${run.number}`;
  return `${run.title} · ${new Set(entry.rows.map((row) => row.run.seed)).size} seeds`;
}

/** Names that tell these entries apart: with the settings that differ among those of one model and data, and the place where that is not enough. */
export function distinctNames(entries: readonly RunEntry[]): readonly string[] {
  const rows = entries.map(newest);
  const told = entries.map((entry, i) => {
    const row = rows[i] ?? newest(entry);
    const alike = rows.filter(({ run }) => run.title === row.run.title && run.dataset === row.run.dataset);
    return [entryName(entry), ...factsOf(row, differingSettings(alike)).slice(0, 2)].join(' · ');
  });
  const isTwice = (name: string) => told.indexOf(name) !== told.lastIndexOf(name);
  return told.map((name, i) => {
    const entry = entries[i];
    return entry !== undefined && isTwice(name) ? `${name} · ${placeWords(entry)}` : name;
  });
}

/** `learningRate 0.01`, of those of the settings that the run has. */
export function factsOf(row: RunRow, names: readonly string[]): readonly string[] {
  const own = settingsOf(row);
  return names.flatMap((name) => (own[name] === undefined ? [] : [`${name} ${settingText(own[name])}`]));
}

/** How grave what is to be said of a run is: what a list marks it with. */
export type RunTone = 'good' | 'finished' | 'running' | 'interrupted' | 'warning' | 'error';

export function toneOf({ state, verdict }: Pick<RunRow, 'state' | 'verdict'>): RunTone {
  if (state === 'failed' || verdict?.tone === 'error') return 'error';
  if (verdict?.tone === 'warning') return 'warning';
  if (state === 'running' || state === 'interrupted') return state;
  return verdict === undefined ? 'finished' : 'good';
}

/** From the least to the gravest. */
const tones: readonly RunTone[] = ['good', 'finished', 'running', 'interrupted', 'warning', 'error'];

/** How grave the gravest run of an entry is: a number that grows with it. */
export function gravest(entry: RunEntry): number {
  return Math.max(...rowsOf(entry).map((row) => tones.indexOf(toneOf(row))));
}

export function entryTone(entry: RunEntry): RunTone {
  return tones[gravest(entry)] ?? 'finished';
}

/** What is to be said of an entry in one line: `Training, epoch 3 of 10`, `Interrupted in epoch 4 of 10. Diverged …`. */
export function verdictWords(entry: RunEntry): string {
  if (entry.kind === 'run') return ofRun(entry.row);
  const grave = gravest(entry);
  const worst = entry.rows.filter((row) => tones.indexOf(toneOf(row)) === grave);
  const [first] = worst;
  if (first === undefined) return '';
  const counted = countedRuns(entry.rows).length;
  const left = new Set(entry.rows.map(({ run }) => run.seed)).size - counted;
  const apart = left === 0 ? '' : ` ${count(left)} ${left === 1 ? 'seed is' : 'seeds are'} not in the mean.`;
  const share = worst.length === entry.rows.length ? '' : `${worst.length} of ${entry.rows.length}: `;
  return `${share}${ofRun(first)}${apart}`;
}

function ofRun({ state, epoch, epochs, verdict }: RunRow, words = verdict && inShort(verdict)): string {
  const at = ` ${state === 'running' ? 'epoch' : 'in epoch'} ${epoch} of ${epochs}`;
  const how = state === 'finished' ? '' : state === 'running' ? `Training,${at}` : `${stateWords[state]}${at}`;
  return [how, words ?? ''].filter((part) => part !== '').join('. ') || stateWords[state];
}

/** Of a verdict with nothing to say its first words: the numbers behind them have columns of their own. */
function inShort({ tone, headline }: TrainingVerdict): string {
  const [first] = headline.filter(({ style }) => style === 'strong');
  if (tone !== 'good' || first === undefined) return plainText(headline);
  return `${first.text.replace(/[.:]$/, '')}.`;
}

/** Everything that is said of an entry's runs, a line each, for a tip: the verdict with the number it rests on. */
export function verdictDetails(entry: RunEntry): string {
  const all = rowsOf(entry);
  const lines = all.map((row) => {
    const { verdict, run } = row;
    const name = all.length === 1 ? '' : `seed ${run.seed}: `;
    return `${name}${verdict === undefined ? ofRun(row) : ofRun(row, detailsOf(verdict))}`;
  });
  const more = lines.length - mostLines;
  return [...lines.slice(0, mostLines), ...(more > 0 ? [`and ${count(more)} more`] : [])].join('\n');
}

/** More would fill the screen. */
const mostLines = 12;

function detailsOf({ headline, detail, fix }: TrainingVerdict): string {
  const said = [plainText(headline), plainText(detail)].filter((part) => part !== '').join(' ');
  return fix === undefined ? said : `${said}\n${fix}`;
}

/** `start-here.ipynb, cell 4`, and whether the run is there still. */
export function placeWords(entry: RunEntry): string {
  const all = rowsOf(entry);
  const notebooks = [...new Set(all.map(({ notebook }) => notebook))];
  const [notebook = ''] = notebooks;
  if (notebooks.length > 1) return `${notebook} and ${count(notebooks.length - 1)} more`;
  const cells = [...new Set(all.map(({ cell }) => cell))].sort((a, b) => a - b);
  const named = cells.length > 3 ? `${count(cells.length)} cells` : `cell ${cells.join(', ')}`;
  return `${notebook}, ${named}${all.every(({ shown }) => shown === 'gone') ? ' (output gone)' : ''}`;
}

/** `1,000 runs`, `1 run`. */
export function runsWords(n: number): string {
  return `${count(n)} ${n === 1 ? 'run' : 'runs'}`;
}

/** Whether an entry has each of the words somewhere: in its name, place, data, verdict, or as `name=value` in its settings. */
export function matches(searched: string, words: string): boolean {
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

/** What a search looks through, in small letters. */
export function searchedText(row: RunRow, settings: Readonly<Record<string, string>>): string {
  const { run, notebook, cell, verdict } = row;
  const facts = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const said = verdict === undefined ? [] : [plainText(verdict.headline), verdict.kind];
  const all = [run.title, `run ${run.number}`, ...run.summary, run.dataset, notebook, `cell ${cell}`, ...facts];
  return [...all, `seed=${run.seed}`, row.state, ...said].join('\n').toLowerCase();
}
