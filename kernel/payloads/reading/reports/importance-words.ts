import { count, fraction, signed, significant } from '../../../text/index.ts';
import type { ImportanceFeature, ImportanceLoss, ImportancePayload, ImportancePayloadTask } from '../../importance.ts';

/** What every picture of importance says in words. */

/** `MMoE · census-income test, 20,000 of 49,881 rows · 5 permutations`. */
export function importanceFacts({ title, data, rows, rowsGiven, repeats }: ImportancePayload): string {
  const seen = rows === rowsGiven ? `${count(rows)} rows` : `${count(rows)} of ${count(rowsGiven)} rows`;
  return [title, data === undefined ? seen : `${data}, ${seen}`, `${repeats} permutations`].join(' · ');
}

/** `AUC lost`: what the numbers of a task are. */
export function importanceMeasure({ metric, whole }: ImportancePayloadTask): string {
  return metric === 'auc' ? `AUC lost of ${fraction(whole)}` : `rise of RMSE ${significant(whole)}`;
}

export const importanceLegend =
  'A bar: what the task loses where the feature’s values are dealt out anew among the rows; the line: its 95 % interval. ' +
  'Grey and 0: within two standard errors. Features that say the same hide one another: permute them together.';

/** `+.0213`, or `0` where it is noise. */
export function importanceNumber({ loss, isKnown }: ImportanceLoss, { metric }: ImportancePayloadTask): string {
  if (loss === null) return '–';
  const number = signed(loss, (value) => (metric === 'auc' ? fraction(value) : significant(value, 3)));
  return isKnown && /[1-9]/.test(number) ? number : '0';
}

/** `age, for income: AUC lost .0213 ± .0011`. */
export function importanceSentence(
  feature: ImportanceFeature,
  position: number,
  tasks: ImportancePayload['tasks'],
): string {
  const [task, one] = [tasks[position], feature.losses[position]];
  if (!task || !one) return feature.name;
  const write = (value: number | null) => (task.metric === 'auc' ? fraction(value) : significant(value, 3));
  const what = task.metric === 'auc' ? 'AUC lost' : 'rise of RMSE';
  const number =
    one.loss === null
      ? 'cannot be computed'
      : [signed(one.loss, write), ...(one.error === null ? [] : [`±\u00a0${write(one.error)}`])].join(' ');
  return `${feature.name}, for ${task.name}: ${what} ${number}${one.isKnown || one.loss === null ? '' : ', within two standard errors of 0'}`;
}

/** Where 0 and the ends of a task's bars lie: AUCs share one scale, so that their bars can be compared; an RMSE has its own. */
export type ImportanceScale = { readonly low: number; readonly high: number };

export function importanceScales({ tasks, features }: ImportancePayload): readonly ImportanceScale[] {
  const own = tasks.map((_, i) => {
    const ends = features.flatMap(({ losses }) => (losses[i] ? interval(losses[i]) : []));
    return { low: Math.min(0, ...ends), high: Math.max(0, ...ends) };
  });
  const shared = own.filter((_, i) => tasks[i]?.metric === 'auc');
  const low = Math.min(...shared.map((scale) => scale.low));
  const high = Math.max(...shared.map((scale) => scale.high));
  return own.map((scale, i) => {
    const chosen = tasks[i]?.metric === 'auc' ? { low, high } : scale;
    return chosen.low === chosen.high ? { low: 0, high: 1 } : chosen;
  });
}

/** Ends of the 95 % interval; none where there is no loss. */
export function interval({ loss, error }: ImportanceLoss): readonly number[] {
  if (loss === null) return [];
  const half = 1.96 * (error ?? 0);
  return [loss - half, loss + half];
}
