import type { SearchPayload, SearchTrialPayload } from '../../search.ts';
import { wrapped } from '../text-width.ts';
import { bestTrial, searchValue } from './search-words.ts';

/** A search as parallel axes: one an option, the last the metric; a line a trial. In pixels. */
export type SearchChart = {
  readonly axes: readonly {
    readonly x: number;
    readonly name: readonly string[];
    /** How the name stands to `x`: those at the ends must not leave the picture. */
    readonly anchor: 'start' | 'middle' | 'end';
    readonly nameX: number;
    readonly ticks: readonly { readonly y: number; readonly label: string }[];
  }[];
  /** Of trials that have a value, the worst first, so that the best lies on top. */
  readonly lines: readonly SearchLine[];
  /** Pixels from one axis to the next. */
  readonly step: number;
};

export type SearchLine = {
  readonly trial: SearchTrialPayload;
  /** Of an SVG path. */
  readonly d: string;
  /** How dark: 0 the worst value, 1 the best. */
  readonly rank: number;
  readonly isBest: boolean;
};

export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

export function searchChart({ axes, trials, metric }: SearchPayload, box: Box): SearchChart {
  const { left, right, top, bottom } = box;
  // Beside the last axis stand the metric's values.
  const [before, behind] = [20, 60];
  const step = (right - left - before - behind) / Math.max(1, axes.length);
  const x = (axis: number) => left + before + axis * step;
  const y = (at: number) => bottom - Math.max(0, Math.min(1, at)) * (bottom - top);
  const valued = trials.filter((trial): trial is Valued => trial.value !== null);
  const values = valued.map(({ value }) => value);
  const [worst, best] = [Math.min(...values), Math.max(...values)];
  const rank = (value: number) => (best > worst ? (value - worst) / (best - worst) : 1);
  const winner = bestTrial(trials);
  const ends = values.length === 0 ? [] : [...new Set([worst, best])];
  return {
    step,
    axes: [...axes, { name: metric, ticks: ends.map((value) => ({ at: rank(value), label: searchValue(value) })) }].map(
      ({ name, ticks }, i) => {
        const isLast = i === axes.length;
        const anchor = isLast ? 'end' : i === 0 ? 'start' : 'middle';
        return {
          x: x(i),
          name: wrapped(name, isLast ? behind + step * 0.6 : i === 0 ? before + step * 0.6 : step * 0.8, 12, 2),
          anchor,
          nameX: isLast ? right : i === 0 ? left : x(i),
          ticks: ticks.map(({ at, label }) => ({ y: y(at), label })),
        };
      },
    ),
    lines: valued.toReversed().map((trial) => ({
      trial,
      d: path([...trial.picks.map((pick) => pick?.at ?? null), rank(trial.value)], x, y),
      rank: rank(trial.value),
      isBest: trial === winner,
    })),
  };
}

type Valued = SearchTrialPayload & { readonly value: number };

/** Axes that a trial was not asked for are left out: its line has a gap there. */
function path(places: readonly (number | null)[], x: (axis: number) => number, y: (at: number) => number): string {
  return places
    .map((at, axis) => {
      if (at === null) return '';
      const isFirst = axis === 0 || places[axis - 1] === null;
      return `${isFirst ? 'M' : 'L'}${x(axis).toFixed(1)} ${y(at).toFixed(1)}`;
    })
    .join('');
}
