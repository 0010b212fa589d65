import { trainingMime } from '../../kernel/payloads/mime.ts';
import { isTrainingPayload, type TrainingPayload } from '../../kernel/payloads/training.ts';
import type { Item } from './cell-outputs.ts';

/** The output of a training run whose process is gone, saying so; undefined where no run is left in the middle. */
export function stoppedTraining(items: readonly Item[]): Item[] | undefined {
  const index = items.findIndex(({ mime }) => mime === trainingMime);
  const payload: unknown = index < 0 ? undefined : JSON.parse(new TextDecoder().decode(items[index]?.data));
  if (!isTrainingPayload(payload) || payload.state !== 'running') return undefined;
  const stopped: TrainingPayload = { ...payload, state: 'failed', message: 'The process that trained ended.' };
  return items.map((item, i) =>
    i === index ? { ...item, data: new TextEncoder().encode(JSON.stringify(stopped)) } : item,
  );
}
