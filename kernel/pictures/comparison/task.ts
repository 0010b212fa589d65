import { scaleLinear } from 'd3-scale';
import type { ComparisonRow, ComparisonTask } from '../../payloads/comparison.ts';
import { markPath, taskMark } from '../../payloads/marks.ts';
import { comparisonAxis } from '../../payloads/reading/reports/comparison-axis.ts';
import { comparisonTaskTitle } from '../../payloads/reading/reports/comparison-words.ts';
import { fitted, textWidth } from '../../payloads/reading/text-width.ts';
import { fraction, plusMinus } from '../../text/index.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

type Place = { readonly left: number; readonly right: number; readonly top: number };

/**
 * The candidates of one task under its name: differences to the baseline on one axis that is symmetric about zero, at most
 * `mostDots` seeds a row.
 */
export function comparisonTask(
  task: ComparisonTask,
  position: number,
  { left, right, top }: Place,
  mostDots: number,
): { readonly svg: Svg; readonly height: number } {
  const mark = taskMark(position);
  const hue = light.hues[mark.hue];
  const wide = right - left >= 570;
  const columns = wide
    ? { plotLeft: left + 290, plotRight: right - 176, rowHeight: 30, dotsAt: 15 }
    : { plotLeft: left + 8, plotRight: right - 8, rowHeight: 46, dotsAt: 32 };
  const { plotLeft, plotRight, rowHeight, dotsAt } = columns;
  const { reach, labels } = comparisonAxis(task.rows);
  const x = scaleLinear([-reach, reach], [plotLeft, plotRight]);
  const first = top + 28;
  const bottom = first + rowHeight * task.rows.length;
  const rows = task.rows.map((row, i) => {
    const y = first + i * rowHeight;
    const value = `${fraction(row.mean)} ${plusMinus(row.error)}`.trim();
    const verdict = label(right, y + (wide ? 19 : 14), row.judgement, {
      anchor: 'end',
      ...(isPlain(row) ? { fill: light.dim } : { weight: 600 }),
    });
    // The number keeps its place; the name has what is left.
    const room = wide ? Math.min(140, 274 - 10 - textWidth(value, 12, 600)) : (right - left) * 0.32;
    const name = label(left, y + (wide ? 19 : 14), fitted(row.candidate, room, 12, 600), {
      weight: 600,
    });
    const number = wide
      ? label(left + 274, y + 19, value, { anchor: 'end' })
      : label(left + (right - left) * 0.36, y + 14, fraction(row.mean));
    return [
      svg('path', { d: `M${left} ${y + 0.5}H${right}`, stroke: light.grid }),
      name,
      number,
      verdict,
      dots(row.differences.slice(0, mostDots), row.interval, x, y + dotsAt, hue),
    ].join('');
  });
  const ends = ['start', 'middle', 'end'] as const;
  const axis = labels.map((text, i) =>
    label(x((i - 1) * reach), bottom + 14, text, { size: 11, fill: light.dim, anchor: ends[i] }),
  );
  const zero = task.rows.map((_, i) => {
    const y = first + i * rowHeight;
    return svg('path', { d: `M${x(0)} ${y + dotsAt - 12}V${y + dotsAt + 12}`, stroke: light.faint });
  });
  const head = [
    svg('path', { d: markPath(mark.shape, left + 5, top + 13, 4.4), fill: hue }),
    label(left + 16, top + 18, fitted(comparisonTaskTitle(task), right - left - 16, 14, 600), {
      size: 14,
      weight: 600,
    }),
  ];
  return { svg: [...head, ...zero, ...rows, ...axis].join(''), height: bottom + 20 - top };
}

const isPlain = ({ judgement }: ComparisonRow): boolean => judgement !== 'better' && judgement !== 'worse';

/** Dots on three lines, so that seeds that fall together are still seen. */
function dots(
  differences: ComparisonRow['differences'],
  interval: ComparisonRow['interval'],
  x: (value: number) => number,
  y: number,
  hue: string,
): Svg {
  const seeds = differences.map(({ value }, i) =>
    svg('circle', { cx: x(value), cy: y + ((i % 3) - 1) * 5, r: 2.4, fill: hue, 'fill-opacity': 0.45 }),
  );
  if (interval === null) return seeds.join('');
  const [low, high] = [x(interval.lower), x(interval.upper)];
  const middle = x(interval.mean);
  return [
    ...seeds,
    svg('path', { d: `M${round(low)} ${y}H${round(high)}`, stroke: hue, 'stroke-width': 2 }),
    svg('rect', { x: middle - 4, y: y - 4, width: 8, height: 8, fill: hue, stroke: light.background }),
  ].join('');
}

const round = (value: number): number => Math.round(value * 10) / 10;
