import { smoothedLine, usualSmoothing } from '../../../kernel/payloads/reading/loss-lines.ts';
import { shownEpoch } from '../../../kernel/payloads/reading/metric-cells.ts';
import { judged, judgedOn, lossOf, qualityOf } from '../../../kernel/payloads/reading/quality.ts';
import { isTallRow, rowHeight } from '../../../kernel/payloads/reading/row-height.ts';
import { shownSteps } from '../../../kernel/payloads/reading/run-axis.ts';
import type { TrainingPayload, TrainingTask } from '../../../kernel/payloads/training.ts';
import { fraction } from '../../../kernel/text/index.ts';
import { element, setAttributes, setText, taskMarkIcon } from '../host/index.ts';
import { type PlacedTask, type Scene, shownTasks, whenChanged } from './scene.ts';

/** A task's name, a few words about it, and its newest numbers. */
export type TaskLabel = { readonly node: HTMLElement; readonly draw: (scene: Scene, placed: PlacedTask) => void };

export function taskLabel(): TaskLabel {
  const heading = element('div', { class: 'task-heading' });
  const description = element('div', { class: 'description' });
  const readings = element('dl');
  const node = element('div', { class: 'label' }, heading, description, readings);
  const ifTask = whenChanged();
  const ifForm = whenChanged();
  return {
    node,
    draw(scene, { task, position }) {
      ifTask([task.name, position], () => {
        heading.replaceChildren(
          taskMarkIcon(position),
          element('span', { class: 'task-name', title: task.name }, task.name),
        );
      });
      setText(description, task.description ?? '');
      setAttributes(description, { title: task.description });
      const isTall = isTallRow(rowHeight(shownTasks(scene).length));
      node.classList.toggle('low', !isTall);
      const all = taskReadings(scene, task);
      const list = isTall || scene.isStacked ? all : all.slice(-1);
      ifForm(
        list.map(({ name }) => name),
        () =>
          readings.replaceChildren(
            ...list.flatMap(({ name, isGhost, tip }) => [
              element('dt', { 'data-tip': tip ?? false }, name),
              element('dd', { class: isGhost ? 'ghost' : false }),
            ]),
          ),
      );
      const values = readings.querySelectorAll('dd');
      for (const [i, { value }] of list.entries()) if (values[i]) setText(values[i], value);
    },
  };
}

type Reading = { readonly name: string; readonly value: string; readonly isGhost?: true; readonly tip?: string };

function taskReadings({ payload, rivals, smoothing }: Scene, task: TrainingTask): readonly Reading[] {
  const epoch = payload.state === 'running' ? payload.epochs.at(-1) : shownEpoch(payload);
  const split = judgedOn(payload);
  const { step } = payload.progress;
  // A reading of the loss that is not smoothed at all would only flicker.
  const steady = smoothing === 0 ? usualSmoothing(shownSteps(payload)) : smoothing;
  const train = task.loss === null ? null : smoothedLine(task.loss, step, steady).y.at(-1);
  const { name, value } = qualityOf(task.kind);
  return [
    ...(task.loss === null ? [] : [{ name: 'train', value: fraction(train), tip: trainTip }]),
    ...(split === 'validation'
      ? [{ name: 'val.', value: fraction(lossOf(task.kind, epoch?.validation?.[task.name])) }]
      : []),
    { name, value: fraction(epoch === undefined ? null : value(judged(epoch, split)?.[task.name])) },
    ...rivals.map((rival) => ({ name: rival.name, value: rivalValue(rival.payload, task), isGhost: true as const })),
  ];
}

const trainTip =
  'Mean loss of the train batches, smoothed over the last steps while the weights changed.\n' +
  'The train loss of the table is of one set of weights, those after an epoch, without dropout.';

function rivalValue(rival: TrainingPayload, task: TrainingTask): string {
  const epoch = shownEpoch(rival);
  const metrics = epoch === undefined ? undefined : judged(epoch, judgedOn(rival));
  return fraction(qualityOf(task.kind).value(metrics?.[task.name]));
}
