import { translucent } from '../../../../kernel/payloads/colour.ts';
import { taskMark } from '../../../../kernel/payloads/marks.ts';
import { fraction } from '../../../../kernel/payloads/numbers.ts';
import { coarser, type Line, smoothedLine, stepLine } from '../../../../kernel/payloads/reading/loss-lines.ts';
import { lossOf } from '../../../../kernel/payloads/reading/quality.ts';
import type { TrainingPayload, TrainingTask } from '../../../../kernel/payloads/training.ts';
import type { Trace } from '../../plotly/index.ts';
import { plotlySize } from '../mark.ts';
import type { PlacedTask, Scene } from '../scene.ts';

/** The lines and markers of a loss chart of `columns` pixels, from back to front. */
export function lossTraces(scene: Scene, { task, position }: PlacedTask, columns: number): readonly Trace[] {
  const { payload, other, theme } = scene;
  const { hue, shape } = taskMark(position);
  const colour = theme.hues[hue];
  const { step, stepsPerEpoch } = payload.progress;
  const traces: Trace[] = [];
  const series = task.loss === null ? undefined : coarser(task.loss, columns);
  if (series !== undefined) {
    const opacity = theme.kind === 'high-contrast' ? 0.5 : other === undefined ? 0.36 : 0.22;
    traces.push(lines(stepLine(series, step), translucent(colour, opacity), { width: 0.75 }));
  }
  const rival = other?.tasks.find(({ name }) => name === task.name);
  if (other !== undefined && rival !== undefined) {
    const here = alike(other, stepsPerEpoch);
    if (rival.loss !== null) {
      const { x, y } = smoothedLine(coarser(rival.loss, columns), other.progress.step, scene.smoothing);
      traces.push(lines({ x: x.map(here), y }, theme.ghost, { width: 1.5, dash: '5px,3px' }));
    }
    const back = (9 * plannedSteps(scene)) / columns;
    const marks = validationMarks(other, rival).map(({ x, y }) => ({ x: here(x) - back, y }));
    traces.push(
      points(marks, {
        symbol: shape,
        size: plotlySize(shape, 7),
        color: theme.background,
        line: { color: theme.ghost, width: 1.5 },
      }),
    );
  }
  if (series !== undefined) {
    const smoothed = smoothedLine(series, step, scene.smoothing);
    traces.push(lines(smoothed, colour, { width: 2 }));
    const [x, y] = [smoothed.x.at(-1), smoothed.y.at(-1)];
    if (payload.state === 'running' && x !== undefined && y !== undefined) {
      traces.push(points([{ x, y }], { symbol: shape, size: plotlySize(shape, 6), color: colour, line: { width: 0 } }));
    }
  }
  const marks = validationMarks(payload, task);
  // Markers that would touch each other become dots.
  const isDense = marks.length * 14 > columns;
  const validationMarker = isDense
    ? { symbol: shape, size: 4, color: theme.foreground, line: { width: 0 } }
    : { symbol: shape, size: plotlySize(shape, 9.5), color: colour, line: { color: theme.background, width: 2 } };
  const isRoomy = marks.length * 46 <= (columns * step) / plannedSteps(scene) + 46;
  traces.push({
    ...points(marks, validationMarker),
    mode: 'text+markers',
    text: marks.map(({ y }, i) => (isRoomy || i === marks.length - 1 ? fraction(y) : '')),
    textposition: marks.map(({ x }) => (x > 0.97 * plannedSteps(scene) ? 'top left' : 'top center')),
    textfont: { color: theme.foreground, size: 11, family: theme.font },
  });
  return traces;
}

/** The longer of the two compared runs, in steps of this one. */
export function plannedSteps({ payload, other }: Scene): number {
  const { steps, stepsPerEpoch } = payload.progress;
  return Math.max(1, steps, other === undefined ? 0 : alike(other, stepsPerEpoch)(other.progress.steps));
}

/** Runs with other batch sizes are compared at equal numbers of epochs. */
function alike(other: TrainingPayload, stepsPerEpoch: number): (step: number) => number {
  return (step) => (step * stepsPerEpoch) / other.progress.stepsPerEpoch;
}

type Point = { readonly x: number; readonly y: number | null };

function validationMarks({ epochs }: TrainingPayload, task: TrainingTask): readonly Point[] {
  return epochs.flatMap((epoch) => {
    const loss = lossOf(task.kind, epoch.validation?.[task.name]);
    return loss === null ? [] : [{ x: epoch.step, y: loss }];
  });
}

function lines(line: Line, color: string, style: object): Trace {
  return { type: 'scatter', mode: 'lines', x: [...line.x], y: [...line.y], line: { color, ...style } };
}

function points(list: readonly Point[], marker: object): Trace {
  const [x, y] = [list.map((point) => point.x), list.map((point) => point.y)];
  return { type: 'scatter', mode: 'markers', x, y, marker, cliponaxis: false };
}
