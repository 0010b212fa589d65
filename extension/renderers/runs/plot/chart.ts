import { markPath, taskMark } from '../../../../kernel/payloads/marks.ts';
import type { LabelledScale } from '../../../../kernel/payloads/reading/scale.ts';
import { type RunCurve, valueAt } from '../../../../kernel/payloads/runs/index.ts';
import { count, fraction } from '../../../../kernel/text/index.ts';
import { chartSentence, element, setAttributes, svgElement } from '../../host/index.ts';

/** A line of a chart; its place gives it hue, shape and dash. */
export type ChartLine = { readonly name: string; readonly curve: RunCurve | undefined; readonly place: number };

export type ChartScene = {
  readonly lines: readonly ChartLine[];
  readonly scale: LabelledScale | undefined;
  /** Ends of the x axis, and what it counts. */
  readonly from: number;
  readonly to: number;
  readonly by: 'step' | 'epoch';
  /** Points are marked, whiskers drawn. */
  readonly hasMarks: boolean;
  readonly width: number;
  readonly sentence: string;
};

export type Chart = { readonly node: HTMLElement; readonly draw: (scene: ChartScene) => void };

const margin = { left: 44, right: 8, top: 6, bottom: 20 } as const;
const height = 168;

/** Never by hue alone. */
const dashes = ['', '7 3', '2 3', '9 3 2 3'];

export function dashOf(place: number): string | undefined {
  return dashes[place % dashes.length] || undefined;
}

/**
 * Lines of several runs over one axis, bands where a line is a mean; the values at the pointer are in its tip.
 *
 * @param name no other chart of the page has it.
 */
export function runsChart(name: string): Chart {
  const drawing = svgElement('svg', { height, 'aria-hidden': 'true' });
  const cursor = svgElement('path', { class: 'cursor runs-cursor' });
  const words = element('div', {});
  // What lies beyond the axis, such as the first losses, is cut, but for half a mark.
  const id = `runs-clip-${name}`;
  const frame = svgElement('rect', { x: margin.left - 4, y: 1, height: height - margin.bottom + 3 });
  const clip = svgElement('clipPath', { id }, frame);
  const node = element('div', { class: 'runs-chart' }, drawing, words);
  let scene: ChartScene | undefined;

  const inside = ({ width }: ChartScene) => Math.max(1, width - margin.left - margin.right);
  node.addEventListener('pointermove', (event) => {
    if (scene === undefined) return;
    const { from, to } = scene;
    const share = (event.clientX - drawing.getBoundingClientRect().left - margin.left) / inside(scene);
    const tip = share < 0 || share > 1 ? undefined : reading(scene, from + share * (to - from));
    if (tip === undefined) return leave();
    node.dataset.tip = tip;
    const x = margin.left + share * inside(scene);
    setAttributes(cursor, { d: `M${x.toFixed(1)} ${margin.top}V${height - margin.bottom}` });
  });
  node.addEventListener('pointerleave', leave);
  function leave(): void {
    delete node.dataset.tip;
    setAttributes(cursor, { d: undefined });
  }

  return {
    node,
    draw(next) {
      scene = next;
      setAttributes(drawing, { width: next.width });
      const place = placing(next, inside(next));
      setAttributes(frame, { width: inside(next) + 8 });
      drawing.replaceChildren(
        ...axes(next, place),
        clip,
        svgElement('g', { 'clip-path': `url(#${id})` }, ...next.lines.flatMap((line) => lineNodes(line, next, place))),
        cursor,
      );
      words.replaceChildren(chartSentence(next.sentence));
    },
  };
}

type Placing = { readonly x: (value: number) => number; readonly y: (value: number) => number };

function placing({ from, to, scale }: ChartScene, width: number): Placing {
  const { low, high } = scale ?? { low: 0, high: 1 };
  const tall = height - margin.top - margin.bottom;
  return {
    x: (value) => margin.left + ((value - from) / (to - from || 1)) * width,
    y: (value) => margin.top + (1 - (value - low) / (high - low || 1)) * tall,
  };
}

function axes({ scale, from, to, by, width }: ChartScene, { x, y }: Placing): readonly SVGElement[] {
  const ticks = scale?.ticks ?? [];
  const bottom = height - margin.bottom;
  const right = width - margin.right;
  const grid = ticks.map(({ at }) => `M${margin.left} ${Math.round(y(at)) + 0.5}H${right}`).join('');
  const labels = ticks.map(({ at, text }) =>
    svgElement('text', { x: margin.left - 5, y: y(at) + 4, 'text-anchor': 'end', 'font-size': 11, class: 'dim' }, text),
  );
  return [
    svgElement('path', { d: grid || undefined, class: 'runs-grid-line' }),
    svgElement('path', { d: `M${margin.left} ${bottom + 0.5}H${right}`, class: 'runs-axis-line' }),
    ...labels,
    ...xTicks(from, to, by, right - margin.left).map(({ at, text, anchor }) =>
      svgElement('text', { x: x(at), y: height - 5, 'text-anchor': anchor, 'font-size': 11, class: 'dim' }, text),
    ),
  ];
}

