import { significant } from '../../text/index.ts';
import type { TrainingPayload } from '../training.ts';
import { shownEpoch, splitsOf } from './metric-cells.ts';

/**
 * Metrics that were asked for, a line each, of the split that judges: `NDCG@10 by user · validation · epoch 3: click .4321, buy –`.
 * None where none was asked for, or no epoch has ended.
 */
export function ownMetricLines(payload: TrainingPayload): readonly string[] {
  const epoch = shownEpoch(payload)?.epoch;
  const split = splitsOf(payload).findLast(({ metrics }) => metrics !== undefined);
  if (split?.metrics === undefined) return [];
  const { name: splitName, metrics } = split;
  const names = [...new Set(Object.values(metrics).flatMap(({ own = {} }) => Object.keys(own)))];
  const when = [splitName, ...(splitName === 'test' || epoch === undefined ? [] : [`epoch ${epoch}`])].join(' · ');
  return names.map((metric) => {
    const values = payload.tasks.flatMap(({ name }) => {
      const value = metrics[name]?.own?.[metric];
      return value === undefined ? [] : [`${name}\u00a0${significant(value)}`];
    });
    return `${metric} · ${when}: ${values.join(', ')}`;
  });
}
