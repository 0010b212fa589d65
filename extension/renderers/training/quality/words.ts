import { epochNumber } from '../../../../kernel/payloads/reading/epoch-number.ts';
import { judged, judgedOn, markedBest, type Quality, qualityOf } from '../../../../kernel/payloads/reading/quality.ts';
import type { Metrics, TrainingTask } from '../../../../kernel/payloads/training.ts';
import { fraction } from '../../../../kernel/text/index.ts';
import type { Scene } from '../scene.ts';

/** What the tip says about an epoch; undefined when it has not ended. */
export function epochReading(scene: Scene, task: TrainingTask, number: number): string | undefined {
  const { payload, rivals } = scene;
  const quality = qualityOf(task.kind, scene.metric);
  const split = judgedOn(payload);
  const epoch = payload.epochs.find((each) => each.epoch === number);
  if (epoch === undefined) return undefined;
  const isBest = markedBest(payload, task, scene.metric) === number;
  return [
    `${task.name} · ${split}, epoch ${epochNumber(payload, number)}${isBest ? ' · best' : ''}`,
    valueWords(quality, judged(epoch, split)?.[task.name]),
    ...(split === 'validation' ? [`train ${quality.name} ${fraction(quality.value(epoch.train[task.name]))}`] : []),
    ...rivals.flatMap((rival) => {
      const there = rival.payload.epochs.find((each) => each.epoch === number);
      const metrics = there && judged(there, judgedOn(rival.payload))?.[task.name];
      return metrics === undefined ? [] : [`${rival.name} ${rival.payload.run.title}: ${valueWords(quality, metrics)}`];
    }),
  ].join('\n');
}

function valueWords({ name, value, error }: Quality, metrics: Metrics | undefined): string {
  const se = error(metrics);
  if (value(metrics) === null) return `${name} –: ${metrics?.warnings?.join(' ') ?? 'only one class among these rows'}`;
  return `${name} ${fraction(value(metrics))}${se === null ? '' : ` ± ${fraction(1.96 * se)} (95 %, s.e. ${fraction(se)} after DeLong)`}`;
}

/** The chart in a sentence, for screen readers. */
export function qualitySentence({ payload, metric }: Pick<Scene, 'payload' | 'metric'>, task: TrainingTask): string {
  const { name, value, error } = qualityOf(task.kind, metric);
  const split = judgedOn(payload);
  const epochs = payload.epochs.slice(-10).map((epoch) => {
    const metrics = judged(epoch, split)?.[task.name];
    const se = error(metrics);
    return `epoch ${epochNumber(payload, epoch.epoch)} ${fraction(value(metrics))}${se === null ? '' : ` plus or minus ${fraction(1.96 * se)}`}`;
  });
  const best = markedBest(payload, task, metric);
  const told = epochs.length === 0 ? 'no epoch has ended' : epochs.join(', ');
  return `${split === 'validation' ? 'Validation' : 'Train'} ${name} of ${task.name}: ${told}${best === null ? '' : `; best in epoch ${epochNumber(payload, best)}`}`;
}
