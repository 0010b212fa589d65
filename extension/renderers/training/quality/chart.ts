import { rowHeight } from '../../../../kernel/payloads/reading/row-height.ts';
import { type Range, tickRoom, union } from '../../../../kernel/payloads/reading/scale.ts';
import { qualityRange } from '../../../../kernel/payloads/reading/training-scales.ts';
import type { TrainingTask } from '../../../../kernel/payloads/training.ts';
import { element, setAttributes } from '../../host/index.ts';
import { baseLayout, createPlot } from '../../plotly/index.ts';
import { chartWidths, type PlacedTask, payloadsOf, type Scene, shownTasks, whenChanged } from '../scene.ts';
import {
  epochAxis,
  layOutQuality,
  leastQualityLeft,
  qualityMargin,
  qualityNotes,
  qualityShapes,
  qualityWidth,
  valueAxis,
} from './frame.ts';
import { qualityTraces } from './traces.ts';
import { epochReading, qualitySentence } from './words.ts';

/** AUC (or RMSE) of one task by epoch, a slot per planned epoch, with 95 % whiskers; the best epoch has a faint column. */
export type QualityChart = {
  readonly node: HTMLElement;
  /** Pixels that its ticks need on the left. */
  readonly room: (scene: Scene, placed: PlacedTask) => number;
  readonly draw: (scene: Scene, placed: PlacedTask, axis: 'with-axis' | 'without-axis') => void;
  readonly dispose: () => void;
};

const axisHeight = { 'with-axis': 24, 'without-axis': 6 } as const;

export function qualityChart(): QualityChart {
  const plot = createPlot('AUC', () => {});
  const node = element('div', { class: 'chart' }, plot.node);
  const ifChanged = whenChanged();
  const rangeOf = keepRange();
  let drawn: { readonly scene: Scene; readonly task: TrainingTask; readonly slots: number } | undefined;

  node.addEventListener('pointermove', (event) => {
    if (drawn === undefined) return;
    const { scene, task, slots } = drawn;
    const inside = event.clientX - node.getBoundingClientRect().left - scene.room.quality;
    const slot = Math.floor((inside / qualityWidth(scene)) * slots);
    const tip = inside < 0 ? undefined : epochReading(scene, task, slot + 1);
    if (tip === undefined) delete node.dataset.tip;
    else node.dataset.tip = tip;
  });

  return {
    node,
    room: (scene, { task }) => tickRoom(layOutQuality(scene, task, rangeOf(scene, task)).scale, leastQualityLeft),
    draw(scene, placed, axis) {
      const { payload, rivals, theme } = scene;
      const width = chartWidths(scene).quality;
      const row = rowHeight(shownTasks(scene).length);
      setAttributes(plot.node, { 'aria-label': qualitySentence(scene, placed.task) });
      const { run, state, epochs, progress } = payload;
      const longest = Math.max(progress.epochs, ...rivals.map((rival) => rival.payload.progress.epochs));
      drawn = { scene, task: placed.task, slots: longest };
      // A new step changes nothing here, so this is drawn once per epoch.
      ifChanged(
        [
          run.id,
          state,
          epochs.length,
          progress.epochs,
          progress.epoch,
          rivals,
          scene.metric,
          theme,
          width,
          row,
          axis,
          placed.position,
          scene.room.quality,
        ],
        () => {
          const layout = layOutQuality(scene, placed.task, rangeOf(scene, placed.task));
          plot.draw(qualityTraces(layout, scene, placed), {
            ...baseLayout(theme, width, row + axisHeight[axis]),
            dragmode: false,
            margin: { l: scene.room.quality, r: qualityMargin.right, t: qualityMargin.top, b: axisHeight[axis] },
            xaxis: epochAxis(layout, scene, axis),
            yaxis: valueAxis(layout, scene),
            shapes: qualityShapes(layout, scene),
            annotations: qualityNotes(layout, scene),
          });
        },
      );
    },
    dispose: plot.dispose,
  };
}

function keepRange(): (scene: Scene, task: TrainingTask) => Range | undefined {
  let kept: { readonly of: string; readonly range: Range } | undefined;
  return ({ payload, rivals, metric }, task) => {
    const own = qualityRange(payload, task, metric);
    if (own === undefined) return undefined;
    const of = JSON.stringify([payload.run.id, metric]);
    let range = union(kept?.of === of ? kept.range : undefined, own);
    kept = { of, range };
    for (const rival of payloadsOf(rivals)) {
      const there = rival.tasks.find(({ name }) => name === task.name);
      const theirs = there && qualityRange(rival, there, metric);
      if (theirs) range = union(range, theirs);
    }
    return range;
  };
}
