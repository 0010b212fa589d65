import { type Agreement, agreement } from '../../../statistics/index.ts';
import { count, enumerate, enumeration, fraction, percent, plainText, plusMinus } from '../../../text/index.ts';
import type { MeanCosine } from '../../mean-cosine.ts';
import type { TrainingPayload } from '../../training.ts';
import type { TrainingConflicts } from '../../training-conflicts.ts';
import { epochNumber } from '../epoch-number.ts';

/** What every picture of conflicts says in words. */

export const conflictDefinition =
  'Cosine of two tasks’ gradients over the parameters of a part, batch by batch. 1: both pull the weights the same way. ' +
  '−1: what helps one harms the other. 0: they do not meet; the noise of a batch draws it there.';

/** What strips and bars show. */
export const conflictTitle = 'cosine of the gradients of';

/** `−.42`; `0`, `1` and `−1` for what is not told from them in two digits. */
export function cosineText(mean: number): string {
  if (Math.abs(mean) >= 0.995) return mean < 0 ? '−1' : '1';
  return Math.abs(mean) < 0.005 ? '0' : fraction(mean, 2);
}

/** `−.42 ± .03` */
export function cosineWithError({ mean, error }: Pick<MeanCosine, 'mean' | 'error'>): string {
  return error === null ? cosineText(mean) : `${cosineText(mean)}\u00a0${plusMinus(error, 2)}`;
}

/** Of a number that may be missing. */
export function agreementOf(cosine: Pick<MeanCosine, 'mean' | 'error'> | null): Agreement {
  return cosine === null ? 'unclear' : agreement(cosine);
}

export const agreementWords: Readonly<Record<Agreement, string>> = {
  apart: 'pull apart',
  together: 'agree',
  unclear: '',
};

/** `income and marital` */
export function pairNames(tasks: readonly string[], pair: readonly number[]): string {
  return enumerate(pair.map((task) => tasks[task] ?? ''));
}

/** A number of a pair in a few lines. @param over `over epoch 3` */
export function cosineTip(part: string, names: string, cosine: MeanCosine | null, over: string): string {
  if (cosine === null) return `${part}\n${names}: no step in which both have a gradient`;
  const { negative, steps } = cosine;
  return [
    part,
    `${names}: cosine ${cosineWithError(cosine)} ${over}`,
    `below 0 in ${percent(negative)} of ${count(steps)} steps`,
  ].join('\n');
}

/** `over epoch 3`, or of an epoch that has not ended `so far`. */
export function overWords(payload: TrainingPayload): string {
  const { conflicts, epochs, progress } = payload;
  if (conflicts?.over === undefined) return '';
  const { epoch } = conflicts.over;
  const hasEnded = epochs.some((each) => each.epoch === epoch) || progress.epoch > epoch;
  return hasEnded ? `over epoch ${epochNumber(payload, epoch)}` : 'so far';
}

/** A part and a pair with its number. */
export type PlacedCosine = { readonly part: number; readonly pair: number; readonly cosine: MeanCosine };

/** What pulls apart, the worst first. */
export function pulledApart({ over }: TrainingConflicts): readonly PlacedCosine[] {
  const all = (over?.cosines ?? []).flatMap((pairs, part) =>
    pairs.flatMap((cosine, pair) => (cosine === null ? [] : [{ part, pair, cosine }])),
  );
  return all.filter(({ cosine }) => agreement(cosine) === 'apart').sort((a, b) => a.cosine.mean - b.cosine.mean);
}

/** The pair that is shown unless a person chose: the one that pulls a part apart most, else the first. */
export function shownPair(conflicts: TrainingConflicts): number {
  return pulledApart(conflicts)[0]?.pair ?? 0;
}

/** The whole in a sentence: `E3: income and marital pull apart, −.42 ± .03; also E5 −.31`. */
export function conflictSummary(payload: TrainingPayload): string {
  const { conflicts, tasks, state } = payload;
  if (conflicts === undefined) return '';
  const { over, parts, pairs } = conflicts;
  if (over === undefined) return state === 'running' ? 'waiting for step 1' : 'no step has both gradients';
  const [worst, ...more] = pulledApart(conflicts);
  if (worst === undefined) {
    const cosines = over.cosines.flat().filter((each) => each !== null);
    const agreeing = cosines.filter((each) => agreement(each) === 'together').length;
    return agreeing === cosines.length && agreeing > 0
      ? 'the tasks agree in every part'
      : 'no part in which tasks clearly pull apart';
  }
  const label = (part: number) => parts[part]?.label ?? '';
  const names = pairNames(
    tasks.map(({ name }) => name),
    pairs[worst.pair] ?? [],
  );
  const others = [...new Set(more.map(({ part }) => part))].filter((part) => part !== worst.part);
  const also = others.length === 0 ? '' : `; also ${plainText(enumeration(others.map(label), 4))}`;
  return `${label(worst.part)}: ${names} pull apart, ${cosineWithError(worst.cosine)}${also}`;
}

/** Parts in the order in which they are drawn: all as the network has them, or of many those that are pulled apart most. */
export function shownParts(conflicts: TrainingConflicts, pair: number, most: number): readonly number[] {
  const all = conflicts.parts.map((_, part) => part);
  if (all.length <= most) return all;
  const mean = (part: number) => conflicts.over?.cosines[part]?.[pair]?.mean ?? Number.POSITIVE_INFINITY;
  return all.toSorted((a, b) => mean(a) - mean(b) || a - b).slice(0, most);
}

/** Parts that are drawn unless a person wants all. */
export const mostParts = 12;
