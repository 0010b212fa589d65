import { fraction, significant } from '../../../text/index.ts';
import type { SearchPayload, SearchTrialPayload } from '../../search.ts';

/** What is so: the best so far, or what was found with what such a number is worth. */
export function searchVerdict(payload: SearchPayload): string {
  const { words, metric, trials, state } = payload;
  if (words !== '') return words;
  const best = bestTrial(trials);
  if (best) return `Best ${metric} so far: ${searchValue(best.value)} with ${picksWords(payload, best)}.`;
  return state === 'running' ? 'No trial has trained an epoch yet.' : 'Nothing was found.';
}

/** What is searched: `experts, learningRate · 20 trials`. */
export function searchFacts({ axes, states }: SearchPayload): string {
  const count = Object.values(states).reduce((sum, each) => sum + each, 0);
  return `${axes.map(({ name }) => name).join(', ')} · ${count} ${count === 1 ? 'trial' : 'trials'}`;
}

/** How far it is: `running · 3 of 20 trials of this rung`. */
export function searchProgress({ state, rung }: SearchPayload): string {
  return state === 'running' ? `running · ${rung.done} of ${rung.of} trials of this rung` : state;
}

/** How trials ended: `5 stopped · 1 failed`. */
export function searchStates({ state, states }: SearchPayload): string {
  return (['done', 'stopped', 'failed', 'waiting'] as const)
    .filter((each) => states[each] > 0 && !(state === 'running' && each === 'waiting'))
    .map((each) => `${states[each]} ${each}`)
    .join(' · ');
}

/** The best so far. */
export function bestTrial(trials: SearchPayload['trials']): SearchTrialPayload | undefined {
  return trials.find(({ value }) => value !== null);
}

/** How the picture is read. */
export const searchLegend =
  'A line a trial, through what it chose to what it reached: the stronger the better, the best in orange. Stopped: others were better after as many epochs.';

/** All that is known of a trial, for a tip and for who hears it. */
export function searchTrialWords(payload: SearchPayload, trial: SearchTrialPayload): string {
  const { number, state, value, epoch, epochs, reason } = trial;
  return [
    `trial ${number}: ${picksWords(payload, trial)}`,
    ...(value === null ? [] : [`${payload.metric} ${searchValue(value)} after epoch ${epoch} of ${epochs} trained`]),
    `${state}${reason === undefined ? '' : `: ${reason}`}`,
  ].join('\n');
}

function picksWords({ axes }: SearchPayload, { picks }: SearchTrialPayload): string {
  return axes.flatMap(({ name }, i) => (picks[i] ? [`${name} ${picks[i].label}`] : [])).join(', ');
}

export const searchValue = (value: number | null): string =>
  value === null || Math.abs(value) < 10 ? fraction(value) : significant(value, 5);

/** The best trials as a table. */
export function searchTable({ metric, axes, trials }: SearchPayload): {
  readonly header: readonly string[];
  readonly rows: readonly { readonly trial: SearchTrialPayload; readonly cells: readonly string[] }[];
} {
  return {
    header: ['trial', metric, 'epoch', 'trained', ...axes.map(({ name }) => name), 'state'],
    rows: trials.slice(0, mostRows).map((trial) => ({
      trial,
      cells: [
        String(trial.number),
        searchValue(trial.value),
        trial.epoch === 0 ? '–' : String(trial.epoch),
        String(trial.epochs),
        ...axes.map((_, i) => trial.picks[i]?.label ?? '–'),
        trial.state,
      ],
    })),
  };
}

const mostRows = 10;
