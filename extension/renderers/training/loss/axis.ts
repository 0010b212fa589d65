import { fraction } from '../../../../kernel/payloads/numbers.ts';
import { logTicks, niceScale, type Range, union } from '../../../../kernel/payloads/reading/scale.ts';
import { lossRange, wholeLossRange } from '../../../../kernel/payloads/reading/training-scales.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import { type Axis, framed } from '../../plotly/index.ts';
import { rowHeight, type Scene, shownTasks } from '../scene.ts';

/** The y axis of a loss chart; `top` is its greatest loss. Within a run its range grows but never shrinks. */
export function keepLossAxis(): (scene: Scene, task: TrainingTask) => Axis & { readonly top: number } {
  let kept: { readonly run: string; readonly range: Range } | undefined;
  return (scene, task) => {
    const { payload, other, theme, settings } = scene;
    const { step, steps } = payload.progress;
    const rival = other?.tasks.find(({ name }) => name === task.name);
    const row = rowHeight(shownTasks(scene).length);
    const isTall = row > 100;
    const common = {
      fixedrange: true,
      zeroline: false,
      showline: false,
      ticklabeloverflow: 'allow',
      ticklabelstandoff: 3,
      gridcolor: theme.grid,
      ticks: '' as const,
    };
    const tickfont = { size: 11, color: theme.dim, family: theme.font };

    if (settings.scale === 'logarithmic') {
      const own = wholeLossRange(payload, task);
      const range = other === undefined || rival === undefined ? own : union(own, wholeLossRange(other, rival));
      const [low, high] = [range.low * 0.95, range.high * 1.05];
      const ticks = logTicks({ low, high });
      const tickvals = isTall ? ticks : ticks.filter((_, i) => i % 2 === 0);
      const ticktext = tickvals.map((tick) => fraction(tick, tick < 0.01 ? 3 : tick < 1 ? 2 : 0));
      return {
        ...common,
        type: 'log',
        range: [Math.log10(low), Math.log10(high)],
        tickvals,
        ticktext,
        tickfont,
        top: high,
      };
    }
    let range = lossRange(payload, task);
    // While the early fall is still in view, the range follows it; afterwards it only grows.
    if (step > 0.05 * steps) {
      range = union(kept?.run === payload.run.id ? kept.range : undefined, range);
      kept = { run: payload.run.id, range };
    }
    if (other !== undefined && rival !== undefined) range = union(range, lossRange(other, rival));
    const { low, high, ticks, digits } = niceScale(range, isTall ? 5 : 4);
    const ticktext = ticks.map((tick) => (tick === 0 ? '0' : fraction(tick, digits)));
    return {
      ...common,
      type: 'linear',
      range: framed(low, high, row - 6),
      tickvals: [...ticks],
      ticktext,
      tickfont,
      top: high,
    };
  };
}
