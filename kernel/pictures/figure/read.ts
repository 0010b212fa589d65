import { fieldsOf, textOf } from '../../guards/index.ts';
import { seenText } from '../../text/index.ts';

/** Of a Plotly figure, what a still picture needs. */
export type Figure = {
  readonly title: string;
  readonly height: number;
  readonly panels: readonly Panel[];
};

/** Traces that share their axes. */
export type Panel = { readonly axes: Axes; readonly traces: readonly Trace[] };

export type Axes = { readonly x: Axis; readonly y: Axis };
export type Axis = {
  readonly title: string;
  readonly type: 'linear' | 'log';
  readonly range: readonly [number, number] | undefined;
  /** The share of the figure that the axis takes, from 0 to 1. */
  readonly domain: readonly [number, number];
};

export type Trace = {
  readonly kind: 'scatter' | 'bar';
  readonly name: string;
  readonly inLegend: boolean;
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  /** Half the length of error bars. */
  readonly error: readonly (number | undefined)[];
  readonly mode: string;
  readonly colour: string;
  readonly size: number;
  readonly dash: boolean;
};

/** Of `{ data, layout }`; undefined where that is no figure, or one with anything but lines, points and bars side by side. */
export function readFigure(figure: unknown): Figure | undefined {
  const { data, layout } = fieldsOf(figure);
  if (!Array.isArray(data) || data.length === 0 || data.length > 200) return undefined;
  const given = fieldsOf(layout);
  const panels = new Map<string, { axes: Axes; traces: Trace[] }>();
  for (const [i, value] of data.entries()) {
    const trace = fieldsOf(value);
    const kind = trace.type === 'bar' ? 'bar' : 'scatter';
    const isKnown = [undefined, 'scatter', 'scattergl', 'bar'].includes(trace.type as string | undefined);
    if (!isKnown || trace.orientation === 'h' || list(trace.y).length === 0) return undefined;
    const [x, y] = [textOf(trace.xaxis) || 'x', textOf(trace.yaxis) || 'y'];
    if ([x, y].some((id) => settings(given, id).overlaying)) return undefined;
    const panel = panels.get(x + y) ?? { axes: { x: axis(given, x), y: axis(given, y) }, traces: [] };
    panels.set(x + y, panel);
    panel.traces.push(readTrace(trace, kind, i));
  }
  const bars = data.filter((trace) => fieldsOf(trace).type === 'bar');
  if (bars.length > 1 && given.barmode !== undefined && given.barmode !== 'group') return undefined;
  const height = typeof given.height === 'number' ? Math.min(2000, Math.max(160, given.height)) : 380;
  return { title: title(given.title), height, panels: [...panels.values()] };
}

/** More points than a picture has columns are thinned. */
const mostPoints = 2_000;

function readTrace(trace: Content, kind: Trace['kind'], i: number): Trace {
  const [values, given, errors] = [list(trace.y), list(trace.x), list(fieldsOf(trace.error_y).array)];
  const every = Math.ceil(values.length / mostPoints);
  const kept = <Value>(all: readonly Value[]) => all.filter((_, at) => at % every === 0);
  const y = kept(values);
  const x = kept(given.length > 0 ? given : values.map((_, at) => at));
  const marker = fieldsOf(trace.marker);
  const line = fieldsOf(trace.line);
  return {
    kind,
    name: seenText(textOf(trace.name)),
    inLegend: trace.showlegend !== false,
    x,
    y,
    error: kept(errors).map((each) => (typeof each === 'number' ? each : undefined)),
    mode: textOf(trace.mode) || (y.length > 20 ? 'lines' : 'lines+markers'),
    colour: colour(line.color) ?? colour(marker.color) ?? colourway[i % colourway.length] ?? '#444444',
    size: typeof marker.size === 'number' ? Math.min(40, Math.max(1, marker.size)) : 6,
    dash: typeof line.dash === 'string' && line.dash !== 'solid',
  };
}

/** Plotly's own order of colours. */
const colourway = '#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf'.split(' ');

function axis(layout: Content, id: string): Axis {
  const given = settings(layout, id);
  return {
    title: title(given.title),
    type: given.type === 'log' ? 'log' : 'linear',
    range: given.type === 'log' ? undefined : pair(given.range),
    domain: pair(given.domain) ?? [0, 1],
  };
}

/** What a layout says of the axis "x", "y2" and so on. */
function settings(layout: Content, id: string): Content {
  return fieldsOf(layout[id.replace(/^([xy])/, '$1axis')]);
}

type Content = Readonly<Record<string, unknown>>;

/** What JSON made of a typed array is an object with numbers for keys. */
function list(value: unknown): readonly (number | string)[] {
  const isArray = Array.isArray(value) || (ArrayBuffer.isView(value) && Symbol.iterator in value);
  const values: readonly unknown[] = isArray ? [...(value as Iterable<unknown>)] : Object.values(fieldsOf(value));
  return values.map((each) => (typeof each === 'number' || typeof each === 'string' ? each : Number.NaN));
}

function pair(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [from, to] = value;
  return Number.isFinite(from) && Number.isFinite(to) ? [from, to] : undefined;
}

function title(value: unknown): string {
  return seenText(typeof value === 'string' ? value : textOf(fieldsOf(value).text));
}

function colour(value: unknown): string | undefined {
  return typeof value === 'string' && /^(#[0-9a-f]{3,8}|[a-z]+|rgba?\([\d., %]+\))$/i.test(value) ? value : undefined;
}
