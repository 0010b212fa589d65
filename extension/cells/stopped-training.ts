import type { Output } from '../../kernel/jupyter/index.ts';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import { isTrainingPayload, type TrainingPayload } from '../../kernel/payloads/training.ts';

/** The output of a training run whose process is gone, saying so; undefined where no run is left in the middle. */
export function stoppedTraining(output: Output): Output | undefined {
  if (!('data' in output)) return undefined;
  const payload = output.data[trainingMime];
  if (!isTrainingPayload(payload) || payload.state !== 'running') return undefined;
  const stopped: TrainingPayload = { ...payload, state: 'failed', message: 'The process that trained ended.' };
  return { ...output, data: { ...output.data, [trainingMime]: stopped } };
}
