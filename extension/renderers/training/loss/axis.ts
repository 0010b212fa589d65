import { type LossScale, lossScale, wholeLossScale } from '../../../../kernel/payloads/reading/loss-chart.ts';
import { isTallRow, rowHeight } from '../../../../kernel/payloads/reading/row-height.ts';
import { shownSteps } from '../../../../kernel/payloads/reading/run-axis.ts';
import { type Range, union } from '../../../../kernel/payloads/reading/scale.ts';
import { lossRange, type Stretch, wholeLossRange } from '../../../../kernel/payloads/reading/training-scales.ts';
import type { TrainingPayload, TrainingTask } from '../../../../kernel/payloads/training.ts';
import { type Axis, framed } from '../../plotly/index.ts';
import { payloadsOf, type Scene, shownTasks, stretchOf } from '../scene.ts';

/** The scale of a loss chart: of what is zoomed into, else of the run, whose range grows but never shrinks. */
export function keepLossScale(): (scene: Scene, task: TrainingTask) => LossScale {
  let kept: { readonly run: string; readonly range: Range } | undefined;
  return (scene, task) => {
    const { payload, settings } = scene;
    const isTall = isTallRow(rowHeight(shownTasks(scene).length));
    const stretch = stretchOf(scene);
    if (settings.scale === 'logarithmic') {
      return wholeLossScale(withRivals(scene, task, wholeLossRange(payload, task, stretch), wholeLossRange), isTall);
    }
    let range = lossRange(payload, task, stretch);
    // While the early fall is still in view, the range follows it; afterwards it only grows.
    if (stretch === undefined && payload.progress.step > 0.05 * shownSteps(payload)) {
      range = union(kept?.run === payload.run.id ? kept.range : undefined, range);
      kept = { run: payload.run.id, range };
    }
    return lossScale(withRivals(scene, task, range, lossRange), isTall);
  };
}

/** The range, widened to what is shown of the compared runs. */
function withRivals(
  scene: Scene,
  task: TrainingTask,
  own: Range,
  rangeOf: (payload: TrainingPayload, task: TrainingTask, stretch?: Stretch) => Range,
): Range {
  const stretch = stretchOf(scene);
  return payloadsOf(scene.rivals).reduce((range, rival) => {
    const there = rival.tasks.find(({ name }) => name === task.name);
    const part = stretch && {
      from: scene.axis.toRival(rival, stretch.from),
      to: scene.axis.toRival(rival, stretch.to),
    };
    // A run that ended before has nothing there.
    if (there === undefined || (part && part.from >= rival.progress.step)) return range;
    return union(range, rangeOf(rival, there, part));
  }, own);
}

export function lossAxis({ theme }: Scene, { kind, low, high, ticks }: LossScale, pixels: number): Axis {
  const isLinear = kind === 'linear';
  return {
    fixedrange: true,
    zeroline: false,
    showline: false,
    tickangle: 0,
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
