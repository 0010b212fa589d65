import { taskMark } from '../payloads/marks.ts';
import { fraction } from '../payloads/numbers.ts';
import { niceScale, type Scale } from '../payloads/reading/scale.ts';
import { readTrace, record, type Trace, titleOf } from './figure-traces.ts';
import { fitted, label, pieces } from './label.ts';
import { light } from './light.ts';
import { decimal, picture, type Svg, svg } from './svg.ts';

const size = { width: 720, height: 360 };
const box = { left: 64, right: 704, top: 56, bottom: 308 };

/**
 * A Plotly figure of lines, points and bars as a still picture for clients without Plotly; undefined when it has anything
 * else, which a picture without it would misrepresent. It needs no d3, as every kernel loads it at its start.
 */
export function figurePicture(data: readonly unknown[], layout: unknown): Svg | undefined {
  const traces = data.map(readTrace).filter((trace) => trace !== undefined);
  const { barmode, xaxis, yaxis } = record(layout);
  const bars = traces.filter(({ kind }) => kind === 'bar');
  const isStacked = bars.length > 1 && barmode !== undefined && barmode !== 'group';
  const isLogarithmic = [xaxis, yaxis].some((axis) => record(axis).type === 'log');
  if (traces.length === 0 || traces.length < data.length || isStacked || isLogarithmic) return undefined;

  const across = horizontal(traces);
  const values = traces.flatMap(({ y }) => y.filter((each) => each !== null));
  const y = niceScale(rangeOf(bars.length > 0 ? [...values, 0] : values));
  const toY = (value: number) => box.bottom - ((value - y.low) / (y.high - y.low)) * (box.bottom - box.top);
  const title = titleOf(layout);
  const name = title || traces.map((trace) => trace.name).join(', ');
  return picture(size, name, light.background, [
    label(box.left, 24, fitted(title, box.right - box.left, 14, 600), { size: 14, weight: 600 }),
    names(traces),
    ...y.ticks.map((tick) => [rule(toY(tick)), tickLabel(box.left - 6, toY(tick) + 4, tick, y, 'end')].join('')),
    ...across.ticks.map(({ at, text }) =>
      label(at, box.bottom + 16, text, { size: 11, fill: light.dim, anchor: 'middle' }),
    ),
    label((box.left + box.right) / 2, size.height - 14, titleOf(xaxis), {
      size: 11,
      fill: light.dim,
      anchor: 'middle',
    }),
    label(8, box.top - 10, titleOf(yaxis), { size: 11, fill: light.dim }),
    ...traces.map((trace, i) =>
      drawn(trace, light.hues[taskMark(i).hue], across, toY, bars.indexOf(trace), bars.length),
    ),
  ]);
}

type Across = {
  at(x: number | string): number;
  /** Pixels that one category has for its bars. */
  readonly slot: number;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
};

/** Numbers have a scale; words, and whatever bars stand on, have a place each. */
function horizontal(traces: readonly Trace[]): Across {
  const all = traces.flatMap(({ x }) => x);
  const width = box.right - box.left;
  if (traces.every(({ kind }) => kind !== 'bar') && all.every((x) => typeof x === 'number')) {
    const scale = niceScale(rangeOf(all), 8);
    const at = (x: number | string) => box.left + ((Number(x) - scale.low) / (scale.high - scale.low)) * width;
    return { at, slot: 0, ticks: scale.ticks.map((tick) => ({ at: at(tick), text: number(tick, scale) })) };
  }
  const places = new Map([...new Set(all.map(String))].map((text, i) => [text, i]));
  const slot = width / places.size;
  const at = (x: number | string) => box.left + ((places.get(String(x)) ?? 0) + 0.5) * slot;
  const every = Math.ceil(places.size / 12);
  const shown = [...places.keys()].filter((_, i) => i % every === 0);
  return { at, slot, ticks: shown.map((text) => ({ at: at(text), text: fitted(text, slot * every, 11) })) };
}

function drawn(
  trace: Trace,
  colour: string,
  across: Across,
  toY: (y: number) => number,
  bar: number,
  bars: number,
): Svg {
  const points = trace.x.map((x, i) => ({ x: across.at(x), y: trace.y[i] ?? null }));
  if (trace.kind === 'bar') {
    const width = (across.slot * 0.8) / bars;
    const path = points.map(({ x, y }) => {
      const left = x - across.slot * 0.4 + bar * width;
      return `M${decimal(left)} ${decimal(toY(0))}V${decimal(toY(y ?? 0))}h${decimal(width)}V${decimal(toY(0))}Z`;
    });
    return svg('path', { d: path.join(''), fill: colour });
  }
  const isPoints = trace.kind === 'points';
  let isBroken = true;
  const path = points.map(({ x, y }) => {
    const move = isPoints || isBroken ? 'M' : 'L';
    isBroken = y === null;
    return y === null ? '' : `${move}${decimal(x)} ${decimal(toY(y))}${isPoints ? 'h0' : ''}`;
  });
  const stroke = { stroke: colour, 'stroke-width': isPoints ? 6 : 2, 'stroke-linecap': isPoints ? 'round' : undefined };
  return svg('path', { d: path.join(''), fill: 'none', 'stroke-linejoin': 'round', ...stroke });
}

function names(traces: readonly Trace[]): Svg {
  if (traces.length < 2) return '';
  const list = traces.map(({ name }, i) => ({
    text: `● ${name}`,
    gap: 14,
    size: 11,
    fill: light.hues[taskMark(i).hue],
  }));
  return pieces(box.right, 42, list, 'end');
}

function rangeOf(values: readonly number[]): { low: number; high: number } {
  // Not Math.min(...values): there may be more than a call takes.
  const low = values.reduce((least, each) => Math.min(least, each), values[0] ?? 0);
  const high = values.reduce((greatest, each) => Math.max(greatest, each), values[0] ?? 1);
  const half = high > low ? 0 : Math.max(Math.abs(low) / 10, 0.5);
  return { low: low - half, high: high + half };
}

function rule(y: number): Svg {
  return svg('path', { d: `M${box.left} ${decimal(y)}H${box.right}`, stroke: light.grid });
}

function tickLabel(x: number, y: number, value: number, scale: Scale, anchor: 'end'): Svg {
  return label(x, y, number(value, scale), { size: 11, fill: light.dim, anchor });
}

function number(value: number, { digits }: Scale): string {
  if (Math.abs(value) >= 1e6 || digits > 6) return String(Number(value.toPrecision(3)));
  return value === 0 ? '0' : fraction(value, digits);
}
