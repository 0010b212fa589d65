import { area, line } from 'd3-shape';
import { markPath, taskMark } from '../../payloads/marks.ts';
import { count, fraction } from '../../payloads/numbers.ts';
import { coarser, type Line, smoothedLine, stepLine, usualSmoothing } from '../../payloads/reading/loss-lines.ts';
import { lossOf } from '../../payloads/reading/quality.ts';
import { niceScale } from '../../payloads/reading/scale.ts';
import { lossRange } from '../../payloads/reading/training-scales.ts';
import type { LossSeries, TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import { type Box, type Chart, chartIn } from '../chart-box.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

/** Loss by step of one task: the range of single steps as a band, the smoothed loss, validation after each epoch. */
export function lossPanel(
  payload: TrainingPayload,
  task: TrainingTask,
  position: number,
  box: Box,
  columns: number,
): Svg {
  const { steps, step } = payload.progress;
  const scale = niceScale(lossRange(payload, task), box.bottom - box.top > 80 ? 5 : 4);
  const chart = chartIn(box, [0, Math.max(steps, 1)], scale);
  const colour = light.hues[taskMark(position).hue];
  const clip = `loss-${position}`;
  if (task.loss === null) {
    const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
    return label(middle.x, middle.y, 'measured only: no loss of its own', {
      size: 11,
      fill: light.dim,
      anchor: 'middle',
    });
  }
  const series = coarser(task.loss, columns);
  return [
    chart.grid,
    epochLines(payload, box, chart),
    svg(
      'clipPath',
      { id: clip },
      svg('rect', { x: box.left, y: box.top - 4, width: box.right - box.left, height: box.bottom - box.top + 5 }),
    ),
    svg(
      'g',
      { 'clip-path': `url(#${clip})`, fill: 'none' },
      single(series, step, chart, colour),
      svg('path', {
        d: path(smoothedLine(series, step, usualSmoothing(steps)), chart),
        stroke: colour,
        'stroke-width': 2,
        'stroke-linejoin': 'round',
      }),
    ),
    notes(payload, task.loss, scale.high, box, chart),
    validationMarks(payload, task, position, box, chart),
  ].join('');
}

/** The losses of single steps: a line while there is one per column, else the band from the least to the greatest. */
function single(series: LossSeries, lastStep: number, chart: Chart, colour: string): Svg {
  if (series.min !== undefined)
    return svg('path', { d: band(series, lastStep, chart), fill: colour, 'fill-opacity': 0.26 });
  const d = path(stepLine(series, lastStep), chart);
  return svg('path', { d, stroke: colour, 'stroke-width': 0.75, 'stroke-opacity': 0.36 });
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

function epochLines({ progress }: TrainingPayload, box: Box, chart: Chart): Svg {
  if (progress.epochs > 40) return '';
  const inner = Array.from({ length: progress.epochs - 1 }, (_, i) => chart.x((i + 1) * progress.stepsPerEpoch));
  const at = inner.map((x) => Math.round(x * 10) / 10);
  return at.map((x) => svg('path', { d: `M${x} ${box.top}V${box.bottom}`, stroke: light.hairline })).join('');
}

/** The early fall lies above the range, so its start is told; and where a run stopped early. */
function notes({ state, progress }: TrainingPayload, { first }: LossSeries, high: number, box: Box, chart: Chart): Svg {
  const isTall = box.bottom - box.top > 80;
  const stop = state === 'interrupted' || state === 'failed' ? Math.round(chart.x(progress.step) * 10) / 10 : undefined;
  const usual = box.left + Math.max(30, 0.075 * (box.right - box.left));
  const begin = stop !== undefined && stop > usual - 6 && stop < usual + 110 ? stop + 7 : usual;
  const style = { size: 11, fill: light.dim, halo: true } as const;
  const isStartTold = first !== null && first > high && isTall;
  const start = isStartTold ? label(begin, box.top + 7, `↑ ${fraction(first, 2)} at step 1`, style) : '';
  if (stop === undefined) return start;
  const isRight = stop > (box.left + box.right) / 2 + 60;
  // Below the other note where the two would meet.
  const isClear = !isStartTold || (isRight ? stop - 150 : stop) > usual + 110;
  const text = `${state} at step ${count(progress.step)}`;
  const stroke = state === 'failed' ? light.error : light.warning;
  return [
    start,
    svg('path', { d: `M${stop} ${box.top}V${box.bottom}`, stroke, 'stroke-width': 1.5 }),
    isTall
      ? label(isRight ? stop - 7 : stop + 7, box.top + (isClear ? 7 : 22), text, {
          ...style,
          anchor: isRight ? 'end' : 'start',
        })
      : '',
  ].join('');
}

function validationMarks(payload: TrainingPayload, task: TrainingTask, position: number, box: Box, chart: Chart): Svg {
  const mark = taskMark(position);
  const marks = payload.epochs.flatMap((epoch) => {
    const loss = lossOf(task.kind, epoch.validation?.[task.name]);
    return loss === null ? [] : [{ x: chart.x(epoch.step), y: chart.y(loss), loss }];
  });
  // More values than fit beside each other would be a smear: the last one is told.
  const isTold = (i: number) => marks.length * 46 <= box.right - box.left || i === marks.length - 1;
  return marks
    .map(({ x, y, loss }, i) => {
      const isLast = x > box.right - 20;
      return [
        svg('path', {
          d: markPath(mark.shape, x, y, 4.4),
          fill: light.hues[mark.hue],
          stroke: light.background,
          'stroke-width': 2,
          'paint-order': 'stroke',
        }),
        isTold(i)
          ? label(isLast ? x + 2 : x, y - 9, fraction(loss), {
              size: 11,
              anchor: isLast ? 'end' : 'middle',
              halo: true,
            })
          : '',
      ].join('');
    })
    .join('');
}
