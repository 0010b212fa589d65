import { compareAuc, compareRmse } from '../../../multitask/metrics/index.ts';
import type { RunTask, Validated } from '../../../multitask/training/index.ts';
import type { PairedDifference } from '../../../payloads/training-before.ts';
import { capital, enumerate } from '../../../text/index.ts';
import { isSameRows, type RowsPrint } from './rows-print.ts';

/** What a run predicted for its validation rows, by task; and by what those rows are known again. */
export type KeptPredictions = {
  readonly print: RowsPrint;
  readonly byTask: Readonly<Record<string, ArrayLike<number>>>;
};

export type Differences = { readonly differences: readonly PairedDifference[]; readonly reason?: string };

/** Predictions by task: those of an output go by its task's name. */
export function predictionsByTask(tasks: readonly RunTask[], { predictions }: Validated): KeptPredictions['byTask'] {
  const found = tasks.map(({ name, output = name }) => [name, predictions[output]] as const);
  return Object.fromEntries(found.flatMap(([name, column]) => (column === undefined ? [] : [[name, column]])));
}

/**
 * A run minus another on the same validation rows: each row is hard or easy for both, so this is far sharper than the
 * errors of the two. Tasks without a difference are named in the reason, with why.
 */
export function pairedDifferences(
  tasks: readonly RunTask[],
  { rows }: Validated,
  own: KeptPredictions,
  before: KeptPredictions,
): Differences {
  const outcomes = tasks.map(({ name, kind }): { readonly task: string; readonly found: Found } => {
    const [labels, a, b] = [rows.labels[name], own.byTask[name], before.byTask[name]];
    if (labels === undefined || a === undefined) return { task: name, found: { reason: 'it has no predictions.' } };
    if (b === undefined) return { task: name, found: { reason: 'the last try did not have it.' } };
    if (!isSameRows(own.print, before.print, name) || labels.length !== b.length)
      return { task: name, found: { reason: otherRows } };
    const options = rows.weights ? { weights: rows.weights } : {};
    return { task: name, found: kind === 'binary' ? ofAuc(labels, a, b, options) : ofRmse(labels, a, b, options) };
  });
  const differences = outcomes.flatMap(({ task, found }) =>
    found.reason === undefined ? [{ task, ...found.difference }] : [],
  );
  const reasons = [...new Set(outcomes.flatMap(({ found }) => found.reason ?? []))].map((reason) => {
    const whose = outcomes.filter(({ found }) => found.reason === reason).map(({ task }) => task);
    return whose.length === tasks.length ? capital(reason) : `${enumerate(whose)}: ${reason}`;
  });
  return { differences, ...(reasons.length === 0 ? {} : { reason: reasons.join(' ') }) };
}

const otherRows = 'the validation rows are others than those of the last try, so there is nothing to pair.';

type Found =
  | { readonly difference: Omit<PairedDifference, 'task'>; readonly reason?: undefined }
  | { readonly reason: string };

type Weights = { readonly weights?: ArrayLike<number> };

function ofAuc(labels: ArrayLike<number>, a: ArrayLike<number>, b: ArrayLike<number>, options: Weights): Found {
  const { difference, lower, upper, warnings = [] } = compareAuc(labels, a, b, options);
  return found('AUC', labels, [difference, lower, upper], warnings.join(' ') || 'it cannot be computed.');
}

function ofRmse(labels: ArrayLike<number>, a: ArrayLike<number>, b: ArrayLike<number>, options: Weights): Found {
  const { difference, lower, upper } = compareRmse(labels, a, b, options);
  return found('RMSE', labels, [difference, lower, upper], 'too few labels, or a prediction that is no number.');
}

function found(
  metric: PairedDifference['metric'],
  labels: ArrayLike<number>,
  numbers: readonly [mean: number, lower: number, upper: number],
  reason: string,
): Found {
  if (!numbers.every(Number.isFinite)) return { reason };
  const [mean, lower, upper] = numbers.map((each) => Number(each.toPrecision(6)) + 0) as [number, number, number];
  let rows = 0;
  for (let row = 0; row < labels.length; row++) if (!Number.isNaN(labels[row])) rows++;
  return { difference: { metric, mean, lower, upper, rows } };
}
