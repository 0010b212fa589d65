import { markPath, taskMark } from '../../payloads/marks.ts';
import {
  type MetricCell,
  metricCells,
  metricColumns,
  type Split,
  splitsOf,
} from '../../payloads/reading/metric-cells.ts';
import { fitted } from '../../payloads/reading/text-width.ts';
import type { TrainingPayload } from '../../payloads/training.ts';
import { label, pieces } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

/** The metric table: one line per task, three columns per split. Returns its height too. */
export function metricRows(
  payload: TrainingPayload,
  left: number,
  right: number,
  top: number,
): { svg: Svg; height: number } {
  const splits = splitsOf(payload);
  const columns = metricColumns(payload.tasks);
  const nameWidth = 124;
  const group = (right - left - nameWidth) / splits.length;
  // Where each column's numbers end; the first one holds an error too and takes half the group.
  const ends = (split: number) => [0.5, 0.74, 1].map((share) => left + nameWidth + group * (split + share));
  const row = 24;
  const head = splits
    .map((split, s) =>
      groupHead(
        split,
        columns.map(({ title }) => title),
        ends(s),
        top,
      ),
    )
    .join('');
  const body = payload.tasks.map(({ name, kind }, i) => {
    const y = top + 36 + i * row;
    const mark = taskMark(i);
    const cells = splits.map((split, s) => {
      const [, , end = right] = ends(s);
      if (split.metrics === undefined)
        return label(end, y + 16, split.pending, { size: 11, fill: light.dim, anchor: 'end' });
      const weight = split.name === 'validation' ? 600 : 400;
      return metricCells(kind, split.metrics[name])
        .map((cell, c) => metric(cell, ends(s)[c] ?? end, y + 16, weight))
        .join('');
    });
    return [
      svg('path', { d: `M${left} ${y}H${right}`, stroke: light.hairline }),
      svg('path', { d: markPath(mark.shape, left + 5, y + 12, 4.4), fill: light.hues[mark.hue] }),
      label(left + 16, y + 16, fitted(name, nameWidth - 16, 12, 600), { weight: 600 }),
      ...cells,
    ].join('');
  });
  return { svg: [head, ...body].join(''), height: 36 + row * payload.tasks.length };
}

function groupHead(split: Split, titles: readonly string[], ends: readonly number[], top: number): Svg {
  const end = ends.at(-1) ?? 0;
  const epoch = split.epoch === null ? '' : ` · epoch ${split.epoch}`;
  return [
    pieces(
      end,
      top + 12,
      [
        { text: split.name, weight: 600 },
        { text: epoch, size: 11, fill: light.dim },
      ],
      'end',
    ),
    ...titles.map((title, c) => label(ends[c] ?? end, top + 29, title, { size: 11, fill: light.dim, anchor: 'end' })),
  ].join('');
}

function metric({ text, error, alarm }: MetricCell, x: number, y: number, weight: 400 | 600): Svg {
  return pieces(
    x,
    y,
    [
      { text: alarm ? '▲ ' : '', size: 10, fill: light.warning },
      { text, weight },
      { text: error === undefined ? '' : ` ${error}`, size: 11, fill: light.dim },
    ],
    'end',
  );
}
