import { significant } from '../../text/index.ts';
import type { TrainingPayload } from '../training.ts';
import { epochNumber } from './epoch-number.ts';
import { shownEpoch } from './metric-cells.ts';

export const learnedWeightsDefinition =
  'Learned with the model (Kendall et al. 2018). σ: standard deviation of a numeric task’s error, in label units. weight: ' +
  'exp(−log σ²), by which a binary task’s loss counts.';

/**
 * What the run has learned of its tasks, in one line: `Learned task weights · epoch 3: click weight 1.87, spend σ 12,346`;
 * undefined where the weights are not learned.
 */
export function learnedWeights(payload: TrainingPayload): string | undefined {
  const { run, state, tasks } = payload;
  const shown = shownEpoch(payload);
  const learned = shown?.logVariances;
  if (!shown || !learned) {
    if (run.taskWeights !== 'learned') return undefined;
    return `Learned task weights: ${state === 'running' ? 'after epoch 1' : 'no epoch ended'}`;
  }
  const each = tasks.flatMap(({ name, kind }) => {
    const logVariance = learned[name];
    if (logVariance === undefined) return [];
    return kind === 'numeric'
      ? [`${name} σ\u00a0${significant(Math.exp(logVariance / 2), 3)}`]
      : [`${name} weight\u00a0${significant(Math.exp(-logVariance), 3)}`];
  });
  return `Learned task weights · epoch ${epochNumber(payload, shown.epoch)}: ${each.join(', ')}`;
}
