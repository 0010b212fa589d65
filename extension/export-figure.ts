import { scaleBand, scaleLinear, scaleLog } from 'd3-scale';
import { type Axes, type Figure, type Panel, readFigure, type Trace } from './export-figure-read.ts';

/**
 * A Plotly figure as a still SVG, or undefined where it holds a kind of trace that this cannot draw.
 *
 * Plotly itself needs a browser. Lines, points and bars are what `plot()` is mostly asked for; anything else is told in
 * words.
 */
export function figurePicture(json: string): string | undefined {
  const figure = readFigure(json);
  if (figure === undefined) return undefined;
  const panels = figure.panels.map((panel) => drawPanel(panel, figure));
  const title = figure.title === '' ? '' : label({ x: 16, y: 20, size: 14 }, figure.title);
  const named = figure.panels.flatMap(({ traces }) => traces);
  const about = escaped([figure.title, ...named.map(({ name }) => name)].filter((part) => part !== '').join(', '));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${figure.height}" viewBox="0 0 ${width} ${figure.height}" role="img" font-family="sans-serif"><title>${about || 'Figure'}</title><rect width="${width}" height="${figure.height}" fill="#ffffff"/>${title}${panels.join('')}${legend(figure)}</svg>`;
}

const width = 860;
const margin = { left: 62, right: 18, top: 34, bottom: 46 };

type Position = {
  (value: number | string): number | undefined;
  readonly ticks: readonly (readonly [number, string])[];
};

function drawPanel({ axes, traces }: Panel, figure: Figure): string {
  const { x: horizontal, y: vertical } = axes;
  const inner = {
    width: width - margin.left - margin.right,
    height: figure.height - margin.top - margin.bottom - legendHeight(figure),
  };
  const box = {
    left: margin.left + inner.width * horizontal.domain[0] + (horizontal.domain[0] > 0 ? 40 : 0),
    right: margin.left + inner.width * horizontal.domain[1],
    top: margin.top + inner.height * (1 - vertical.domain[1]),
    bottom: margin.top + inner.height * (1 - vertical.domain[0]) - (vertical.domain[0] > 0 ? 34 : 0),
  };
  const x = position(
    traces.flatMap((trace) => trace.x),
    horizontal,
    [box.left, box.right],
    traces,
    'x',
  );
  const y = position(traces.flatMap(reach), vertical, [box.bottom, box.top], traces, 'y');
  const frame = `<path d="M${n(box.left)} ${n(box.top)}V${n(box.bottom)}H${n(box.right)}" fill="none" stroke="#9d9d9d"/>`;
  const grid = y.ticks.map(
    ([at, text]) =>
      `<path d="M${n(box.left)} ${n(at)}H${n(box.right)}" stroke="#e6e6e6"/>${label({ x: box.left - 6, y: at + 4, anchor: 'end' }, text)}`,
  );
  const below = x.ticks.map(([at, text]) => label({ x: at, y: box.bottom + 15, anchor: 'middle' }, text));
  const titles = [
    label({ x: (box.left + box.right) / 2, y: box.bottom + 32, anchor: 'middle', dim: 'dim' }, horizontal.title),
    label({ x: box.left, y: box.top - 8, dim: 'dim' }, vertical.title),
  ];
  const bars = traces.filter(({ kind }) => kind === 'bar');
  const drawn = traces.map((trace) =>
    trace.kind === 'bar' ? drawBars(trace, bars, x, y, box) : drawScatter(trace, x, y),
  );
  return [...grid, frame, ...below, ...titles, ...drawn].join('');
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
    return Object.assign(at, { ticks: names.slice(0, 24).map((name) => [at(name), name] as const) });
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
  const format = scale.tickFormat(6);
  const ticks = scale.ticks(6).map((tick) => [scale(tick), format(tick)] as const);
  return Object.assign(at, { ticks: ticks.filter(([, text]) => text !== '') });
}

function drawScatter({ x: xs, y: ys, error, mode, colour, size, dash }: Trace, x: Position, y: Position): string {
  const points = xs.flatMap((value, i) => {
    const observed = ys[i];
    const across = x(value);
    const up = observed === undefined ? undefined : y(observed);
    return across === undefined || up === undefined || Number.isNaN(up) ? [undefined] : [{ across, up, i }];
  });
  let path = '';
  let pen = 'M';
  for (const point of points) {
    if (point) path += `${pen}${n(point.across)} ${n(point.up)}`;
    pen = point ? 'L' : 'M';
  }
  const line =
    mode.includes('lines') && path !== ''
      ? `<path d="${path}" fill="none" stroke="${colour}" stroke-width="1.6"${dash ? ' stroke-dasharray="4 3"' : ''}/>`
      : '';
  const markers = points.map((point) => {
    if (!point) return '';
    const value = ys[point.i];
    const sd = error[point.i];
    const ends = sd === undefined || typeof value !== 'number' ? [] : [y(value - sd), y(value + sd)];
    const bar =
      ends.length === 2
        ? `<path d="M${n(point.across)} ${n(ends[0] ?? 0)}V${n(ends[1] ?? 0)}" stroke="${colour}"/>`
        : '';
    return (
      bar +
      (mode.includes('markers')
        ? `<circle cx="${n(point.across)}" cy="${n(point.up)}" r="${n(size / 2)}" fill="${colour}"/>`
        : '')
    );
  });
  return line + markers.join('');
}

function drawBars(
  trace: Trace,
  bars: readonly Trace[],
  x: Position,
  y: Position,
  box: { left: number; right: number },
): string {
  const places = new Set(bars.flatMap((bar) => bar.x)).size;
  const each = Math.max(1, (0.7 * (box.right - box.left)) / Math.max(1, places) / bars.length);
  const shift = (bars.indexOf(trace) - (bars.length - 1) / 2) * each;
  return trace.x
    .map((value, i) => {
      const [at, top, foot] = [x(value), y(trace.y[i] ?? 0), y(0)];
      if (at === undefined || top === undefined || foot === undefined) return '';
      return `<rect x="${n(at + shift - each / 2)}" y="${n(Math.min(top, foot))}" width="${n(each)}" height="${n(Math.abs(foot - top))}" fill="${trace.colour}"/>`;
    })
    .join('');
}

const perLine = 4;

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

function legend(figure: Figure): string {
  const traces = named(figure);
  if (traces.length < 2) return '';
  const top = figure.height - legendHeight(figure) + 10;
  const step = (width - margin.left) / perLine;
  return traces
    .map(({ name, colour }, i) => {
      const [x, y] = [margin.left + (i % perLine) * step, top + Math.floor(i / perLine) * 18];
      return `<rect x="${n(x)}" y="${n(y - 8)}" width="10" height="10" fill="${colour}"/>${label({ x: x + 16, y: y + 1 }, name.length > 28 ? `${name.slice(0, 27)}…` : name)}`;
    })
    .join('');
}

type Label = {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'middle' | 'end';
  readonly size?: number;
  readonly dim?: 'dim';
};

function label({ x, y, anchor, size = 12, dim }: Label, text: string): string {
  if (text === '') return '';
  return `<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${dim ? '#6e6e6e' : '#3b3b3b'}"${anchor ? ` text-anchor="${anchor}"` : ''}>${escaped(text)}</text>`;
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
