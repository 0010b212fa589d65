import { scaleLinear } from 'd3-scale';
import type { ImportanceFeature, ImportancePayload } from '../payloads/importance.ts';
import { markPath, taskMark } from '../payloads/marks.ts';
import {
  importanceFacts,
  importanceLegend,
  importanceMeasure,
  importanceNumber,
  importanceScales,
  importanceSentence,
  interval,
} from '../payloads/reading/reports/importance-words.ts';
import { fitted, wrapped } from '../payloads/reading/text-width.ts';
import { label } from './label.ts';
import { light } from './light.ts';
import { picture, type Svg, svg } from './svg.ts';

/** Importance as a still SVG: features down, tasks across; tasks that find no room stand in a second block, and so on. */
export function importancePicture(payload: ImportancePayload, width = 860): Svg {
  const [left, right] = [16, width - 16];
  const names = Math.min(190, (right - left) * 0.35);
  const across = Math.max(1, Math.min(payload.tasks.length, Math.floor((right - left - names) / 150)));
  const features = payload.features.slice(0, Math.max(8, Math.floor(mostCells / Math.max(1, payload.tasks.length))));
  const hidden = payload.features.length - features.length + payload.more;
  const scales = importanceScales(payload);
  const parts: Svg[] = [label(left, 26, 'Importance', { size: 14, weight: 600 })];
  parts.push(label(left, 44, fitted(importanceFacts(payload), right - left, 12), { fill: light.dim }));
  let top = 56;
  for (let first = 0; first < payload.tasks.length; first += across) {
    const shown = payload.tasks.slice(first, first + across);
    const room = (right - left - names) / shown.length;
    for (const [i, task] of shown.entries()) {
      const x = left + names + i * room;
      const mark = taskMark(first + i);
      parts.push(
        svg('path', { d: markPath(mark.shape, x + 5, top + 9, 4.4), fill: light.hues[mark.hue] }),
        label(x + 16, top + 14, fitted(task.name, room - 24, 13, 600), { size: 13, weight: 600 }),
        label(x, top + 29, fitted(importanceMeasure(task), room - 8, 11), { size: 11, fill: light.dim }),
      );
    }
    top += 38;
    for (const feature of features) {
      parts.push(
        svg('path', { d: `M${left} ${top + 0.5}H${right}`, stroke: light.grid }),
        label(left, top + 15, fitted(feature.name, names - 10, 12)),
      );
      for (let i = 0; i < shown.length; i++) {
        const place = { left: left + names + i * room, width: room - numberWidth - 14, y: top + rowHeight / 2 };
        parts.push(bar(feature, first + i, payload, scales[first + i] ?? { low: 0, high: 1 }, place));
      }
      top += rowHeight;
    }
    top += 10;
  }
  if (hidden > 0) {
    parts.push(label(left, top + 10, `${hidden} more features matter less.`, { fill: light.dim }));
    top += 18;
  }
  for (const line of wrapped(importanceLegend, right - left, 11, 4)) {
    parts.push(label(left, top + 10, line, { size: 11, fill: light.dim }));
    top += 15;
  }
  const sentence = [
    `Importance: ${importanceFacts(payload)}.`,
    ...features
      .slice(0, 5)
      .flatMap(({ name }, at) =>
        payload.tasks
          .slice(0, 6)
          .map((_, i) => `${importanceSentence(features[at] ?? { name, losses: [] }, i, payload.tasks)}.`),
      ),
  ];
  return picture({ width, height: top + 10 }, sentence.join(' '), light.background, parts);
}

const rowHeight = 22;
const numberWidth = 54;

/** A picture is kept in the notebook's file: these keep it under 150 KB. */
const mostCells = 240;

type BarPlace = { readonly left: number; readonly width: number; readonly y: number };

function bar(
  { losses }: ImportanceFeature,
  position: number,
  { tasks }: ImportancePayload,
  { low, high }: { readonly low: number; readonly high: number },
  { left, width, y }: BarPlace,
): Svg {
  const [one, task] = [losses[position], tasks[position]];
  if (!one || !task) return '';
  const x = scaleLinear([low, high], [left, left + width]);
  const colour = one.isKnown ? light.hues[taskMark(position).hue] : light.faint;
  const [from, to] = interval(one);
  const [start, end] = [Math.min(0, one.loss ?? 0), Math.max(0, one.loss ?? 0)];
  return [
    svg('path', { d: `M${round(x(0))} ${y - 8}v16`, stroke: light.faint }),
    ...(one.loss === null || from === undefined || to === undefined
      ? []
      : [
          svg('rect', {
            x: x(start),
            y: y - 5,
            width: x(end) - x(start),
            height: 10,
            fill: colour,
            'fill-opacity': 0.55,
          }),
          svg('path', { d: `M${round(x(from))} ${y}H${round(x(to))}`, stroke: colour, 'stroke-width': 1.5 }),
        ]),
    label(left + width + numberWidth, y + 4, importanceNumber(one, task), {
      size: 11,
      anchor: 'end',
      ...(one.isKnown ? {} : { fill: light.dim }),
    }),
  ].join('');
}

const round = (value: number): number => Math.round(value * 10) / 10;
