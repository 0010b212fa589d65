import { taskMark } from '../../../kernel/payloads/marks.ts';
import { coarser, type Line, smoothedLine } from '../../../kernel/payloads/reading/loss-lines.ts';
import { judged, judgedOn, markedBest, qualityOf } from '../../../kernel/payloads/reading/quality.ts';
import { rowHeight } from '../../../kernel/payloads/reading/row-height.ts';
import { union } from '../../../kernel/payloads/reading/scale.ts';
import { textWidth } from '../../../kernel/payloads/reading/text-width.ts';
import { lossRange, qualityRange } from '../../../kernel/payloads/reading/training-scales.ts';
import { mostBuckets, type TrainingPayload, type TrainingTask } from '../../../kernel/payloads/training.ts';
import { fraction } from '../../../kernel/text/index.ts';
import { element, setAttributes, setText, svgElement } from '../host/index.ts';
import { chartWidths, type PlacedTask, payloadsOf, rivalDashes, type Scene, shownTasks } from './scene.ts';

/** A curve 36 px high with its best epoch and its last value: what is left of a chart when there are more than eight tasks. */
export function sparkline(of: Of): {
  readonly node: HTMLElement;
  /** Pixels that its value needs on the right. */
  readonly room: (scene: Scene, placed: PlacedTask) => number;
  readonly draw: (scene: Scene, placed: PlacedTask) => void;
} {
  const path = svgElement('path', { fill: 'none', 'stroke-width': 1.5, 'stroke-linejoin': 'round' });
  const ghosts = rivalDashes.map((dash) =>
    svgElement('path', { fill: 'none', 'stroke-width': 1.25, 'stroke-dasharray': dash.replaceAll('px', '') }),
  );
  const best = svgElement('circle', { r: 2.6, class: 'best' });
  const picture = svgElement('svg', { role: 'img' }, ...ghosts, path, best);
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
      const marked = of === 'loss' ? null : markedBest(scene.payload, task);
      const told = marked === null ? '' : `; best in epoch ${marked}`;
      setAttributes(picture, {
        width,
        height,
        'aria-label': `${of === 'loss' ? 'Loss' : qualityOf(task.kind).name} of ${task.name}: ${fraction(last)}${told}`,
      });
      const stroke = scene.theme.hues[taskMark(position).hue];
      const place = placing(scene, task, of, width, height);
      setAttributes(path, { stroke, d: drawn(line, place) });
      const at = scene.payload.epochs.findIndex(({ epoch }) => epoch === marked);
      const [x, y] = [line.x[at], line.y[at]];
      const isMarked = x !== undefined && typeof y === 'number' && place !== undefined;
      setAttributes(best, {
        fill: stroke,
        visibility: isMarked ? 'visible' : 'hidden',
        ...(isMarked ? { cx: place.right(x), cy: place.up(y) } : {}),
      });
      for (const [i, ghost] of ghosts.entries()) {
        const rival = scene.rivals[i]?.payload;
        const there = rival?.tasks.find(({ name }) => name === task.name);
        const d = rival && there ? drawn(ghostLine(scene, rival, there, of, width), place) : '';
        setAttributes(ghost, { stroke: scene.theme.ghost, d });
      }
      setText(value, fraction(last));
    },
  };
}

type Of = 'loss' | 'quality';

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

/** A compared run in this run's steps. */
function ghostLine(scene: Scene, rival: TrainingPayload, task: TrainingTask, of: Of, width: number): Line {
  const there = { ...scene, payload: rival };
  const { x, y } = of === 'loss' ? lossLine(there, task, width) : qualityLine(there, task);
  return { x: x.map((step) => scene.axis.fromRival(rival, step)), y };
}

/** Pixels of a step and of a value; within 3 of the edges, where a mark has room. */
type Placing = { readonly right: (step: number) => number; readonly up: (value: number) => number };

function placing(
  { payload, rivals, axis }: Scene,
  task: TrainingTask,
  of: Of,
  width: number,
  height: number,
): Placing | undefined {
  const rangeOf = of === 'loss' ? lossRange : qualityRange;
  let range = rangeOf(payload, task);
  for (const rival of payloadsOf(rivals)) {
    const there = rival.tasks.find(({ name }) => name === task.name);
    const theirs = there && rangeOf(rival, there);
    if (range && theirs) range = union(range, theirs);
  }
  if (range === undefined) return undefined;
  const { low, high } = range;
  return {
    right: (step) => ((width - 3) * axis.at(step)) / axis.at(axis.steps),
    up: (value) => 3 + (height - 6) * (1 - Math.max(0, Math.min(1, (value - low) / (high - low || 1)))),
  };
}

function drawn({ x, y }: Line, place: Placing | undefined): string {
  if (place === undefined) return '';
  const points = x.flatMap((step, i) => {
    const value = y[i];
    return value === null || value === undefined
      ? []
      : [`${place.right(step).toFixed(1)} ${place.up(value).toFixed(1)}`];
  });
  return points.length === 0 ? '' : `M${points.join('L')}`;
}
