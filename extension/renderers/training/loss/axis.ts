import { type LossScale, lossScale, wholeLossScale } from '../../../../kernel/payloads/reading/loss-chart.ts';
import { isTallRow, rowHeight } from '../../../../kernel/payloads/reading/row-height.ts';
import { type Range, union } from '../../../../kernel/payloads/reading/scale.ts';
import { lossRange } from '../../../../kernel/payloads/reading/training-scales.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import { type Axis, framed } from '../../plotly/index.ts';
import { payloadsOf, type Scene, shownTasks } from '../scene.ts';

/** The scale of a loss chart. Within a run its range grows but never shrinks. */
export function keepLossScale(): (scene: Scene, task: TrainingTask) => LossScale {
  let kept: { readonly run: string; readonly range: Range } | undefined;
  return (scene, task) => {
    const { payload, settings } = scene;
    const rivals = payloadsOf(scene.rivals);
    const { step, steps } = payload.progress;
    const isTall = isTallRow(rowHeight(shownTasks(scene).length));
    if (settings.scale === 'logarithmic') return wholeLossScale(payload, task, rivals, isTall);
    let range = lossRange(payload, task);
    // While the early fall is still in view, the range follows it; afterwards it only grows.
    if (step > 0.05 * steps) {
      range = union(kept?.run === payload.run.id ? kept.range : undefined, range);
      kept = { run: payload.run.id, range };
    }
    for (const rival of rivals) {
      const there = rival.tasks.find(({ name }) => name === task.name);
      if (there) range = union(range, lossRange(rival, there));
    }
    return lossScale(range, isTall);
  };
}

export function lossAxis({ theme }: Scene, { kind, low, high, ticks }: LossScale, pixels: number): Axis {
  const isLinear = kind === 'linear';
  return {
    fixedrange: true,
    zeroline: false,
    showline: false,
    ticklabeloverflow: 'allow',
    ticklabelstandoff: 3,
    gridcolor: theme.grid,
    ticks: '',
    type: isLinear ? 'linear' : 'log',
    range: isLinear ? framed(low, high, pixels) : [Math.log10(low), Math.log10(high)],
    tickvals: ticks.map(({ at }) => at),
    ticktext: ticks.map(({ text }) => text),
    tickfont: { size: 11, color: theme.dim, family: theme.font },
  };
}
