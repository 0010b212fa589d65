import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { trainingExamples } from './training-payloads.ts';

/** The finished example with two metrics that were asked for: three epochs of each, one of which cannot be computed. */
export function withChosenMetrics(
  judgedBy?: string,
  payload: TrainingPayload = trainingExamples.finished,
): TrainingPayload {
  const epochs = payload.epochs.map((epoch, e) => ({
    ...epoch,
    validation: Object.fromEntries(
      Object.entries(epoch.validation ?? {}).map(([task, metrics], t) => [
        task,
        { ...metrics, own: { 'GAUC by user': 0.61 + 0.02 * ((e + t) % 3), lift: t === 0 ? 3 + e : null } },
      ]),
    ),
  }));
  return { ...payload, epochs, run: { ...payload.run, ...(judgedBy === undefined ? {} : { judgedBy }) } };
}
