import { line } from 'd3-shape';
import { markPath, taskMark } from '../../payloads/marks.ts';
import {
  placeInSlot,
  type QualityChart,
  type QualityValue,
  qualityChart,
} from '../../payloads/reading/quality-chart.ts';
import { isTallRow } from '../../payloads/reading/row-height.ts';
import type { TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import { type Box, type Chart, chartIn } from '../chart-box.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';
import { ghostQuality, rangeWithGhost } from './ghost.ts';

/** AUC (or RMSE) of one task by epoch, in one slot per planned epoch: 95 % whiskers, train as a dash, the best epoch shaded. */
export function qualityPanel(payload: TrainingPayload, task: TrainingTask, position: number, box: Box): Svg {
  const layout = qualityChart(payload, task, {
    columns: box.right - box.left,
    isTall: isTallRow(box.bottom - box.top),
    range: rangeWithGhost(payload, task),
  });
  const slot = (box.right - box.left) / layout.slots;
  const toCome = slotsToCome(layout, slot, box);
  if (layout.scale === undefined) {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return (
      toCome + (layout.empty === '' ? '' : label(x, y, layout.empty, { size: 11, fill: light.dim, anchor: 'middle' }))
    );
  }
  const chart = chartIn(box, [layout.from, layout.to], layout.scale);
  const shade =
    layout.best === null
      ? ''
      : svg('rect', {
          x: box.left + slot * (layout.best - 1) + 2,
          y: box.top - 4,
          width: Math.max(1, slot - 4),
          height: box.bottom - box.top + 4,
          fill: light.wash,
        });
  const ghost = ghostQuality(payload, task, layout.slots, chart);
  return [
    shade,
    chart.grid,
    toCome,
    ghost,
    trend(layout, position, chart),
    marks(layout, position, slot, box, chart),
  ].join('');
}

/** A dash in every slot that has no epoch yet; the next one says when, or that it was not reached. */
function slotsToCome({ toCome, next }: QualityChart, slot: number, box: Box): Svg {
  const middle = (epoch: number) => Math.round(box.left + slot * (epoch - 1 + placeInSlot));
  const half = Math.min(5, slot / 4);
  return [
    svg('path', { d: `M${box.left} ${box.bottom}H${box.right}`, stroke: light.hairline }),
    ...toCome.map((epoch) =>
      svg('path', { d: `M${middle(epoch) - half} ${box.bottom - 0.5}h${2 * half}`, stroke: light.faint }),
    ),
    next === undefined
      ? ''
      : label(middle(next.epoch), box.bottom - 8, next.text, { size: 11, fill: light.dim, anchor: 'middle' }),
  ].join('');
}

function trend({ values }: QualityChart, position: number, chart: Chart): Svg {
  const draw = line<QualityValue>()
    .defined(({ value }) => value !== null)
    .x(({ epoch }) => chart.x(epoch))
    .y(({ value }) => chart.y(value ?? 0))
    .digits(1);
  return svg('path', {
    d: draw([...values]) ?? '',
    fill: 'none',
    stroke: light.hues[taskMark(position).hue],
    'stroke-width': 1.25,
  });
}

function marks({ values, train, isDense }: QualityChart, position: number, slot: number, box: Box, chart: Chart): Svg {
  const { hue, shape } = taskMark(position);
  const colour = light.hues[hue];
  const cap = Math.min(3, slot / 4);
  return values
    .map(({ epoch, value, half, isBest, text, anchor }) => {
      if (value === null) return '';
      const x = chart.x(epoch);
      const [low, high, y] = [chart.y(value - half), chart.y(value + half), chart.y(value)];
      const dash = train.find((each) => each.epoch === epoch);
      return [
        dash === undefined
          ? ''
          : svg('path', { d: `M${at(x - 15)} ${at(chart.y(dash.value))}h9`, stroke: colour, 'stroke-width': 2 }),
        half === 0
          ? ''
          : svg('path', {
              d: `M${at(x)} ${at(low)}V${at(high)}M${at(x - cap)} ${at(low)}h${2 * cap}M${at(x - cap)} ${at(high)}h${2 * cap}`,
              stroke: colour,
              'stroke-width': 1.25,
              fill: 'none',
            }),
        svg('path', {
          d: markPath(shape, x, y, isDense ? 2.5 : 4.6),
          fill: colour,
          stroke: light.background,
          'stroke-width': isDense ? 0 : 2,
          'paint-order': 'stroke',
        }),
        text === ''
          ? ''
          : label(x, Math.min(Math.max(low, y) + 15, box.bottom - 3), text, {
              size: 11,
              anchor,
              halo: true,
              ...(isBest ? { weight: 600 } : {}),
            }),
      ].join('');
    })
    .join('');
}

function at(value: number): number {
  return Math.round(value * 10) / 10;
}
