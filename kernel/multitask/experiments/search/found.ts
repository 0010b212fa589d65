import { fraction, significant, type Table, type TableBundle, tableBundle, tableText } from '../../../text/index.ts';
import type { Candidate } from '../candidates.ts';
import type { Picks, SearchAxis } from './pick.ts';

/** One choice of options, trained as far as it was worth it. */
export type SearchTrial = {
  /** From 1, in the order they were chosen. */
  readonly number: number;
  /** What was chosen, by option. */
  readonly picks: Picks;
  /** `stopped`: others were better after as many epochs. `waiting`: the search ended before. */
  readonly state: 'done' | 'stopped' | 'failed' | 'waiting';
  /** How many it trained. */
  readonly epochs: number;
  /** The best of them, by the metric on the validation rows; 0 before the first. */
  readonly epoch: number;
  /** The metric after that epoch; higher is better, an RMSE is negative. NaN before the first. */
  readonly value: number;
  /** How long it trained, in seconds. */
  readonly seconds: number;
  /** Why it failed. */
  readonly reason?: string;
};

/** What a search found. */
export type Found = {
  readonly kind: 'search';
  /** `interrupted`: not every trial came as far as it was to. */
  readonly state: 'finished' | 'interrupted';
  /** E.g. "mean validation AUC". */
  readonly metric: string;
  /** Seed of the choices and of every trial. */
  readonly seed: number;
  /** In the order they were first picked. */
  readonly axes: readonly SearchAxis[];
  /** Every trial, in the order they were chosen. */
  readonly trials: readonly SearchTrial[];
  /** The picks with the best value. */
  readonly picks: Picks;
  /** The same as a candidate: `compare({ best: found.best, … }, data, { seeds: [101, 102, 103] })`. */
  readonly best: Candidate;
  /** For a person, with what such a number is worth. */
  readonly words: string;
};

/** What was found as a bundle of MIME types. */
export type ShowFound = (found: Found) => Readonly<Record<string, unknown>>;

/** @throws when no trial ended well. */
export function createFound(
  about: Pick<Found, 'state' | 'metric' | 'seed' | 'axes' | 'trials'>,
  candidate: (picks: Picks) => Candidate,
  show: ShowFound = foundBundle,
): Found {
  const [best] = ranked(about.trials);
  if (best === undefined || best.state === 'failed' || Number.isNaN(best.value)) {
    const failed = about.trials.find(({ state }) => state === 'failed');
    throw new Error(
      failed
        ? `search: every trial failed; the first, ${picksText(failed.picks)}: ${failed.reason}`
        : about.state === 'interrupted'
          ? 'search: it was interrupted before any trial had trained an epoch.'
          : `search: ${about.metric} was no number after any epoch of any trial, so none is the best.`,
    );
  }
  const found: Found = {
    kind: 'search',
    ...about,
    picks: best.picks,
    best: candidate(best.picks),
    words:
      `Best ${about.metric} ${valueText(best.value)} with ${picksText(best.picks)}, of ${about.trials.length} trials with seed ${about.seed}. ` +
      'The best of many is lucky, too: compare it on fresh seeds before you believe the number.',
  };
  return Object.defineProperty(found, Symbol.for('Jupyter.display'), { value: () => show(found) });
}

/** Best first; those without a value last, and with them those that failed, which may have had the best value before. */
export function ranked(trials: readonly SearchTrial[]): readonly SearchTrial[] {
  const value = ({ value, state }: SearchTrial) =>
    state === 'failed' || Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  return trials.toSorted((a, b) => (value(a) === value(b) ? a.number - b.number : value(b) - value(a)));
}

function foundBundle(found: Found): TableBundle {
  return tableBundle(foundTable(found));
}

/** The table as text. */
export function foundText(found: Found): string {
  return tableText(foundTable(found));
}

/** The best trials. */
function foundTable({ metric, axes, trials, words, state }: Found): Table {
  const shown = ranked(trials).slice(0, mostRows);
  const failed = trials.filter((trial) => trial.state === 'failed');
  const hidden = trials.length - shown.length;
  return {
    title: `Search over ${axes.map(({ name }) => name).join(', ')}${state === 'interrupted' ? ', interrupted' : ''}`,
    header: ['trial', metric, 'epoch', 'trained', ...axes.map(({ name }) => name), 'state'],
    rows: shown.map(({ number, value, epoch, epochs, picks, state }) => [
      String(number),
      valueText(value),
      epoch === 0 ? '–' : String(epoch),
      String(epochs),
      ...axes.map(({ name }) => (name in picks ? pickText(picks[name]) : '–')),
      state,
    ]),
    notes: [
      ...(hidden > 0 ? [`${hidden} more trials are in .trials.`] : []),
      ...failed.slice(0, 5).map(({ number, reason }) => `Trial ${number} failed: ${reason}`),
      words,
    ],
  };
}

const mostRows = 10;

export function picksText(picks: Picks): string {
  return Object.entries(picks)
    .map(([name, value]) => `${name} ${pickText(value)}`)
    .join(', ');
}

export function pickText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : significant(value, 3);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

const valueText = (value: number): string => (Math.abs(value) < 10 ? fraction(value) : significant(value, 5));
