import type { MetricCell } from '../../../kernel/payloads/reading/metric-cells.ts';
import type { Metrics, TrainingPayload, TrainingTask } from '../../../kernel/payloads/training.ts';
import { difference, plusMinus } from '../../../kernel/text/index.ts';

/**
 * Own minus other, in the order of `metricColumns`. The error of an AUC difference is √(a² + b²): runs measured on the
 * same rows agree more than that, so what stands out here stands out all the more in a paired test.
 */
export function differenceCells(
  kind: TrainingTask['kind'],
  own: Metrics | undefined,
  other: Metrics | undefined,
): readonly (MetricCell & { readonly isClear?: boolean })[] {
  const cell = (a: number | null | undefined, b: number | null | undefined): MetricCell => {
    const value = typeof a === 'number' && typeof b === 'number' ? a - b : null;
    return { value, text: difference(value) };
  };
  const empty: MetricCell = { value: null, text: '' };
  if (kind === 'numeric') return [cell(own?.rmse, other?.rmse), cell(own?.mae, other?.mae), empty];
  const auc = cell(own?.auc, other?.auc);
  const [a, b] = [own?.aucError, other?.aucError];
  if (auc.value === null || typeof a !== 'number' || typeof b !== 'number')
    return [auc, cell(own?.logLoss, other?.logLoss), empty];
  const error = Math.hypot(a, b);
  const isClear = Math.abs(auc.value) > 1.96 * error;
  return [{ ...auc, error: plusMinus(error), isClear }, cell(own?.logLoss, other?.logLoss), empty];
}

/** The note under a table with differences. */
export function differenceNote(own: TrainingPayload, other: TrainingPayload): readonly string[] {
  const isSameData = own.run.dataset === other.run.dataset && own.run.rows === other.run.rows;
  return [
    `difference = run ${own.run.number} − run ${other.run.number}; ± is √(s.e.² + s.e.²), more than the paired error on the same rows.`,
    'Bold: the 95 % interval excludes 0.',
    ...(isSameData ? [] : [`The data differ: ${own.run.dataset} and ${other.run.dataset}.`]),
  ];
}
