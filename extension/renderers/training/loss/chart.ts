import { epochNumber } from '../../../../kernel/payloads/reading/epoch-number.ts';
import { lossChart as layOutLoss } from '../../../../kernel/payloads/reading/loss-chart.ts';
import { smoothedLine } from '../../../../kernel/payloads/reading/loss-lines.ts';
import { lossOf } from '../../../../kernel/payloads/reading/quality.ts';
import { rowHeight } from '../../../../kernel/payloads/reading/row-height.ts';
import { tickRoom } from '../../../../kernel/payloads/reading/scale.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import { count, fraction } from '../../../../kernel/text/index.ts';
import { element, setAttributes } from '../../host/index.ts';
import { baseLayout, createPlot, type Zoom } from '../../plotly/index.ts';
import type { Cursor } from '../cursor.ts';
import { chartWidths, type PlacedTask, payloadsOf, type Scene, shownTasks, stretchOf, whenChanged } from '../scene.ts';
import { stepReading } from '../step-reading.ts';
import { keepLossScale, lossAxis } from './axis.ts';
import { lossNotes, lossShapes, stepAxis } from './frame.ts';
import { lossTraces } from './traces.ts';

/** The loss of one task by step: single steps faint, smoothed, validation after each epoch, the compared run dashed. */
export type LossChart = {
  readonly node: HTMLElement;
  /** Pixels that its ticks need on the left. */
  readonly room: (scene: Scene, placed: PlacedTask) => number;
  readonly draw: (scene: Scene, placed: PlacedTask, axis: 'with-axis' | 'without-axis') => void;
  readonly dispose: () => void;
};

const margin = { right: 6, top: 6 } as const;
/** Pixels left of the plot, unless its ticks need more. */
const leastLeft = 34;
const axisHeight = { 'with-axis': 24, 'without-axis': 6 } as const;

export function lossChart(zoomed: (zoom: Zoom) => void, cursor: Cursor): LossChart {
  const plot = createPlot('Loss', zoomed);
  const line = element('div', { class: 'cursor', hidden: true });
  const node = element('div', { class: 'chart' }, plot.node, line);
  const scaleOf = keepLossScale();
  const ifChanged = whenChanged();
  let scene: Scene | undefined;

  const range = () =>
    scene === undefined ? ([0, 1] as const) : (scene.zoom ?? ([0, scene.axis.at(scene.axis.steps)] as const));
  const plotWidth = () => (scene === undefined ? 1 : chartWidths(scene).loss - scene.room.loss - margin.right);

  node.addEventListener('pointermove', (event) => {
    if (scene === undefined) return;
    const [from, to] = range();
    const share = (event.clientX - node.getBoundingClientRect().left - scene.room.loss) / plotWidth();
    if (share < 0 || share > 1) return leave();
    const step = scene.axis.stepAt(from + share * (to - from));
    node.dataset.tip = stepReading(scene, step);
    cursor.point(step);
  });
  node.addEventListener('pointerleave', () => leave());
  function leave(): void {
    delete node.dataset.tip;
    cursor.point(undefined);
  }
  cursor.follow((step) => {
    const [from, to] = range();
    const at = step === undefined || scene === undefined ? Number.NaN : scene.axis.at(step);
    const isInside = at >= from && at <= to;
    setAttributes(line, { hidden: !isInside });
    if (isInside && scene !== undefined)
      line.style.transform = `translateX(${scene.room.loss + ((at - from) / (to - from)) * plotWidth()}px)`;
  });

  return {
    node,
    room: (next, { task }) => tickRoom(scaleOf(next, task), leastLeft),
    draw(next, placed, axis) {
      scene = next;
      const { payload, rivals, theme, zoom, settings } = next;
      const width = chartWidths(next).loss;
      const row = rowHeight(shownTasks(next).length);
      const scale = scaleOf(next, placed.task);
      line.style.height = `${row - margin.top}px`;
      setAttributes(plot.node, { 'aria-label': sentence(next, placed.task) });
      const { step, steps } = payload.progress;
      const ends = payload.epochs.length;
      ifChanged(
        [
          payload.run.id,
          payload.state,
          step,
          steps,
          ends,
          rivals,
          theme,
          zoom,
          settings,
          width,
          row,
          axis,
          placed.position,
          next.room.loss,
        ],
        () => {
          const columns = Math.max(100, width - next.room.loss - margin.right);
          const layout = layOutLoss(payload, placed.task, {
            columns,
            height: row - margin.top,
            smoothing: next.smoothing,
            rivals: payloadsOf(rivals),
            scale,
            axis: next.axis,
            stretch: stretchOf(next),
          });
          plot.draw(lossTraces(layout, next, placed.position, columns), {
            ...baseLayout(theme, width, row + axisHeight[axis]),
            margin: { l: next.room.loss, r: margin.right, t: margin.top, b: axisHeight[axis] },
            xaxis: { ...stepAxis(next, axis, columns), range: [...range()] },
            yaxis: lossAxis(next, scale, row - margin.top),
            shapes: lossShapes(layout, next),
            annotations: lossNotes(layout, next, axis, columns),
          });
        },
      );
    },
    dispose: plot.dispose,
  };
}

function sentence({ payload, smoothing }: Scene, task: TrainingTask): string {
  const { step } = payload.progress;
  if (step === 0) return `Loss of ${task.name}: waiting for step 1`;
  const last = task.loss === null ? undefined : smoothedLine(task.loss, step, smoothing).y.at(-1);
  const validation = payload.epochs.slice(-10).flatMap((epoch) => {
    const loss = lossOf(task.kind, epoch.validation?.[task.name]);
    return loss === null ? [] : [`epoch ${epochNumber(payload, epoch.epoch)} ${fraction(loss)}`];
  });
  const told = validation.length === 0 ? '' : `; validation ${validation.join(', ')}`;
  return `Loss of ${task.name}: smoothed training loss ${fraction(last)} at step ${count(step)}${told}`;
}
