import {
  type Found,
  pickText,
  ranked,
  type SearchAxis,
  type SearchProgress,
} from '../../multitask/experiments/index.ts';
import { mostSearchTrials, type SearchAxisPayload, type SearchPayload } from '../../payloads/search.ts';

/** How far a search is, as its picture needs it. */
export function searchPayload({ state, metric, axes, trials, done, of, found }: SearchProgress): SearchPayload {
  const count = (state: SearchPayload['trials'][number]['state']) =>
    trials.filter((trial) => trial.state === state).length;
  return {
    version: 1,
    state,
    metric,
    words: found?.words ?? '',
    rung: { done, of },
    states: { done: count('done'), stopped: count('stopped'), failed: count('failed'), waiting: count('waiting') },
    axes: axes.slice(0, mostAxes).map((axis) => ({ name: axis.name, ticks: ticksOf(axis) })),
    trials: ranked(trials)
      .slice(0, mostSearchTrials)
      .map(({ number, state, epoch, epochs, value, picks, reason }) => ({
        number,
        state,
        epoch,
        epochs,
        // JSON has no NaN.
        value: state !== 'failed' && Number.isFinite(value) ? Number(value.toPrecision(7)) : null,
        picks: axes.slice(0, mostAxes).map((axis) => (axis.name in picks ? pickOf(axis, picks[axis.name]) : null)),
        ...(reason === undefined ? {} : { reason }),
      })),
  };
}

/** What was found, as a search that has ended. */
export function foundPayload(found: Found): SearchPayload {
  return searchPayload({ ...found, done: 0, of: 0, found });
}

function pickOf(axis: SearchAxis, value: unknown): NonNullable<SearchPayload['trials'][number]['picks'][number]> {
  const exact = typeof value === 'number' && Number.isFinite(value) ? { value } : {};
  return { at: placeOn(axis, value), label: pickText(value), ...exact };
}

function placeOn(axis: SearchAxis, value: unknown): number {
  if (axis.kind === 'choice') return axis.values.indexOf(value) / Math.max(1, axis.values.length - 1);
  const scale = axis.kind === 'log' ? Math.log : Number;
  return (scale(value as number) - scale(axis.low)) / (scale(axis.high) - scale(axis.low));
}

/** Of many choices as many as are told apart, evenly, with both ends. */
function ticksOf(axis: SearchAxis): SearchAxisPayload['ticks'] {
  const every = axis.kind === 'choice' ? Math.ceil((axis.values.length - 1) / (mostTicks - 1)) : 1;
  const shown =
    axis.kind === 'choice'
      ? axis.values.filter((_, i) => i % every === 0 || i === axis.values.length - 1)
      : [axis.low, axis.high];
  return shown.map((value) => ({ at: placeOn(axis, value), label: pickText(value) }));
}

const mostAxes = 64;
const mostTicks = 12;
