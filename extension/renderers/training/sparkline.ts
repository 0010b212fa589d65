import { taskMark } from '../../../kernel/payloads/marks.ts';
import { coarser, type Line, smoothedLine } from '../../../kernel/payloads/reading/loss-lines.ts';
import { judged, judgedOn, qualityOf } from '../../../kernel/payloads/reading/quality.ts';
import { rowHeight } from '../../../kernel/payloads/reading/row-height.ts';
import { textWidth } from '../../../kernel/payloads/reading/text-width.ts';
import { lossRange, qualityRange } from '../../../kernel/payloads/reading/training-scales.ts';
import { mostBuckets, type TrainingTask } from '../../../kernel/payloads/training.ts';
import { fraction } from '../../../kernel/text/index.ts';
import { element, setAttributes, setText, svgElement } from '../host/index.ts';
import { chartWidths, type PlacedTask, type Scene, shownTasks } from './scene.ts';

/** A curve 36 px high with its last value: what is left of a chart when there are more than eight tasks. */
export function sparkline(of: 'loss' | 'quality'): {
  readonly node: HTMLElement;
  /** Pixels that its value needs on the right. */
  readonly room: (scene: Scene, placed: PlacedTask) => number;
  readonly draw: (scene: Scene, placed: PlacedTask) => void;
} {
  const path = svgElement('path', { fill: 'none', 'stroke-width': 1.5, 'stroke-linejoin': 'round' });
  const picture = svgElement('svg', { role: 'img' }, path);
  const value = element('span', { class: 'end' });
  const node = element('div', { class: 'sparkline' }, picture, value);
  const lastOf = (scene: Scene, task: TrainingTask) =>
    (of === 'loss' ? lossLine(scene, task, mostBuckets) : qualityLine(scene, task)).y.findLast((each) => each !== null);
  return {
    node,
    room: (scene, { task }) => Math.max(60, Math.ceil(textWidth(fraction(lastOf(scene, task)), 12, 600)) + 16),
    draw(scene, { task, position }) {
      const width = Math.max(40, chartWidths(scene)[of] - scene.room[of]);
      const height = rowHeight(shownTasks(scene).length) - 8;
      const line = of === 'loss' ? lossLine(scene, task, width) : qualityLine(scene, task);
      const last = lastOf(scene, task);
      setAttributes(picture, {
        width,
        height,
        'aria-label': `${of === 'loss' ? 'Loss' : qualityOf(task.kind).name} of ${task.name}: ${fraction(last)}`,
      });
      setAttributes(path, {
        stroke: scene.theme.hues[taskMark(position).hue],
        d: drawn(scene, task, line, of, width, height),
      });
      setText(value, fraction(last));
    },
  };
}

function lossLine({ payload, smoothing }: Scene, { loss }: TrainingTask, width: number): Line {
  return loss === null ? { x: [], y: [] } : smoothedLine(coarser(loss, width), payload.progress.step, smoothing);
}

function qualityLine({ payload }: Scene, task: TrainingTask): Line {
  const split = judgedOn(payload);
  const { value } = qualityOf(task.kind);
  return {
    x: payload.epochs.map(({ step }) => step),
    y: payload.epochs.map((epoch) => value(judged(epoch, split)?.[task.name])),
  };
}

function drawn(
  { payload, axis }: Scene,
  task: TrainingTask,
  { x, y }: Line,
  of: 'loss' | 'quality',
  width: number,
  height: number,
): string {
  const range = of === 'loss' ? lossRange(payload, task) : qualityRange(payload, task);
  if (range === undefined) return '';
  const right = (step: number) => (width * axis.at(step)) / axis.at(axis.steps);
  const up = (value: number) =>
    height * (1 - Math.max(0, Math.min(1, (value - range.low) / (range.high - range.low || 1))));
  const points = x.flatMap((step, i) => {
    const value = y[i];
    return value === null || value === undefined ? [] : [`${right(step).toFixed(1)} ${up(value).toFixed(1)}`];
  });
  return points.length === 0 ? '' : `M${points.join('L')}`;
}