/** The ends and a few round places between them; the last says what is counted. */
function xTicks(from: number, to: number, by: 'step' | 'epoch', width: number) {
  const room = Math.max(1, Math.floor(width / 90));
  const rough = Math.max(1, (to - from) / room);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const ticks: { readonly at: number; readonly text: string; readonly anchor: 'start' | 'middle' | 'end' }[] = [];
  for (let at = Math.ceil(from / step) * step; at < to - 0.7 * step; at += step)
    ticks.push({ at, text: count(at), anchor: at === from ? 'start' : 'middle' });
  const end = by === 'step' ? to : Math.floor(to);
  return [...ticks, { at: to, text: `${by} ${count(end)}`, anchor: 'end' as const }];
}

function lineNodes(
  { curve, place }: ChartLine,
  { hasMarks, lines }: ChartScene,
  { x, y }: Placing,
): readonly SVGElement[] {
  if (curve === undefined) return [];
  const { hue, shape } = taskMark(place);
  const colour = `var(--${hue})`;
  const points = curve.x.flatMap((at, i) => {
    const value = curve.y[i];
    return value === null || value === undefined ? [] : [{ at, value, half: curve.half?.[i] ?? 0, i }];
  });
  const nodes: SVGElement[] = [];
  const { band } = curve;
  if (band !== undefined) {
    const edge = (values: readonly (number | null)[]) =>
      points.flatMap(({ at, i }) => {
        const value = values[i];
        return value === null || value === undefined ? [] : [`${x(at).toFixed(1)} ${y(value).toFixed(1)}`];
      });
    const outline = [...edge(band.high), ...edge(band.low).toReversed()];
    if (outline.length > 2)
      nodes.push(
        svgElement('path', { d: `M${outline.join('L')}Z`, fill: colour, 'fill-opacity': 0.16, class: 'runs-band' }),
      );
  }
  nodes.push(
    svgElement('path', {
      d: pathOf(curve, { x, y }) || undefined,
      class: 'runs-line',
      stroke: colour,
      'stroke-dasharray': dashOf(place),
      'stroke-width': hasMarks ? 1.25 : 2,
    }),
  );
  if (!hasMarks) return nodes;
  // Beside each other, where several lines have a value at the same epoch.
  const shift = (place - (lines.length - 1) / 2) * Math.min(5, 24 / lines.length);
  const isDense = points.length * 14 > 400;
  const whiskers = points.filter(({ half }) => half > 0);
  nodes.push(
    svgElement('path', {
      d:
        whiskers
          .map(
            ({ at, value, half }) =>
              `M${(x(at) + shift).toFixed(1)} ${y(value - half).toFixed(1)}V${y(value + half).toFixed(1)}`,
          )
          .join('') || undefined,
      class: 'runs-whisker',
      stroke: colour,
    }),
    svgElement('path', {
      d: points.map(({ at, value }) => markPath(shape, x(at) + shift, y(value), isDense ? 2 : 4)).join('') || undefined,
      fill: colour,
      class: 'runs-mark',
    }),
  );
  return nodes;
}

function pathOf({ x: xs, y: ys }: RunCurve, { x, y }: Placing): string {
  let path = '';
  let isDown = false;
  for (const [i, at] of xs.entries()) {
    const value = ys[i];
    if (value !== null && value !== undefined)
      path += `${isDown ? 'L' : 'M'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`;
    isDown = value !== null && value !== undefined;
  }
  return path;
}

/** The value of each line at a place; a line that has ended there says so. */
function reading({ lines, by, hasMarks }: ChartScene, at: number): string {
  const place = hasMarks || by === 'step' ? Math.round(at) : at;
  const head = by === 'step' ? `step ${count(place)}` : `epoch ${hasMarks ? place : fraction(place, 1)}`;
  const values = lines.map(({ name, curve }) => {
    const value = curve === undefined ? null : hasMarks ? atEpoch(curve, place) : valueAt(curve, place);
    return `${name}: ${value === null ? 'not reached' : fraction(value)}`;
  });
  return [head, ...values].join('\n');
}

function atEpoch({ x, y }: RunCurve, epoch: number): number | null {
  return y[x.indexOf(epoch)] ?? null;
}
