import { count, fraction } from '../../../../kernel/payloads/numbers.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import type { Annotation, Axis, Shape } from '../../plotly/index.ts';
import { rowHeight, type Scene, shownTasks } from '../scene.ts';
import { plannedSteps } from './traces.ts';

/** The x axis: it runs to the planned last step from the start, so nothing moves while it fills. */
export function stepAxis(scene: Scene, axis: string, columns: number): Axis {
  const { payload, theme, zoom } = scene;
  const { progress } = payload;
  const common = { showgrid: false, zeroline: false, showline: true, linecolor: theme.hairline, ticks: '' };
  if (axis === 'without-axis') return { ...common, showticklabels: false };
  if (zoom !== undefined) return { ...common, tickmode: 'auto', nticks: 6, tickformat: ',d' };
  const labels =
    progress.epochs <= 12 && columns / progress.epochs > 60 ? epochLabels(scene, columns) : stepLabels(scene);
  return {
    ...common,
    tickmode: 'array',
    tickvals: labels.map(({ at }) => at),
    ticktext: labels.map(({ text }) => text),
  };
}

function epochLabels({ payload, theme, width }: Scene, columns: number): readonly { at: number; text: string }[] {
  const { epoch, epochs, stepsPerEpoch, steps } = payload.progress;
  const begun =
    payload.state === 'running' || payload.state === 'interrupted' ? Math.max(1, epoch) : payload.epochs.length;
  const names = Array.from({ length: epochs }, (_, i) => {
    const colour = i < begun ? theme.dim : theme.faint;
    return { at: (i + 0.5) * stepsPerEpoch, text: `<span style="color:${colour}">epoch ${i + 1}</span>` };
  });
  // Step numbers fit between the epochs' names only when there is room.
  if (width <= 420 || columns / epochs < 110) return names;
  const ends = Array.from({ length: epochs - 1 }, (_, i) => ({
    at: (i + 1) * stepsPerEpoch,
    text: count((i + 1) * stepsPerEpoch),
  }));
  return [{ at: 0, text: '0' }, ...names, ...ends.filter(({ at }) => at < steps)];
}

function stepLabels({ payload }: Scene): readonly { at: number; text: string }[] {
  const { epochs, stepsPerEpoch } = payload.progress;
  const every = Math.ceil(epochs / 6);
  const ends = Array.from({ length: epochs }, (_, i) => i + 1).filter((epoch) => epoch % every === 0);
  return ends.map((epoch) => ({ at: (epoch - 0.5) * stepsPerEpoch, text: `epoch ${epoch}` }));
}

/** Epochs begin at faint lines; a run that stopped early has a strong one. */
export function lossShapes({ payload, theme, zoom }: Scene): readonly Shape[] {
  const { progress, state } = payload;
  const vertical = (x: number, color: string, width: number, layer: 'below' | 'above') =>
    ({ type: 'line', xref: 'x', yref: 'paper', x0: x, x1: x, y0: 0, y1: 1, layer, line: { color, width } }) as const;
  const isStopped = state === 'interrupted' || state === 'failed';
  const dividers = Array.from({ length: progress.epochs - 1 }, (_, i) => (i + 1) * progress.stepsPerEpoch);
  const colour = theme.kind === 'high-contrast' ? theme.grid : theme.hairline;
  return [
    ...(progress.epochs <= 40 || zoom !== undefined ? dividers.map((x) => vertical(x, colour, 1, 'below')) : []),
    ...(isStopped ? [vertical(progress.step, state === 'failed' ? theme.error : theme.warning, 1.5, 'above')] : []),
  ];
}

/** What is written into a loss chart. */
export function lossNotes(
  scene: Scene,
  task: TrainingTask,
  scale: { readonly top: number },
  axis: 'with-axis' | 'without-axis',
  columns: number,
): readonly Annotation[] {
  const { payload, theme, zoom, width } = scene;
  const { progress, state } = payload;
  const note = (text: string, place: object) => ({
    text,
    showarrow: false,
    borderpad: 0,
    font: { size: 11, color: theme.dim, family: theme.font },
    ...place,
  });
  const list: Annotation[] = [];
  const first = task.loss?.first ?? null;
  const isTall = rowHeight(shownTasks(scene).length) > 100;
  const atTop = { y: 1, yref: 'paper', yanchor: 'top' };
  if (task.loss === null)
    list.push(note('no loss of its own: measured only', { x: 0.5, xref: 'paper', y: 0.5, yref: 'paper' }));

  const stop =
    state === 'interrupted' || state === 'failed' ? (progress.step / plannedSteps(scene)) * columns : undefined;
  // Pixels from the left at which the note about step 1 begins: not across the line of a run that stopped early.
  const usual = Math.max(30, 0.075 * columns);
  const begin = stop !== undefined && stop > usual - 6 && stop < usual + 110 ? stop + 6 : usual;
  if (first !== null && first > scale.top && zoom === undefined && isTall) {
    const text = `↑ ${fraction(first, 2)} at step 1`;
    list.push(note(text, { ...atTop, x: begin / columns, xref: 'paper', xanchor: 'left', yshift: 2 }));
  }
  if (stop !== undefined && isTall) {
    const isRight = stop > 0.6 * columns;
    const [xanchor, xshift] = isRight ? (['right', -6] as const) : (['left', 6] as const);
    // Below the note about step 1 where the two would meet.
    const isClear = (isRight ? stop - 150 : stop) > usual + 110;
    const text = `${state} at step ${count(progress.step)}`;
    list.push(note(text, { ...atTop, x: progress.step, xanchor, xshift, yshift: isClear ? 2 : -14 }));
  }
  if (axis === 'with-axis' && zoom === undefined && width > 420 && columns / progress.epochs >= 110) {
    list.push(
      note(count(progress.steps), {
        x: progress.steps,
        xanchor: 'right',
        xshift: 12,
        y: 0,
        yref: 'paper',
        yanchor: 'top',
        yshift: -2,
      }),
    );
  }
  return list;
}
