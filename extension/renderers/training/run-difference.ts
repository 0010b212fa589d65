import { leavesZeroOut } from '../../../kernel/payloads/reading/last-try.ts';
import type { MetricCell } from '../../../kernel/payloads/reading/metric-cells.ts';
import type { Metrics, TrainingPayload, TrainingTask } from '../../../kernel/payloads/training.ts';
import type { PairedDifference } from '../../../kernel/payloads/training-before.ts';
import { unpairedDifference } from '../../../kernel/statistics/index.ts';
import { difference, enumerate, plusMinus } from '../../../kernel/text/index.ts';
import type { Rival } from './scene.ts';

/**
 * Own minus other, in the order of `metricColumns`. The error of an AUC difference is √(a² + b²): runs measured on the
 * same rows agree more than that, so what stands out here stands out all the more in a paired test. Where that is known,
 * its standard error is told.
 */
export function differenceCells(
  kind: TrainingTask['kind'],
  own: Metrics | undefined,
  other: Metrics | undefined,
  paired?: PairedDifference,
): readonly (MetricCell & { readonly isClear?: boolean })[] {
  const cell = (a: number | null | undefined, b: number | null | undefined): MetricCell => {
    const value = typeof a === 'number' && typeof b === 'number' ? a - b : null;
    return { value, text: difference(value) };
  };
  const empty: MetricCell = { value: null, text: '' };
  if (paired !== undefined) {
    const { mean, lower, upper } = paired;
    const error = plusMinus((upper - lower) / 2 / 1.96);
    const first = { value: mean, text: difference(mean), error, isClear: leavesZeroOut(paired) };
    const [a, b] = kind === 'numeric' ? [own?.mae, other?.mae] : [own?.logLoss, other?.logLoss];
    return [first, cell(a, b), empty];
  }
  if (kind === 'numeric') return [cell(own?.rmse, other?.rmse), cell(own?.mae, other?.mae), empty];
  const auc = cell(own?.auc, other?.auc);
  const loss = cell(own?.logLoss, other?.logLoss);
  const [a, b] = [measured(own), measured(other)];
  if (a === undefined || b === undefined) return [auc, loss, empty];
  const { error, lower, upper } = unpairedDifference(a, b);
  return [{ ...auc, error: plusMinus(error), isClear: lower > 0 || upper < 0 }, loss, empty];
}

function measured(metrics: Metrics | undefined): { readonly value: number; readonly error: number } | undefined {
  const { auc, aucError } = metrics ?? {};
  return typeof auc === 'number' && typeof aucError === 'number' ? { value: auc, error: aucError } : undefined;
}

/** The note under a table with differences. */
export function differenceNote({ run }: TrainingPayload, rivals: readonly Rival[]): readonly string[] {
  const others = rivals.map(({ name }) => name);
  const isPaired = rivals.some(({ paired = [] }) => paired.length > 0);
  const otherData = new Set(
    rivals
      .filter(({ payload }) => payload.run.dataset !== run.dataset || payload.run.rows !== run.rows)
      .map(({ payload }) => payload.run.dataset),
  );
  return [
    `difference = run ${run.number} − ${enumerate(others, 'or')}; ± is √(s.e.² + s.e.²), more than the paired error on the same rows${isPaired ? ', which stands where it is known' : ''}.`,
    'Bold: the 95 % interval excludes 0.',
    ...(otherData.size === 0 ? [] : [`The data differ: ${enumerate([run.dataset, ...otherData], 'and')}.`]),
  ];
}
