import { line } from 'd3-shape';
import { coarser, smoothedLine, usualSmoothing } from '../../payloads/reading/loss-lines.ts';
import { qualityChart } from '../../payloads/reading/quality-chart.ts';
import { runAxis } from '../../payloads/reading/run-axis.ts';
import { type Range, union } from '../../payloads/reading/scale.ts';
import { qualityRange } from '../../payloads/reading/training-scales.ts';
import type { TrainingBefore, TrainingPayload, TrainingTask } from '../../payloads/training.ts';
import type { Chart } from '../chart-box.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

/** Grey and dashed, as a compared run is everywhere. */
const stroke = { stroke: light.ghost, 'stroke-width': 1.5, 'stroke-dasharray': '5 3', fill: 'none' } as const;

/** The smoothed loss of the last try, at equal numbers of epochs; what lies beyond this run is cut by who draws it. */
export function ghostLoss(payload: TrainingPayload, task: TrainingTask, columns: number, chart: Chart): Svg {
  const { run, there } = lastTry(payload, task);
  if (run === undefined || !there?.loss) return '';
  const { step } = run.progress;
  const smoothed = smoothedLine(coarser(there.loss, columns), step, usualSmoothing(payload.progress.steps));
  const { fromRival } = runAxis(payload);
  return path(
    smoothed.x.map((step) => fromRival(run, step)),
    smoothed.y,
    chart,
  );
}

/** AUC or RMSE of the last try by epoch, as far as this run has slots. */
export function ghostQuality(payload: TrainingPayload, task: TrainingTask, slots: number, chart: Chart): Svg {
  const { run, there } = lastTry(payload, task);
  if (run === undefined || there === undefined) return '';
  const values = qualityChart(run, there, { columns: 200, isTall: true }).values.filter(({ epoch }) => epoch <= slots);
  return path(
    values.map(({ epoch }) => epoch),
    values.map(({ value }) => value),
    chart,
  );
}

/** What the axis of AUC or RMSE shows, so that both runs are in it. */
export function rangeWithGhost(payload: TrainingPayload, task: TrainingTask): Range | undefined {
  const own = qualityRange(payload, task);
  const { run, there } = lastTry(payload, task);
  const theirs = run && there && qualityRange(run, there);
  return own && theirs ? union(own, theirs) : own;
}

function lastTry(
  { before }: TrainingPayload,
  { name }: TrainingTask,
): { readonly run?: TrainingBefore['payload']; readonly there?: TrainingTask | undefined } {
  return before === undefined
    ? {}
    : { run: before.payload, there: before.payload.tasks.find((task) => task.name === name) };
}

function path(x: readonly number[], y: readonly (number | null)[], chart: Chart): Svg {
  const draw = line<number>()
    .defined((i) => y[i] !== null)
    .x((i) => chart.x(x[i] ?? 0))
    .y((i) => chart.y(y[i] ?? 0))
    .digits(1);
  return svg('path', { d: draw(x.map((_, i) => i)) ?? '', ...stroke });
}
