import { line } from 'd3-shape';
import { labelledScale } from '../../../kernel/payloads/reading/scale.ts';
import { chartIn } from '../../../kernel/pictures/chart-box.ts';
import { label } from '../../../kernel/pictures/label.ts';
import { light } from '../../../kernel/pictures/light.ts';
import { picture, type Svg, svg } from '../../../kernel/pictures/svg.ts';
import { count } from '../../../kernel/text/index.ts';
import type { ScalingResult } from './scaling.ts';

/**
 * What an example costs, a panel for each thing that grows, on a scale of doublings; dashed what would be expected: flat
 * in the batch and in the rows, in proportion to the experts and to the tasks.
 */
export function scalingPicture({ measured }: Pick<ScalingResult, 'measured'>): Svg {
  const title = 'Processor time of an example, ns, as one thing grows';
  const panels = Object.entries(measured).map(([what, points], i) =>
    panel(
      what,
      points.map((point) => [point[what as 'batch' | 'rows' | 'experts' | 'tasks'], point.nanoseconds]),
      left + i * (panelWidth + gap),
    ),
  );
  const width = left + panels.length * (panelWidth + gap);
  return picture({ width, height: 300 }, title, light.background, [
    label(left, 22, title, { size: 13, weight: 600 }),
    ...panels,
  ]);
}

const left = 64;
const panelWidth = 200;
const gap = 64;

type Point = readonly [size: number, nanoseconds: number];

function panel(what: string, points: readonly Point[], at: number): Svg {
  const sizes = points.map(([size]) => Math.log2(size));
  const [[first, cost]] = points;
  const isFlat = what === 'batch' || what === 'rows';
  const expected = points.map(([size]): Point => [size, isFlat ? cost : (cost * size) / first]);
  const scale = labelledScale({ low: 0, high: Math.max(...[...points, ...expected].map(([, each]) => each)) });
  const box = { left: at, right: at + panelWidth, top: 64, bottom: 250 };
  const chart = chartIn(box, [Math.min(...sizes), Math.max(...sizes)], scale);
  const draw = line<Point>()
    .x(([size]) => chart.x(Math.log2(size)))
    .y(([, each]) => chart.y(each))
    .digits(1);
  const path = (of: readonly Point[], attributes: Record<string, string | number>) =>
    svg('path', { d: draw([...of]) ?? '', fill: 'none', ...attributes });
  const name = { size: 11, fill: light.dim } as const;
  return [
    label(at, 50, what, { weight: 600 }),
    chart.grid,
    path(expected, { stroke: light.dim, 'stroke-dasharray': '4 4' }),
    path(points, { stroke: light.hues.blue, 'stroke-width': 1.75 }),
    ...points.map(([size, each]) =>
      svg('circle', { cx: chart.x(Math.log2(size)), cy: chart.y(each), r: 3, fill: light.hues.blue }),
    ),
    label(box.left, box.bottom + 18, count(first), name),
    label(box.right, box.bottom + 18, count(points[points.length - 1][0]), { ...name, anchor: 'end' }),
  ].join('');
}
