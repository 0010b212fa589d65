import { lossChart as layOutLoss, plannedSteps } from '../../../../kernel/payloads/reading/loss-chart.ts';
import { smoothedLine } from '../../../../kernel/payloads/reading/loss-lines.ts';
import { lossOf } from '../../../../kernel/payloads/reading/quality.ts';
import { isTallRow, rowHeight } from '../../../../kernel/payloads/reading/row-height.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import { count, fraction } from '../../../../kernel/text/index.ts';
import { element, setAttributes } from '../../host/index.ts';
import { baseLayout, createPlot, type Zoom } from '../../plotly/index.ts';
import type { Cursor } from '../cursor.ts';
import { chartWidths, type PlacedTask, payloadsOf, type Scene, shownTasks, whenChanged } from '../scene.ts';
import { stepReading } from '../step-reading.ts';
import { keepLossScale, lossAxis } from './axis.ts';
import { lossNotes, lossShapes, stepAxis } from './frame.ts';
import { lossTraces } from './traces.ts';

/** The loss of one task by step: single steps faint, smoothed, validation after each epoch, the compared run dashed. */
export type LossChart = {
  readonly node: HTMLElement;
  readonly draw: (scene: Scene, placed: PlacedTask, axis: 'with-axis' | 'without-axis') => void;
  readonly dispose: () => void;
};

const margin = { left: 34, right: 6, top: 6 } as const;
const axisHeight = { 'with-axis': 24, 'without-axis': 6 } as const;

export function lossChart(zoomed: (zoom: Zoom) => void, cursor: Cursor): LossChart {
  const plot = createPlot('Loss', zoomed);
  const line = element('div', { class: 'cursor', hidden: true });
  const node = element('div', { class: 'chart' }, plot.node, line);
  const scaleOf = keepLossScale();
  const ifChanged = whenChanged();
  let scene: Scene | undefined;

  const range = () =>
    scene === undefined
      ? ([0, 1] as const)
      : (scene.zoom ?? ([0, plannedSteps(scene.payload, payloadsOf(scene.rivals))] as const));
  const plotWidth = () => (scene === undefined ? 1 : chartWidths(scene).loss - margin.left - margin.right);

  node.addEventListener('pointermove', (event) => {
    if (scene === undefined) return;
    const [from, to] = range();
    const share = (event.clientX - node.getBoundingClientRect().left - margin.left) / plotWidth();
    if (share < 0 || share > 1) return leave();
    const step = from + share * (to - from);
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
    const isInside = step !== undefined && step >= from && step <= to;
    setAttributes(line, { hidden: !isInside });
    if (isInside) line.style.transform = `translateX(${margin.left + ((step - from) / (to - from)) * plotWidth()}px)`;
  });

  return {
    node,
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
        ],
        () => {
          const columns = Math.max(100, width - margin.left - margin.right);
          const layout = layOutLoss(payload, placed.task, {
            columns,
            isTall: isTallRow(row),
            smoothing: next.smoothing,
            rivals: payloadsOf(rivals),
            scale,
            isZoomed: zoom !== undefined,
          });
          plot.draw(lossTraces(layout, next, placed.position, columns), {
            ...baseLayout(theme, width, row + axisHeight[axis]),
            margin: { l: margin.left, r: margin.right, t: margin.top, b: axisHeight[axis] },
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
    return loss === null ? [] : [`epoch ${epoch.epoch} ${fraction(loss)}`];
  });
  const told = validation.length === 0 ? '' : `; validation ${validation.join(', ')}`;
  return `Loss of ${task.name}: smoothed training loss ${fraction(last)} at step ${count(step)}${told}`;
}
