import { smoothedLine } from '../../../kernel/payloads/reading/loss-lines.ts';
import { lossOf } from '../../../kernel/payloads/reading/quality.ts';
import type { LossSeries, TrainingPayload } from '../../../kernel/payloads/training.ts';
import { count, fraction } from '../../../kernel/text/index.ts';
import { type Scene, shownTasks } from './scene.ts';

/** What the tip says when the pointer is at a step: each shown task, smoothed loss and the range of its single steps. */
export function stepReading(scene: Scene, step: number): string {
  const { payload, other } = scene;
  const { progress } = payload;
  const at = Math.max(1, Math.min(Math.round(step), progress.steps));
  const epoch = Math.min(progress.epochs, Math.ceil(at / progress.stepsPerEpoch));
  const lines = shownTasks(scene).flatMap(({ task }) => {
    const own = readingAt(payload, task.loss, at, scene.smoothing);
    if (own === undefined) return [];
    const there = other === undefined ? undefined : otherReading(scene, other, task.name, at);
    return [
      `${task.name} ${own}`,
      ...(there === undefined || other === undefined ? [] : [`  run ${other.run.number} ${there}`]),
    ];
  });
  const head = `step ${count(at)} · epoch ${epoch}`;
  const validated = payload.epochs.find((each) => Math.abs(each.step - at) <= progress.steps / 100);
  const validation = shownTasks(scene).flatMap(({ task }) => {
    const loss = lossOf(task.kind, validated?.validation?.[task.name]);
    return loss === null ? [] : [`${task.name} ${fraction(loss)}`];
  });
  const validationLine =
    validation.length === 0 ? [] : [`validation after epoch ${validated?.epoch}: ${validation.join(', ')}`];
  return [head, ...(lines.length === 0 ? ['not reached'] : lines), ...validationLine].join('\n');
}

function otherReading(scene: Scene, other: TrainingPayload, name: string, step: number): string | undefined {
  const task = other.tasks.find((each) => each.name === name);
  const own = (step * other.progress.stepsPerEpoch) / scene.payload.progress.stepsPerEpoch;
  return readingAt(other, task?.loss ?? null, Math.round(own), scene.smoothing);
}

function readingAt(
  payload: TrainingPayload,
  loss: LossSeries | null,
  step: number,
  smoothing: number,
): string | undefined {
  if (loss === null || step > payload.progress.step || step < 1) return undefined;
  const bucket = Math.floor((step - 1) / loss.stepsPerBucket);
  const smoothed = smoothedLine(loss, payload.progress.step, smoothing).y[bucket];
  const { min = loss.mean, max = loss.mean } = loss;
  const [low, high] = [min[bucket], max[bucket]];
  const range = low === high ? `step ${fraction(low)}` : `steps ${fraction(low)} to ${fraction(high)}`;
  return `${fraction(smoothed)} smoothed · ${range}`;
}
