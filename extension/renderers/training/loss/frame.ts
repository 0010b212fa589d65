import { axisTicks } from '../../../../kernel/payloads/reading/axis-ticks.ts';
import { type LossChart, type LossNote, lossStrokes } from '../../../../kernel/payloads/reading/loss-chart.ts';
import type { Annotation, Axis, Shape } from '../../plotly/index.ts';
import { type Scene, stretchOf } from '../scene.ts';

/** The x axis: what ran, or what will soon have run, so that little moves while it fills. */
export function stepAxis(scene: Scene, axis: string, columns: number): Axis {
  const { theme } = scene;
  const common = {
    showgrid: false,
    zeroline: false,
    showline: true,
    linecolor: theme.hairline,
    ticks: '',
    tickangle: 0,
  };
  if (axis === 'without-axis') return { ...common, showticklabels: false };
  // Plotly centres its ticks: what stands otherwise is a note.
  const ticks = ticksOf(scene, columns).filter(({ anchor }) => anchor === 'middle');
  return {
    ...common,
    tickmode: 'array',
    tickvals: ticks.map(({ at }) => at),
    ticktext: ticks.map(({ text, tone }) => `<span style="color:${theme[tone]}">${text}</span>`),
  };
}

function ticksOf(scene: Scene, columns: number) {
  const stretch = stretchOf(scene);
  return axisTicks(scene.payload, scene.axis, columns, stretch && [stretch.from, stretch.to]);
}

/** Epochs begin at faint lines; a run that stopped early has a strong one. */
export function lossShapes({ dividers, stop }: LossChart, { theme, axis }: Scene): readonly Shape[] {
  const vertical = (x: number, color: string, width: number, layer: 'below' | 'above') =>
    ({ type: 'line', xref: 'x', yref: 'paper', x0: x, x1: x, y0: 0, y1: 1, layer, line: { color, width } }) as const;
  const colour = theme.kind === 'high-contrast' ? theme.grid : theme.hairline;
  return [
    ...dividers.map((step) => vertical(axis.at(step), colour, 1, 'below')),
    ...(stop === undefined ? [] : [vertical(axis.at(stop.step), theme[stop.tone], lossStrokes.stop.width, 'above')]),
  ];
}

const anchors = { start: 'left', middle: 'center', end: 'right' } as const;

/** What is written into a loss chart, and the last step below it. */
export function lossNotes({ notes }: LossChart, scene: Scene, axis: string, columns: number): readonly Annotation[] {
  const { theme } = scene;
  const note = (text: string, place: object, colour = theme.dim): Annotation => ({
    text,
    showarrow: false,
    borderpad: 0,
    font: { size: 11, color: colour, family: theme.font },
    ...place,
  });
  const line = (row: LossNote['line']) =>
    row === 'middle' ? { y: 0.5, yref: 'paper' } : { y: 1, yref: 'paper', yanchor: 'top', yshift: 2 - 16 * row };
  const ends = axis === 'without-axis' ? [] : ticksOf(scene, columns).filter(({ anchor }) => anchor === 'end');
  return [
    ...notes.map(({ text, step, shift, anchor, line: row }) =>
      note(text, { ...line(row), x: scene.axis.at(step), xanchor: anchors[anchor], xshift: shift }),
    ),
    ...ends.map(({ at, text, tone, shift }) =>
      note(
        text,
        { x: at, xanchor: 'right', xshift: shift, y: 0, yref: 'paper', yanchor: 'top', yshift: -2 },
        theme[tone],
      ),
    ),
  ];
}
