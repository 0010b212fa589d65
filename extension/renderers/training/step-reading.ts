import { epochNumber } from '../../../kernel/payloads/reading/epoch-number.ts';
import { smoothedLine } from '../../../kernel/payloads/reading/loss-lines.ts';
import { lossOf } from '../../../kernel/payloads/reading/quality.ts';
import type { LossSeries, TrainingPayload } from '../../../kernel/payloads/training.ts';
import { count, duration, fraction } from '../../../kernel/text/index.ts';
import { type Scene, shownTasks } from './scene.ts';

/** What the tip says when the pointer is at a step: each shown task, smoothed loss and the range of its single steps. */
export function stepReading(scene: Scene, step: number): string {
  const { payload, rivals } = scene;
  const { progress } = payload;
  const at = Math.max(1, Math.round(step));
  const epoch = Math.ceil(at / progress.stepsPerEpoch);
  const lines = shownTasks(scene).flatMap(({ task }) => {
    const own = readingAt(payload, task.loss, at, scene.smoothing);
    const there = rivals.flatMap((rival) => {
      const read = rivalReading(scene, rival.payload, task.name, at);
      return read === undefined ? [] : [`  ${rival.name} ${read}`];
    });
    if (own !== undefined) return [`${task.name} ${own}`, ...there];
    return there.length === 0 ? [] : [task.name, ...there];
  });
  const ended = [
    ...(at > progress.step ? [notReached(payload, rivals.length === 0 ? undefined : `run ${payload.run.number}`)] : []),
    ...rivals.flatMap((rival) => {
      const there = rivalStep(scene, rival.payload, at);
      const isPast = there > rival.payload.progress.step;
      return isPast ? [notReached(rival.payload, rival.name, there === at ? '' : ' of its own')] : [];
    }),
  ];
  const time = scene.axis.unit === 'time' ? ` · ${duration(scene.axis.at(at))}` : '';
  const head = `step ${count(at)} · epoch ${epochNumber(payload, epoch)}${time}`;
  const validated = payload.epochs.find((each) => Math.abs(each.step - at) <= scene.axis.steps / 100);
  const validation = shownTasks(scene).flatMap(({ task }) => {
    const loss = lossOf(task.kind, validated?.validation?.[task.name]);
    return loss === null ? [] : [`${task.name} ${fraction(loss)}`];
  });
  const validationLine =
    validation.length === 0
      ? []
      : [`validation after epoch ${epochNumber(payload, validated?.epoch ?? 0)}: ${validation.join(', ')}`];
  return [head, ...lines, ...ended, ...validationLine].join('\n');
}

/** A run that is shorter has no value here, and is not read at its end instead. */
function notReached({ state, progress }: TrainingPayload, name: string | undefined, whose = ''): string {
  const words = state === 'running' ? 'not reached' : `ended at step ${count(progress.step)}${whose}`;
  return name === undefined ? words : `${name} ${state === 'running' ? 'has ' : ''}${words}`;
}

/** The compared run's own step at the same place on the axis: in the same part of the same epoch, or at the same time. */
function rivalStep({ axis }: Scene, rival: TrainingPayload, step: number): number {
  return Math.max(1, Math.round(axis.toRival(rival, step)));
}

function rivalReading(scene: Scene, rival: TrainingPayload, name: string, step: number): string | undefined {
  const task = rival.tasks.find((each) => each.name === name);
  return readingAt(rival, task?.loss ?? null, rivalStep(scene, rival, step), scene.smoothing);
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
