import { line } from 'd3-shape';
import { markPath, taskMark } from '../../payloads/marks.ts';
import { count, fraction } from '../../payloads/numbers.ts';
import { judged, judgedOn, markedBest, qualityOf } from '../../payloads/reading/quality.ts';
import { niceScale } from '../../payloads/reading/scale.ts';
import { qualityRange } from '../../payloads/reading/training-scales.ts';
import type { TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import { type Box, type Chart, chartIn } from '../chart-box.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

/** AUC (or RMSE) of one task by epoch, in one slot per planned epoch: 95 % whiskers, train as a dash, the best epoch shaded. */
export function qualityPanel(payload: TrainingPayload, task: TrainingTask, position: number, box: Box): Svg {
  const range = qualityRange(payload, task);
  const { epochs } = payload.progress;
  const slot = (box.right - box.left) / epochs;
  const toCome = slotsToCome(payload, box);
  if (range === undefined) return toCome + whyEmpty(payload, task, box);
  const scale = niceScale(range, box.bottom - box.top > 80 ? 4 : 3);
  // Slots are centred a little to the left, where the whisker's train dash still fits.
  const chart = chartIn(box, [0.58, epochs + 0.58], scale);
  const best = markedBest(payload, task);
  const shade =
    best === null
      ? ''
      : svg('rect', {
          x: box.left + slot * (best - 1) + 2,
          y: box.top - 4,
          width: Math.max(1, slot - 4),
          height: box.bottom - box.top + 4,
          fill: light.wash,
        });
  const marks = whiskers(payload, task, position, box, chart);
  return [shade, chart.grid, toCome, trend(payload, task, position, chart), marks].join('');
}

/** A dash in every slot that has no epoch yet; the next one says when, or that it was not reached. */
function slotsToCome({ state, progress, epochs }: TrainingPayload, box: Box): Svg {
  const slot = (box.right - box.left) / progress.epochs;
  const reached = epochs.at(-1)?.epoch ?? 0;
  const middle = (epoch: number) => Math.round(box.left + slot * (epoch - 0.58));
  const half = Math.min(5, slot / 4);
  const dashes = Array.from({ length: Math.min(60, progress.epochs - reached) }, (_, i) =>
    svg('path', { d: `M${middle(reached + 1 + i) - half} ${box.bottom - 0.5}h${2 * half}`, stroke: light.faint }),
  );
  const text = state === 'running' ? `at step ${count((reached + 1) * progress.stepsPerEpoch)}` : 'not reached';
  const isTold = reached < progress.epochs && slot >= 66;
  return [
    svg('path', { d: `M${box.left} ${box.bottom}H${box.right}`, stroke: light.hairline }),
    ...dashes,
    isTold ? label(middle(reached + 1), box.bottom - 8, text, { size: 11, fill: light.dim, anchor: 'middle' }) : '',
  ].join('');
}

function whyEmpty({ epochs }: TrainingPayload, { kind }: TrainingTask, box: Box): Svg {
  if (epochs.length === 0) return '';
  const text = kind === 'binary' ? 'no AUC: labels of one class only' : 'no RMSE';
  return label((box.left + box.right) / 2, (box.top + box.bottom) / 2, text, {
    size: 11,
    fill: light.dim,
    anchor: 'middle',
  });
}

function trend(payload: TrainingPayload, task: TrainingTask, position: number, chart: Chart): Svg {
  const { value } = qualityOf(task.kind);
  const split = judgedOn(payload);
  const draw = line<TrainingPayload['epochs'][number]>()
    .defined((epoch) => value(judged(epoch, split)?.[task.name]) !== null)
    .x(({ epoch }) => chart.x(epoch))
    .y((epoch) => chart.y(value(judged(epoch, split)?.[task.name]) ?? 0))
    .digits(1);
  return svg('path', {
    d: draw([...payload.epochs]) ?? '',
    fill: 'none',
    stroke: light.hues[taskMark(position).hue],
    'stroke-width': 1.25,
  });
}

function whiskers(payload: TrainingPayload, task: TrainingTask, position: number, box: Box, chart: Chart): Svg {
  const { value, error } = qualityOf(task.kind);
  const split = judgedOn(payload);
  const mark = taskMark(position);
  const colour = light.hues[mark.hue];
  const best = markedBest(payload, task);
  const slot = (box.right - box.left) / payload.progress.epochs;
  const isTold = (epoch: number) => slot >= 44 || epoch === (best ?? payload.epochs.at(-1)?.epoch);
  return payload.epochs
    .map((epoch) => {
      const metrics = judged(epoch, split)?.[task.name];
      const middle = value(metrics);
      if (middle === null) return '';
      const x = chart.x(epoch.epoch);
      const half = 1.96 * (error(metrics) ?? 0);
      const [low, high, y] = [chart.y(middle - half), chart.y(middle + half), chart.y(middle)];
      const cap = Math.min(3, slot / 4);
      const train = split === 'validation' && slot >= 30 ? value(epoch.train[task.name]) : null;
      const isBest = best === epoch.epoch;
      const text = `${isBest ? 'best ' : ''}${fraction(middle)}`;
      return [
        train === null
          ? ''
          : svg('path', { d: `M${at(x - 15)} ${at(chart.y(train))}h9`, stroke: colour, 'stroke-width': 2 }),
        half === 0
          ? ''
          : svg('path', {
              d: `M${at(x)} ${at(low)}V${at(high)}M${at(x - cap)} ${at(low)}h${2 * cap}M${at(x - cap)} ${at(high)}h${2 * cap}`,
              stroke: colour,
              'stroke-width': 1.25,
              fill: 'none',
            }),
        svg('path', {
          d: markPath(mark.shape, x, y, slot < 14 ? 2.5 : 4.6),
          fill: colour,
          stroke: light.background,
          'stroke-width': slot < 14 ? 0 : 2,
          'paint-order': 'stroke',
        }),
        isTold(epoch.epoch)
          ? label(
              Math.min(Math.max(x, box.left + 22), box.right - 26),
              Math.min(Math.max(low, y) + 15, box.bottom - 3),
              text,
              { size: 11, anchor: 'middle', halo: true, ...(isBest ? { weight: 600 } : {}) },
            )
          : '',
      ].join('');
    })
    .join('');
}

function at(value: number): number {
  return Math.round(value * 10) / 10;
}
