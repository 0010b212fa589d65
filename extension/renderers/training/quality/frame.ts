import { epochTicks, type QualityChart, qualityChart } from '../../../../kernel/payloads/reading/quality-chart.ts';
import { isTallRow, rowHeight } from '../../../../kernel/payloads/reading/row-height.ts';
import type { Range } from '../../../../kernel/payloads/reading/scale.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import { type Annotation, type Axis, framed, type Shape } from '../../plotly/index.ts';
import { chartWidths, payloadsOf, type Scene, shownTasks } from '../scene.ts';

/** Round the drawing, in pixels. */
export const qualityMargin = { right: 4, top: 6 } as const;

/** Pixels left of the plot, unless its ticks need more. */
export const leastQualityLeft = 40;

export function qualityWidth(scene: Scene): number {
  return chartWidths(scene).quality - scene.room.quality - qualityMargin.right;
}

export function layOutQuality(scene: Scene, task: TrainingTask, range: Range | undefined): QualityChart {
  const isTall = isTallRow(rowHeight(shownTasks(scene).length));
  return qualityChart(scene.payload, task, {
    columns: qualityWidth(scene),
    isTall,
    rivals: payloadsOf(scene.rivals),
    range,
    metric: scene.metric,
  });
}

export function epochAxis({ from, to }: QualityChart, scene: Scene, axis: 'with-axis' | 'without-axis'): Axis {
  const { payload, rivals, theme } = scene;
  const ticks = epochTicks(payload, qualityWidth(scene), payloadsOf(rivals));
  return {
    range: [from, to],
    fixedrange: true,
    showgrid: false,
    zeroline: false,
    showline: true,
    linecolor: theme.hairline,
    ticks: '',
    tickangle: 0,
    showticklabels: axis === 'with-axis',
    tickvals: ticks.map(({ epoch }) => epoch),
    ticktext: ticks.map(({ text, tone }) => `<span style="color:${theme[tone]}">${text}</span>`),
  };
}

export function valueAxis({ scale }: QualityChart, scene: Scene): Axis {
  const { theme } = scene;
  const common = {
    fixedrange: true,
    zeroline: false,
    showline: false,
    tickangle: 0,
    ticklabeloverflow: 'allow',
    ticklabelstandoff: 3,
    ticks: '',
    gridcolor: theme.grid,
  };
  if (scale === undefined) return { ...common, range: [0, 1], showgrid: false, showticklabels: false };
  const row = rowHeight(shownTasks(scene).length);
  return {
    ...common,
    range: framed(scale.low, scale.high, row - qualityMargin.top),
    tickvals: scale.ticks.map(({ at }) => at),
    ticktext: scale.ticks.map(({ text }) => text),
    tickfont: { size: 11, color: theme.dim, family: theme.font },
  };
}

/** A faint column behind the best epoch, and a dash in every slot to come. */
export function qualityShapes({ best, from, toCome, slots }: QualityChart, scene: Scene): readonly Shape[] {
  const { theme } = scene;
  const slot = qualityWidth(scene) / slots;
  const column =
    best === null
      ? []
      : [
          {
            type: 'rect',
            xref: 'x',
            yref: 'paper',
            x0: best - 1 + from + 2 / slot,
            x1: best + from - 2 / slot,
            y0: 0,
            y1: 1.04,
            layer: 'below',
            fillcolor: theme.wash,
            line: { width: 0 },
          },
        ];
  const dashes = toCome.map((x) => ({
    type: 'line',
    xref: 'x',
    yref: 'paper',
    x0: x - Math.min(5 / slot, 0.25),
    x1: x + Math.min(5 / slot, 0.25),
    y0: 0.005,
    y1: 0.005,
    line: { color: theme.faint, width: 1 },
  }));
  return [...column, ...dashes];
}

/** When the next slot will be filled, or that it will not; and why there are no values at all. */
export function qualityNotes({ next, empty }: QualityChart, { theme }: Scene): readonly Annotation[] {
  const font = { size: 11, color: theme.dim, family: theme.font };
  const note = (text: string, place: object) => ({ text, showarrow: false, borderpad: 0, font, ...place });
  return [
    ...(empty === '' ? [] : [note(empty, { x: 0.5, xref: 'paper', y: 0.5, yref: 'paper' })]),
    ...(next === undefined
      ? []
      : [note(next.text, { x: next.epoch, y: 0, yref: 'paper', yanchor: 'bottom', yshift: 4 })]),
  ];
}
