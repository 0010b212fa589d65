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

/** Undefined where this is no figure, or one with traces that are neither scatter nor bar. */
export function readFigure(json: string): Figure | undefined {
  const { data, layout } = record(parsed(json));
  if (!Array.isArray(data) || data.length === 0 || data.length > 200) return undefined;
  const given = record(layout);
  const panels = new Map<string, { axes: Axes; traces: Trace[] }>();
  for (const [i, value] of data.entries()) {
    const trace = record(value);
    const kind = trace.type ?? 'scatter';
    if ((kind !== 'scatter' && kind !== 'bar') || trace.orientation === 'h') return undefined;
    const [x, y] = [text(trace.xaxis) || 'x', text(trace.yaxis) || 'y'];
    const panel = panels.get(x + y) ?? { axes: { x: axis(given, x), y: axis(given, y) }, traces: [] };
    panels.set(x + y, panel);
    panel.traces.push(readTrace(trace, kind, i));
  }
  const height = typeof given.height === 'number' ? Math.min(2000, Math.max(160, given.height)) : 380;
  return { title: title(given.title), height, panels: [...panels.values()] };
}

function readTrace(trace: Content, kind: Trace['kind'], i: number): Trace {
  const y = list(trace.y);
  const x = Array.isArray(trace.x) ? list(trace.x) : y.map((_, at) => at);
  const marker = record(trace.marker);
  const line = record(trace.line);
  const error = record(trace.error_y);
  return {
    kind,
    name: text(trace.name),
    inLegend: trace.showlegend !== false,
    x,
    y,
    error: list(error.array).map((each) => (typeof each === 'number' ? each : undefined)),
    mode: text(trace.mode) || (y.length > 20 ? 'lines' : 'lines+markers'),
    colour: colour(line.color) ?? colour(marker.color) ?? colourway[i % colourway.length] ?? '#444444',
    size: typeof marker.size === 'number' ? Math.min(40, Math.max(1, marker.size)) : 6,
    dash: typeof line.dash === 'string' && line.dash !== 'solid',
  };
}

/** Plotly's own order of colours. */
const colourway = '#1f77b4 #ff7f0e #2ca02c #d62728 #9467bd #8c564b #e377c2 #7f7f7f #bcbd22 #17becf'.split(' ');

function axis(layout: Content, id: string): Axis {
  const given = record(layout[id.replace(/^([xy])/, '$1axis')]);
  return {
    title: title(given.title),
    type: given.type === 'log' ? 'log' : 'linear',
    range: given.type === 'log' ? undefined : pair(given.range),
    domain: pair(given.domain) ?? [0, 1],
  };
}

type Content = Readonly<Record<string, unknown>>;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function record(value: unknown): Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** What JSON made of a typed array is an object with numbers for keys. */
function list(value: unknown): readonly (number | string)[] {
  const values = Array.isArray(value) ? value : Object.values(record(value));
  return values
    .slice(0, 20_000)
    .map((each) => (typeof each === 'number' || typeof each === 'string' ? each : Number.NaN));
}

function pair(value: unknown): readonly [number, number] | undefined {
  if (!Array.isArray(value)) return undefined;
  const [from, to] = value;
  return Number.isFinite(from) && Number.isFinite(to) ? [from, to] : undefined;
}

function title(value: unknown): string {
  return typeof value === 'string' ? value : text(record(value).text);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function colour(value: unknown): string | undefined {
  return typeof value === 'string' && /^(#[0-9a-f]{3,8}|[a-z]+|rgba?\([\d., %]+\))$/i.test(value) ? value : undefined;
}
