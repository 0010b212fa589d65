import { scaleBand, scaleLinear, scaleLog } from 'd3-scale';
import { fitted, textWidth } from '../../payloads/reading/text-width.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { decimal, picture, type Svg, svg } from '../svg.ts';
import { type Axes, type Figure, type Panel, readFigure, type Trace } from './read.ts';

/**
 * A Plotly figure `{ data, layout }` as a still picture for clients without Plotly, which itself needs a browser; undefined
 * where it holds anything but lines, points and bars, which a picture without it would misrepresent.
 */
export function figurePicture(given: unknown): Svg | undefined {
  const figure = readFigure(given);
  if (figure === undefined) return undefined;
  const names = figure.panels.flatMap(({ traces }) => traces.map(({ name }) => name));
  const about = [figure.title, ...names].filter((part) => part !== '').join(', ') || 'Figure';
  return picture({ width, height: figure.height }, about, light.background, [
    label(16, 20, fitted(figure.title, width - 32, 14, 600), { size: 14, weight: 600 }),
    ...figure.panels.map((panel) => drawPanel(panel, figure)),
    ...legend(figure),
  ]);
}

const width = 860;
const margin = { right: 18, bottom: 46 };

type Position = {
  (value: number | string): number | undefined;
  readonly ticks: readonly (readonly [number, string])[];
};

function drawPanel({ axes, traces }: Panel, figure: Figure): Svg {
  const { x: horizontal, y: vertical } = axes;
  const [start, top] = [leftMargin(figure), topMargin(figure)];
  const inner = {
    width: width - start - margin.right,
    height: figure.height - top - margin.bottom - legendHeight(figure),
  };
  const box = {
    left: start + inner.width * horizontal.domain[0] + (horizontal.domain[0] > 0 ? 40 : 0),
    right: start + inner.width * horizontal.domain[1],
    top: top + inner.height * (1 - vertical.domain[1]),
    bottom: top + inner.height * (1 - vertical.domain[0]) - (vertical.domain[0] > 0 ? 34 : 0),
  };
  const x = position(
    traces.flatMap((trace) => trace.x),
    horizontal,
    [box.left, box.right],
    traces,
    'x',
  );
  const y = position(traces.flatMap(reach), vertical, [box.bottom, box.top], traces, 'y');
  const frame = line(
    `M${decimal(box.left)} ${decimal(box.top)}V${decimal(box.bottom)}H${decimal(box.right)}`,
    light.hairline,
  );
  const grid = y.ticks.map(([at, text]) => [
    line(`M${decimal(box.left)} ${decimal(at)}H${decimal(box.right)}`, light.grid),
    label(box.left - 6, at + 4, text, { size: 11, fill: light.dim, anchor: 'end' }),
  ]);
  const below = x.ticks.map(([at, text]) =>
    label(at, box.bottom + 15, text, { size: 11, fill: light.dim, anchor: 'middle' }),
  );
  const titles = [
    label((box.left + box.right) / 2, box.bottom + 32, horizontal.title, {
      size: 11,
      fill: light.dim,
      anchor: 'middle',
    }),
    label(box.left, box.top - 8, vertical.title, { size: 11, fill: light.dim }),
  ];
  const bars = traces.filter(({ kind }) => kind === 'bar');
  const drawn = traces.map((trace) =>
    trace.kind === 'bar' ? drawBars(trace, bars, x, y, box) : drawScatter(trace, x, y),
  );
  return [...grid.flat(), frame, ...below, ...titles, ...drawn].join('');
}

/** Room for the names beside a vertical axis of names. */
function leftMargin({ panels }: Figure): number {
  const names = panels.flatMap(({ traces }) =>
    traces.flatMap(({ y }) => y.filter((value) => typeof value === 'string')),
  );
  return Math.min(280, 62 + Math.max(0, largest([0, ...names.map((name) => textWidth(name, 11))]) - 48));
}

/** The title of an axis stands below that of the figure. */
function topMargin({ title, panels }: Figure): number {
  return title !== '' && panels.some(({ axes }) => axes.y.title !== '') ? 50 : 34;
}

// Not Math.min(…known): a call with that many arguments fails.
function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** What the vertical axis must hold: values with their error bars, and the foot of bars. */
function reach({ y, kind, error }: Trace): readonly (number | string)[] {
  const spread = y.flatMap((value, i): readonly (number | string)[] =>
    typeof value === 'number' ? [value - (error[i] ?? 0), value + (error[i] ?? 0)] : [value],
  );
  return kind === 'bar' ? [...spread, 0] : spread;
}

