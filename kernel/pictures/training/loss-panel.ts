import { area, line } from 'd3-shape';
import { markPath, taskMark } from '../../payloads/marks.ts';
import { type LossChart, type LossNote, lossChart, lossStrokes } from '../../payloads/reading/loss-chart.ts';
import { type Line, stepLine } from '../../payloads/reading/loss-lines.ts';
import type { LossSeries, TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import { type Box, type Chart, chartIn } from '../chart-box.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg, uniqueId } from '../svg.ts';
import { ghostLoss } from './ghost.ts';

/** Loss by step of one task: the range of single steps as a band, the smoothed loss, validation after each epoch. */
export function lossPanel(
  payload: TrainingPayload,
  task: TrainingTask,
  position: number,
  box: Box,
  buckets: number,
): Svg {
  const layout = lossChart(payload, task, {
    columns: box.right - box.left,
    buckets,
    height: box.bottom - box.top,
  });
  const { scale, steps } = layout;
  const chart = chartIn(box, [0, steps], scale);
  const colour = light.hues[taskMark(position).hue];
  const lines = [
    ghostLoss(payload, task, buckets, chart),
    layout.series === undefined ? '' : single(layout.series, payload.progress.step, chart, colour),
    layout.smoothed === undefined
      ? ''
      : svg('path', {
          d: path(layout.smoothed, chart),
          stroke: colour,
          'stroke-width': lossStrokes.smoothed.width,
          'stroke-linejoin': 'round',
        }),
  ].join('');
  return [
    chart.grid,
    ...layout.dividers.map((step) => vertical(step, box, chart, light.hairline)),
    clipped(lines, box),
    layout.stop === undefined
      ? ''
      : vertical(layout.stop.step, box, chart, light[layout.stop.tone], lossStrokes.stop.width),
    ...layout.notes.map((note) => noteLabel(note, box, chart)),
    validationMarks(layout, position, chart),
  ].join('');
}

/** Lines end at the box. The clip's id is of its content: two pictures in one page must not share one. */
function clipped(lines: Svg, box: Box): Svg {
  if (lines === '') return '';
  const rect = svg('rect', {
    x: box.left,
    y: box.top - 4,
    width: box.right - box.left,
    height: box.bottom - box.top + 5,
  });
  const id = uniqueId('loss', rect, lines);
  return svg('clipPath', { id }, rect) + svg('g', { 'clip-path': `url(#${id})`, fill: 'none' }, lines);
}

/** The losses of single steps: a line while there is one per column, else the band from the least to the greatest. */
function single(series: LossSeries, lastStep: number, chart: Chart, colour: string): Svg {
  if (series.min !== undefined)
    return svg('path', {
      d: band(series, lastStep, chart),
      fill: colour,
      'fill-opacity': lossStrokes.range.opacity,
    });
  const { width, opacity } = lossStrokes.step;
  const d = path(stepLine(series, lastStep), chart);
  return svg('path', { d, stroke: colour, 'stroke-width': width, 'stroke-opacity': opacity });
}

function band(series: LossSeries, lastStep: number, chart: Chart): string {
  const { mean, min = mean, max = mean, stepsPerBucket } = series;
  const draw = area<number>()
    .defined((i) => min[i] !== null && max[i] !== null)
    .x((i) => chart.x(Math.min((i + 0.5) * stepsPerBucket + 0.5, lastStep)))
    .y0((i) => chart.y(min[i] ?? 0))
    .y1((i) => chart.y(max[i] ?? 0))
    .digits(1);
  return draw(mean.map((_, i) => i)) ?? '';
}

function path({ x, y }: Line, chart: Chart): string {
  const draw = line<number>()
    .defined((i) => y[i] !== null)
    .x((i) => chart.x(x[i] ?? 0))
    .y((i) => chart.y(y[i] ?? 0))
    .digits(1);
  return draw(x.map((_, i) => i)) ?? '';
}

function vertical(step: number, box: Box, chart: Chart, stroke: string, width?: number): Svg {
  const x = Math.round(chart.x(step) * 10) / 10;
  return svg('path', { d: `M${x} ${box.top}V${box.bottom}`, stroke, 'stroke-width': width });
}

function noteLabel({ text, step, shift, anchor, line: row }: LossNote, box: Box, chart: Chart): Svg {
  const y = row === 'middle' ? (box.top + box.bottom) / 2 : box.top + 7 + 15 * row;
  return label(chart.x(step) + shift, y, text, { size: 11, fill: light.dim, halo: true, anchor });
}

function validationMarks({ validation, isDense }: LossChart, position: number, chart: Chart): Svg {
  const { hue, shape } = taskMark(position);
  return validation
    .map(({ step, loss, text, anchor, side }) => {
      const [x, y] = [chart.x(step), chart.y(loss)];
      return [
        svg('path', {
          d: markPath(shape, x, y, isDense ? 2 : 4.4),
          fill: isDense ? light.foreground : light.hues[hue],
          ...(isDense ? {} : { stroke: light.background, 'stroke-width': 2, 'paint-order': 'stroke' }),
        }),
        text === '' ? '' : label(x, side === 'above' ? y - 9 : y + 18, text, { size: 11, anchor, halo: true }),
      ].join('');
    })
    .join('');
}
