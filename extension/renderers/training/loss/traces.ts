import { translucent } from '../../../../kernel/payloads/colour.ts';
import { taskMark } from '../../../../kernel/payloads/marks.ts';
import { type LossChart, lossStrokes } from '../../../../kernel/payloads/reading/loss-chart.ts';
import { type Line, stepLine } from '../../../../kernel/payloads/reading/loss-lines.ts';
import type { Trace } from '../../plotly/index.ts';
import { plotlySize } from '../../plotly/index.ts';
import { rivalDashes, type Scene } from '../scene.ts';

/** The lines and markers of a loss chart of `columns` pixels, from back to front. */
export function lossTraces(
  { series, smoothed, validation, isDense, rivals, steps }: LossChart,
  { payload, theme, axis }: Scene,
  position: number,
  columns: number,
): readonly Trace[] {
  const { hue, shape } = taskMark(position);
  const colour = theme.hues[hue];
  const { step } = payload.progress;
  const placed = ({ x, y }: Line): Line => ({ x: x.map(axis.at), y });
  const traces: Trace[] = [];
  if (series !== undefined) {
    const { width, opacity } = rivals.length === 0 ? lossStrokes.step : lossStrokes.stepBehind;
    const seen = theme.kind === 'high-contrast' ? 0.5 : opacity;
    traces.push(lines(placed(stepLine(series, step)), translucent(colour, seen), { width }));
  }
  for (const [i, rival] of rivals.entries()) {
    if (rival.smoothed !== undefined) {
      const dash = rivalDashes[i % rivalDashes.length];
      traces.push(lines(placed(rival.smoothed), theme.ghost, { ...lossStrokes.rival, dash }));
    }
    // Beside the own mark of the same epoch, not under it.
    const back = ((9 + 6 * i) * axis.at(steps)) / columns;
    traces.push(
      points(
        rival.validation.map(({ step, loss }) => ({ x: axis.at(step) - back, y: loss })),
        {
          symbol: shape,
          size: plotlySize(shape, 7),
          color: theme.background,
          line: { color: theme.ghost, width: 1.5 },
        },
      ),
    );
  }
  if (smoothed !== undefined) {
    const line = placed(smoothed);
    traces.push(lines(line, colour, lossStrokes.smoothed));
    const [x, y] = [line.x.at(-1), line.y.at(-1)];
    if (payload.state === 'running' && x !== undefined && y !== undefined) {
      traces.push(points([{ x, y }], { symbol: shape, size: plotlySize(shape, 6), color: colour, line: { width: 0 } }));
    }
  }
  const marker = isDense
    ? { symbol: shape, size: 4, color: theme.foreground, line: { width: 0 } }
    : { symbol: shape, size: plotlySize(shape, 9.5), color: colour, line: { color: theme.background, width: 2 } };
  traces.push({
    ...points(
      validation.map(({ step, loss }) => ({ x: axis.at(step), y: loss })),
      marker,
    ),
    mode: 'text+markers',
    text: validation.map(({ text }) => text),
    textposition: validation.map(({ anchor, side }) => `${side === 'above' ? 'top' : 'bottom'} ${sides[anchor]}`),
    textfont: { color: theme.foreground, size: 11, family: theme.font },
  });
  return traces;
}

/** Plotly's word for where a text stands that starts at, is centred on, or ends at its point. */
const sides = { start: 'right', middle: 'center', end: 'left' } as const;

type Point = { readonly x: number; readonly y: number | null };

function lines(line: Line, color: string, style: object): Trace {
  return { type: 'scatter', mode: 'lines', x: [...line.x], y: [...line.y], line: { color, ...style } };
}

function points(list: readonly Point[], marker: object): Trace {
  const [x, y] = [list.map((point) => point.x), list.map((point) => point.y)];
  return { type: 'scatter', mode: 'markers', x, y, marker, cliponaxis: false };
}
