import type { TrainingPayload } from '../training.ts';
import { learnedWeights } from './learned-weights.ts';
import { ownMetricLines } from './own-metrics.ts';

/** What stands under the metric table, a line each. */
export function metricNotes(payload: TrainingPayload): readonly string[] {
  const learned = learnedWeights(payload);
  return [...ownMetricLines(payload), ...(learned === undefined ? [] : [learned])];
}