function position(
  values: readonly (number | string)[],
  { type, range }: Axes['x'],
  [from, to]: readonly [number, number],
  traces: readonly Trace[],
  direction: 'x' | 'y',
): Position {
  const numbers = values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
  if (values.some((value) => typeof value === 'string')) {
    const names = [...new Set(values.map(String))];
    const band = scaleBand<string>().domain(names).range([from, to]).padding(0.2);
    const at = (value: number | string) => (band(String(value)) ?? 0) + band.bandwidth() / 2;
    // Of names that would stand on each other every second or third is written, and no name is longer than its room.
    const every = Math.max(1, Math.ceil((direction === 'x' ? 36 : 14) / band.step()));
    const room = direction === 'x' ? band.step() * every - 8 : 272;
    const written = names.filter((_, i) => i % every === 0);
    return Object.assign(at, { ticks: written.map((name) => [at(name), fitted(name, room, 11)] as const) });
  }
  const positive = numbers.filter((value) => value > 0);
  const isLog = type === 'log' && positive.length > 0;
  const known = isLog ? positive : numbers;
  const [low, high] = range ?? (known.length === 0 ? [0, 1] : [smallest(known), largest(known)]);
  const room =
    direction === 'x' && traces.some(({ kind }) => kind === 'bar') ? 0.6 : isLog ? 0 : (high - low || 1) * 0.04;
  const scale = isLog
    ? scaleLog().domain([low, high]).range([from, to])
    : scaleLinear()
        .domain([low - room, high + room])
        .range([from, to]);
  const at = (value: number | string) => (isLog && Number(value) <= 0 ? undefined : scale(Number(value)));
  // A logarithmic scale of d3 would write .1 as 100m.
  const format = scale.tickFormat(6, isLog ? ',~g' : undefined);
  const ticks = scale.ticks(6).map((tick) => [scale(tick), format(tick)] as const);
  return Object.assign(at, { ticks: ticks.filter(([, text]) => text !== '') });
}

function drawScatter({ x: xs, y: ys, error, mode, colour, size, dash }: Trace, x: Position, y: Position): Svg {
  const points = xs.flatMap((value, i) => {
    const observed = ys[i];
    const across = x(value);
    const up = observed === undefined ? undefined : y(observed);
    return across === undefined || up === undefined || Number.isNaN(up) ? [undefined] : [{ across, up, i }];
  });
  let path = '';
  let pen = 'M';
  for (const point of points) {
    if (point) path += `${pen}${decimal(point.across)} ${decimal(point.up)}`;
    pen = point ? 'L' : 'M';
  }
  const marks = points.map((point) => {
    if (!point) return '';
    const value = ys[point.i];
    const half = error[point.i];
    const ends = half === undefined || typeof value !== 'number' ? [] : [y(value - half), y(value + half)];
    const whisker = ends
      .map((end, i) => `${i === 0 ? `M${decimal(point.across)} ` : 'V'}${decimal(end ?? point.up)}`)
      .join('');
    return [
      whisker === '' ? '' : line(whisker, colour),
      mode.includes('markers') ? svg('circle', { cx: point.across, cy: point.up, r: size / 2, fill: colour }) : '',
    ].join('');
  });
  const isLine = mode.includes('lines') && path !== '';
  return (isLine ? line(path, colour, 1.6, dash ? '4 3' : undefined) : '') + marks.join('');
}

function drawBars(
  trace: Trace,
  bars: readonly Trace[],
  x: Position,
  y: Position,
  box: { left: number; right: number },
): Svg {
  const places = new Set(bars.flatMap((bar) => bar.x)).size;
  const each = Math.max(1, (0.7 * (box.right - box.left)) / Math.max(1, places) / bars.length);
  const shift = (bars.indexOf(trace) - (bars.length - 1) / 2) * each;
  return trace.x
    .map((value, i) => {
      const [at, top, foot] = [x(value), y(trace.y[i] ?? 0), y(0)];
      if (at === undefined || top === undefined || foot === undefined) return '';
      const [left, height] = [at + shift - each / 2, Math.abs(foot - top)];
      return svg('rect', { x: left, y: Math.min(top, foot), width: each, height, fill: trace.colour });
    })
    .join('');
}

const perLine = 4;
const legendLeft = 62;

function named({ panels }: Figure): readonly Trace[] {
  const traces = panels.flatMap((panel) => panel.traces).filter(({ name, inLegend }) => name !== '' && inLegend);
  return traces.filter(
    (trace, i) => traces.findIndex((other) => other.name === trace.name && other.colour === trace.colour) === i,
  );
}

function legendHeight(figure: Figure): number {
  const count = named(figure).length;
  return count < 2 ? 0 : Math.ceil(count / perLine) * 18 + 4;
}

function legend(figure: Figure): readonly Svg[] {
  const traces = named(figure);
  if (traces.length < 2) return [];
  const top = figure.height - legendHeight(figure) + 10;
  const step = (width - legendLeft) / perLine;
  return traces.map(({ name, colour }, i) => {
    const [x, y] = [legendLeft + (i % perLine) * step, top + Math.floor(i / perLine) * 18];
    const text = label(x + 16, y + 1, fitted(name, step - 24, 11), { size: 11 });
    return svg('rect', { x, y: y - 8, width: 10, height: 10, fill: colour }) + text;
  });
}

function line(d: string, stroke: string, strokeWidth = 1, dashes?: string): Svg {
  return svg('path', { d, fill: 'none', stroke, 'stroke-width': strokeWidth, 'stroke-dasharray': dashes });
}
