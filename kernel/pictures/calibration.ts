import type { CalibrationPayload, CalibrationPayloadTask } from '../payloads/calibration.ts';
import { markPath, taskMark } from '../payloads/marks.ts';
import { calibrationChart } from '../payloads/reading/reports/calibration-chart.ts';
import {
  calibrationFacts,
  calibrationGap,
  calibrationLegend,
  calibrationOutside,
  calibrationSentence,
  calibrationVerdict,
} from '../payloads/reading/reports/calibration-words.ts';
import { fitted, wrapped } from '../payloads/reading/text-width.ts';
import { label } from './label.ts';
import { light } from './light.ts';
import { picture, type Svg, svg } from './svg.ts';

/** A calibration as a still SVG: a curve a task, three beside each other. */
export function calibrationPicture(payload: CalibrationPayload, width = 860): Svg {
  const [left, right] = [16, width - 16];
  const tasks = payload.tasks.slice(0, mostTasks);
  const across = Math.max(1, Math.min(tasks.length, Math.floor((right - left) / leastPanel)));
  const room = Math.min(mostPanel, (right - left - gap * (across - 1)) / across);
  const parts: Svg[] = [label(left, 26, 'Calibration', { size: 14, weight: 600 })];
  parts.push(label(left, 44, fitted(calibrationFacts(payload), right - left, 12), { fill: light.dim }));
  let top = 58;
  for (let first = 0; first < tasks.length; first += across) {
    let bottom = top;
    for (const [i, task] of tasks.slice(first, first + across).entries()) {
      const drawn = panel(task, first + i, { left: left + i * (room + gap), top, width: room });
      parts.push(drawn.svg);
      bottom = Math.max(bottom, drawn.bottom);
    }
    top = bottom + 16;
  }
  const hidden = payload.tasks.length - tasks.length + payload.more;
  if (hidden > 0) {
    parts.push(label(left, top + 10, `${hidden} more tasks are not drawn.`, { fill: light.dim }));
    top += 18;
  }
  for (const line of wrapped(calibrationLegend, right - left, 11, 4)) {
    parts.push(label(left, top + 10, line, { size: 11, fill: light.dim }));
    top += 15;
  }
  const sentence = [`Calibration: ${calibrationFacts(payload)}.`, ...tasks.slice(0, 6).map(calibrationSentence)];
  return picture({ width, height: top + 10 }, sentence.join(' '), light.background, parts);
}

const leastPanel = 250;
const mostPanel = 320;
const gap = 24;

/** A picture is kept in the notebook's file. */
const mostTasks = 12;

function panel(
  task: CalibrationPayloadTask,
  position: number,
  place: { readonly left: number; readonly top: number; readonly width: number },
): { readonly svg: Svg; readonly bottom: number } {
  const { left, width } = place;
  const mark = taskMark(position);
  const hue = light.hues[mark.hue];
  const parts: Svg[] = [
    svg('path', { d: markPath(mark.shape, left + 5, place.top + 9, 4.4), fill: hue }),
    label(left + 16, place.top + 14, fitted(task.name, width - 20, 13, 600), { size: 13, weight: 600 }),
  ];
  let top = place.top + 22;
  const text = (line: string, fill: string) => {
    parts.push(label(left, top + 11, line, { size: 11, fill }));
    top += 15;
  };
  if (!task.curve) {
    for (const line of wrapped(task.refusal ?? '', width, 11, 6)) text(line, light.foreground);
    return { svg: parts.join(''), bottom: top };
  }
  const { curve, kind } = task;
  const words = [calibrationVerdict(curve, kind), calibrationGap(curve, kind), calibrationOutside(curve)];
  for (const line of wrapped(words[0] ?? '', width, 11, 3)) text(line, light.foreground);
  for (const each of words.slice(1)) for (const line of wrapped(each, width, 11, 3)) text(line, light.dim);
  const chart = calibrationChart(task, width);
  if (chart) {
    parts.push(svg('g', { transform: `translate(${left} ${top + 4})` }, ...chartParts(chart, hue, mark.shape)));
    top += 4 + chart.height;
  }
  return { svg: parts.join(''), bottom: top };
}

function chartParts(
  { plot, ticks, points, bars, foot, words }: NonNullable<ReturnType<typeof calibrationChart>>,
  hue: string,
  shape: ReturnType<typeof taskMark>['shape'],
): readonly Svg[] {
  const { left, right, top, bottom } = plot;
  return [
    ...ticks.flatMap(({ text, x, y }, i) => [
      svg('path', { d: `M${left} ${round(y)}H${right}`, stroke: i === 0 ? light.hairline : light.grid }),
      label(left - 6, y + 4, text, { size: 11, fill: light.dim, anchor: 'end' }),
      svg('path', { d: `M${round(x)} ${top}V${bottom}`, stroke: i === 0 ? light.hairline : light.grid }),
      label(x, words, text, { size: 11, fill: light.dim, anchor: 'middle' }),
    ]),
    svg('path', { d: `M${left} ${bottom}L${right} ${top}`, stroke: light.faint, 'stroke-dasharray': '4 3' }),
    label(left + 4, top + 11, 'observed', { size: 11, fill: light.dim, halo: true }),
    label(right, words + 15, 'predicted', { size: 11, fill: light.dim, anchor: 'end' }),
    ...bars.map((bar) => svg('rect', { ...bar, fill: hue, 'fill-opacity': 0.45 })),
    svg('path', { d: `M${left} ${foot + 0.5}H${right}`, stroke: light.hairline }),
    ...points.flatMap(({ interval }, i) =>
      interval
        ? [
            svg('path', {
              d: `M${round(points[i]?.x ?? 0)} ${round(interval[0])}V${round(interval[1])}`,
              stroke: hue,
              'stroke-width': 1.5,
            }),
          ]
        : [],
    ),
    ...points.map(({ x, y }) => svg('path', { d: markPath(shape, x, y, 3.6), fill: hue, stroke: light.background })),
  ];
}

const round = (value: number): number => Math.round(value * 10) / 10;
