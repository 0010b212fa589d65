import {
  type LossChart,
  type LossNote,
  lossStrokes,
  stepTicks,
} from '../../../../kernel/payloads/reading/loss-chart.ts';
import type { Annotation, Axis, Shape } from '../../plotly/index.ts';
import type { Scene } from '../scene.ts';

/** The x axis: it runs to the planned last step from the start, so nothing moves while it fills. */
export function stepAxis({ payload, theme, zoom }: Scene, axis: string, columns: number): Axis {
  const common = { showgrid: false, zeroline: false, showline: true, linecolor: theme.hairline, ticks: '' };
  if (axis === 'without-axis') return { ...common, showticklabels: false };
  if (zoom !== undefined) return { ...common, tickmode: 'auto', nticks: 6, tickformat: ',d' };
  // Plotly centres its ticks: the last one, which ends at the edge, is a note.
  const ticks = stepTicks(payload, columns).filter(({ anchor }) => anchor !== 'end');
  return {
    ...common,
    tickmode: 'array',
    tickvals: ticks.map(({ at }) => at),
    ticktext: ticks.map(({ text, tone }) => `<span style="color:${theme[tone]}">${text}</span>`),
  };
}

/** Epochs begin at faint lines; a run that stopped early has a strong one. */
export function lossShapes({ dividers, stop }: LossChart, { theme }: Scene): readonly Shape[] {
  const vertical = (x: number, color: string, width: number, layer: 'below' | 'above') =>
    ({ type: 'line', xref: 'x', yref: 'paper', x0: x, x1: x, y0: 0, y1: 1, layer, line: { color, width } }) as const;
  const colour = theme.kind === 'high-contrast' ? theme.grid : theme.hairline;
  return [
    ...dividers.map((x) => vertical(x, colour, 1, 'below')),
    ...(stop === undefined ? [] : [vertical(stop.step, theme[stop.tone], lossStrokes.stop.width, 'above')]),
  ];
}

const anchors = { start: 'left', middle: 'center', end: 'right' } as const;

/** What is written into a loss chart, and the last step below it. */
export function lossNotes({ notes }: LossChart, scene: Scene, axis: string, columns: number): readonly Annotation[] {
  const { payload, theme, zoom } = scene;
  const note = (text: string, place: object): Annotation => ({
    text,
    showarrow: false,
    borderpad: 0,
    font: { size: 11, color: theme.dim, family: theme.font },
    ...place,
  });
  const line = (row: LossNote['line']) =>
    row === 'middle' ? { y: 0.5, yref: 'paper' } : { y: 1, yref: 'paper', yanchor: 'top', yshift: 2 - 16 * row };
  const end = stepTicks(payload, columns).find(({ anchor }) => anchor === 'end');
  return [
    ...notes.map(({ text, step, shift, anchor, line: row }) =>
      note(text, { ...line(row), x: step, xanchor: anchors[anchor], xshift: shift }),
    ),
    ...(axis === 'without-axis' || zoom !== undefined || end === undefined
      ? []
      : [
          note(end.text, {
            x: end.at,
            xanchor: 'right',
            xshift: 12,
            y: 0,
            yref: 'paper',
            yanchor: 'top',
            yshift: -2,
          }),
        ]),
  ];
}
