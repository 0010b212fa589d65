import { count, fraction } from '../../../../kernel/payloads/numbers.ts';
import { markedBest, qualityOf } from '../../../../kernel/payloads/reading/quality.ts';
import { niceScale, type Range } from '../../../../kernel/payloads/reading/scale.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import { type Annotation, type Axis, framed, type Shape } from '../../plotly/index.ts';
import { chartWidths, rowHeight, type Scene, shownTasks } from '../scene.ts';

/** Round the drawing, in pixels. */
export const qualityMargin = { left: 40, right: 4, top: 6 } as const;
/** Where in its slot an epoch stands: a little to the left of the middle. */
const place = 0.42;

/** One slot per planned epoch of the longer run. */
export function slots({ payload, other }: Scene): number {
  return Math.max(payload.progress.epochs, other?.progress.epochs ?? 0);
}

export function qualityWidth(scene: Scene): number {
  return chartWidths(scene).quality - qualityMargin.left - qualityMargin.right;
}

export function epochAxis(scene: Scene, axis: 'with-axis' | 'without-axis'): Axis {
  const { payload, theme, isStacked } = scene;
  const total = slots(scene);
  const slot = qualityWidth(scene) / total;
  // Wide enough for the last number, or Plotly would turn them all.
  const label = Math.max(24, 10 + 7 * String(total).length);
  const every = Math.max(1, Math.ceil(label / slot));
  const epochs = Array.from({ length: total }, (_, i) => i + 1).filter((epoch) => (epoch - 1) % every === 0);
  const name = (epoch: number) =>
    (isStacked && slot > 60) || (epoch === 1 && slot > 44) ? `epoch ${epoch}` : String(epoch);
  const colour = (epoch: number) => (epoch <= payload.epochs.length ? theme.dim : theme.faint);
  return {
    range: [1 - place, total + 1 - place],
    fixedrange: true,
    showgrid: false,
    zeroline: false,
    showline: true,
    linecolor: theme.hairline,
    ticks: '',
    showticklabels: axis === 'with-axis',
    tickvals: epochs,
    ticktext: epochs.map((epoch) => `<span style="color:${colour(epoch)}">${name(epoch)}</span>`),
  };
}

export function valueAxis(scene: Scene, range: Range | undefined): Axis {
  const { theme } = scene;
  const common = {
    fixedrange: true,
    zeroline: false,
    showline: false,
    ticklabeloverflow: 'allow',
    ticklabelstandoff: 3,
    ticks: '',
    gridcolor: theme.grid,
  };
  if (range === undefined) return { ...common, range: [0, 1], showgrid: false, showticklabels: false };
  const row = rowHeight(shownTasks(scene).length);
  const { low, high, ticks, digits } = niceScale(range, row > 100 ? 4 : 3);
  const ticktext = ticks.map((tick) => (tick === 0 ? '0' : fraction(tick, digits)));
  return {
    ...common,
    range: framed(low, high, row - qualityMargin.top),
    tickvals: [...ticks],
    ticktext,
    tickfont: { size: 11, color: theme.dim, family: theme.font },
  };
}

/** A faint column behind the best epoch, and a dash in every slot to come. */
export function qualityShapes(scene: Scene, task: TrainingTask): readonly Shape[] {
  const { payload, theme } = scene;
  const best = markedBest(payload, task);
  const slot = qualityWidth(scene) / slots(scene);
  const column =
    best === null
      ? []
      : [
          {
            type: 'rect',
            xref: 'x',
            yref: 'paper',
            x0: best - place + 2 / slot,
            x1: best - place + 1 - 2 / slot,
            y0: 0,
            y1: 1.04,
            layer: 'below',
            fillcolor: theme.wash,
            line: { width: 0 },
          },
        ];
  const reached = payload.epochs.at(-1)?.epoch ?? 0;
  const empty = Array.from({ length: Math.min(60, payload.progress.epochs - reached) }, (_, i) => reached + 1 + i);
  const dashes = empty.map((x) => ({
    type: 'line',
    xref: 'x',
    yref: 'paper',
    x0: x - 5 / slot,
    x1: x + 5 / slot,
    y0: 0.005,
    y1: 0.005,
    line: { color: theme.faint, width: 1 },
  }));
  return [...column, ...dashes];
}

/** When the next slot will be filled, or that it will not; and why there are no values at all. */
export function qualityNotes(scene: Scene, task: TrainingTask, range: Range | undefined): readonly Annotation[] {
  const { payload, theme } = scene;
  const { epochs, stepsPerEpoch } = payload.progress;
  const font = { size: 11, color: theme.dim, family: theme.font };
  const note = (text: string, place: object) => ({ text, showarrow: false, borderpad: 0, font, ...place });
  const notes: Annotation[] = [];
  if (range === undefined && payload.epochs.length > 0) {
    const { name } = qualityOf(task.kind);
    const text = task.kind === 'binary' ? `no ${name}: labels of one class only` : `no ${name}`;
    notes.push(note(text, { x: 0.5, xref: 'paper', y: 0.5, yref: 'paper' }));
  }
  const next = (payload.epochs.at(-1)?.epoch ?? 0) + 1;
  if (next <= epochs && qualityWidth(scene) / slots(scene) >= 66) {
    const text = payload.state === 'running' ? `at step ${count(next * stepsPerEpoch)}` : 'not reached';
    notes.push(note(text, { x: next, y: 0, yref: 'paper', yanchor: 'bottom', yshift: 4 }));
  }
  return notes;
}
