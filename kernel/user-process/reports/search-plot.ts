import { randomUUID } from 'node:crypto';
import {
  type Found,
  foundText,
  pickText,
  type SearchAxis,
  type SearchProgress,
} from '../../multitask/experiments/index.ts';
import type { SearchLines } from '../../payloads/search.ts';
import { searchPicture } from '../../pictures/index.ts';
import { fraction } from '../../text/index.ts';
import type { Display } from '../output/display.ts';
import { calm } from './calm.ts';

/** Shows a search while it runs: one display, changed in place. */
export function watchSearch(
  display: Display,
  now: () => number = () => performance.now(),
  id: string = randomUUID(),
): (progress: SearchProgress) => void {
  return calm<SearchProgress>((progress, isFirst) => {
    const bundle = progress.found ? foundBundle(progress.found) : progressBundle(progress);
    display(bundle, isFirst ? { display_id: id } : { display_id: id, update: true });
  }, now);
}

/** What was found as the value of a cell: picture and table. */
export function foundBundle(found: Found): Readonly<Record<string, unknown>> {
  const counts = ['done', 'stopped', 'failed', 'waiting'].flatMap((state) => {
    const count = found.trials.filter((trial) => trial.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const lines = searchLines(found, [found.state, ...counts].join(' · '));
  return { 'image/svg+xml': searchPicture({ ...lines, title: found.words }), 'text/plain': foundText(found) };
}

function progressBundle(progress: SearchProgress): Readonly<Record<string, unknown>> {
  const lines = searchLines(progress, progressWords(progress));
  return { 'image/svg+xml': searchPicture(lines), 'text/plain': `${lines.title} · ${lines.facts}` };
}

function progressWords({ state, done, of, trials }: SearchProgress): string {
  if (state !== 'running') return `${state} · ${trials.length} trials`;
  return `running · ${done} of ${of} trials of this rung, ${trials.length} in all`;
}

/** What the picture of a search shows. */
export function searchLines(
  { axes, trials, metric }: Pick<Found, 'axes' | 'trials' | 'metric'>,
  facts: string,
): SearchLines {
  const valued = trials.filter(({ value }) => Number.isFinite(value));
  const values = valued.map(({ value }) => value);
  const [worst, best] = [Math.min(...values), Math.max(...values)];
  const span = best - worst || 1;
  return {
    title: values.length === 0 ? 'Search: no trial has trained yet' : `Search: best ${metric} ${fraction(best)}`,
    facts,
    axes: [
      ...axes.map((axis) => ({ name: axis.name, ticks: ticksOf(axis) })),
      {
        name: metric,
        ticks:
          values.length === 0
            ? []
            : [worst, best].map((value) => ({ at: (value - worst) / span, label: fraction(value) })),
      },
    ],
    trials: valued.map(({ picks, value }) => ({
      at: [
        ...axes.map((axis) => (axis.name in picks ? placeOn(axis, picks[axis.name]) : null)),
        (value - worst) / span,
      ],
      rank: (value - worst) / span,
      isBest: value === best,
    })),
  };
}

function placeOn(axis: SearchAxis, value: unknown): number {
  if (axis.kind === 'choice') return axis.values.indexOf(value) / Math.max(1, axis.values.length - 1);
  const scale = axis.kind === 'log' ? Math.log : Number;
  return (scale(value as number) - scale(axis.low)) / (scale(axis.high) - scale(axis.low));
}

function ticksOf(axis: SearchAxis): SearchLines['axes'][number]['ticks'] {
  const shown = axis.kind === 'choice' ? axis.values.slice(0, mostTicks) : [axis.low, axis.high];
  return shown.map((value) => ({ at: placeOn(axis, value), label: pickText(value) }));
}

const mostTicks = 12;
