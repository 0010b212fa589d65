import { blend } from '../payloads/colour.ts';
import { fitted, wrapped } from '../payloads/reading/text-width.ts';
import type { SearchLine, SearchLines } from '../payloads/search.ts';
import { label } from './label.ts';
import { light } from './light.ts';
import { picture, type Svg, svg } from './svg.ts';

/** A search as parallel axes: one of them an option, the last the metric; a line a trial, the darker the better. */
export function searchPicture({ title, facts, axes, trials }: SearchLines, width = 860): Svg {
  const [left, right] = [16, width - 16];
  const heading = wrapped(title, right - left, 14, 3);
  const top = 40 + 20 * heading.length + 22;
  const bottom = top + 220;
  const step = axes.length > 1 ? (right - left - 120) / (axes.length - 1) : 0;
  const x = (axis: number) => left + 40 + axis * step;
  const y = (at: number) => bottom - at * (bottom - top);
  const path = ({ at }: SearchLine) =>
    at
      .map((each, axis) => {
        if (each === null) return '';
        const isFirst = axis === 0 || at[axis - 1] === null;
        return `${isFirst ? 'M' : 'L'}${x(axis).toFixed(1)} ${y(each).toFixed(1)}`;
      })
      .join('');
  const lines = [...trials]
    .sort((a, b) => a.rank - b.rank)
    .slice(-mostLines)
    .map((trial) =>
      svg('path', {
        d: path(trial),
        fill: 'none',
        stroke: trial.isBest
          ? light.hues.orange
          : blend(light.background, light.hues.blue, 0.2 + 0.8 * trial.rank ** 2),
        'stroke-width': trial.isBest ? 3 : 1.5,
      }),
    );
  const parts = axes.flatMap(({ name, ticks }, axis) => [
    svg('path', { d: `M${x(axis)} ${top}V${bottom}`, stroke: light.faint }),
    label(x(axis), bottom + 20, fitted(name, Math.max(60, step - 8), 12, 600), { weight: 600, anchor: 'middle' }),
    ...ticks.map((tick) =>
      label(x(axis) + 5, y(tick.at) + 4, fitted(tick.label, Math.max(40, step - 12), 11), { size: 11, halo: true }),
    ),
  ]);
  const words = heading.map((line, i) => label(left, 26 + 20 * i, line, { size: 14, weight: 600 }));
  const under = label(left, 26 + 20 * heading.length, fitted(facts, right - left, 12), { fill: light.dim });
  return picture({ width, height: bottom + 34 }, `${title} ${facts}`, light.background, [
    ...words,
    under,
    ...lines,
    ...parts,
  ]);
}

/** A picture is kept in the notebook's file. */
const mostLines = 400;
