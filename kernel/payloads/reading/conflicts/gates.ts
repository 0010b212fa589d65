import { code, enumeration, plainText, type Sentence, sentence, strong } from '../../../text/index.ts';
import type { GatesConflicts, GatesLevel, GatesPayload } from '../../gates-payload.ts';
import type { MeanCosine } from '../../mean-cosine.ts';
import { agreementOf, cosineText, cosineTip, cosineWithError, pairNames } from './words.ts';

/** An expert's number in the row under the gate map: of the tasks that use it, the pair that pulls it apart most. */
export type ExpertConflict = {
  readonly cosine: MeanCosine;
  readonly pair: number;
  /** `apart` only where both tasks give the expert weight: else they may pull, and it hardly moves. */
  readonly tone: 'apart' | 'plain';
};

/** By expert; null where fewer than two tasks train it. Undefined where the run was not asked for conflicts. */
export function expertConflicts(
  { conflicts }: Pick<GatesPayload, 'conflicts'>,
  level: GatesLevel,
): readonly (ExpertConflict | null)[] | undefined {
  if (conflicts === undefined) return undefined;
  return level.experts.map(({ conflicts: cosines }, e) => {
    const used = (cosines ?? []).map((cosine, pair) =>
      usesBoth(level, e, conflicts.pairs[pair] ?? []) ? cosine : null,
    );
    const lowest = lowestOf(used) ?? lowestOf(cosines ?? []);
    if (lowest === undefined) return null;
    const isApart = agreementOf(lowest.cosine) === 'apart' && used[lowest.pair] != null;
    return { ...lowest, tone: isApart ? 'apart' : 'plain' };
  });
}

/** What is so, and what to try, beside the row. */
export type ConflictWords = { readonly headline: Sentence; readonly detail: Sentence };

export function levelConflictWords(payload: GatesPayload, level: GatesLevel): ConflictWords {
  const experts = (expertConflicts(payload, level) ?? []).flatMap((each, e) =>
    each === null ? [] : [{ ...each, label: level.experts[e]?.label ?? '' }],
  );
  const shared = [...experts, ...otherParts(payload)];
  const [worst, ...more] = shared.filter(({ tone }) => tone === 'apart').sort((a, b) => a.cosine.mean - b.cosine.mean);
  const also = otherWords(payload);
  if (worst === undefined) {
    const isAgreed = shared.length > 0 && shared.every(({ cosine }) => agreementOf(cosine) === 'together');
    const words =
      shared.length === 0
        ? 'No step had gradients of two tasks.'
        : isAgreed
          ? 'The tasks agree in every part.'
          : 'No part is clearly pulled apart.';
    return { headline: [strong(words)], detail: sentence(also) };
  }
  const { tasks, model, conflicts } = payload;
  const who = tasks.length === 2 ? 'the tasks' : pairNames(tasks, conflicts?.pairs[worst.pair] ?? []);
  const others = more.length === 0 ? '' : ` Also ${plainText(enumeration(more.map(({ label }) => label)))}.`;
  const own = ownExperts.includes(model) ? 'Try ' : 'An expert of its own for each task (PLE), or ';
  return {
    headline: sentence(strong(`${worst.label}: ${who} pull apart, ${cosineText(worst.cosine.mean)}.`), others),
    detail: sentence(own, code('gradients: "pcgrad"'), `. ${also}`.trimEnd()),
  };
}

/** Models in which each task has experts of its own already. */
const ownExperts: readonly string[] = ['ple', 'adatt', 'stem'];

/** What is shared and no expert of a level. */
function otherParts({ conflicts }: Pick<GatesPayload, 'conflicts'>) {
  return (conflicts?.others ?? []).flatMap(({ name, cosines }): (ExpertConflict & { readonly label: string })[] => {
    const lowest = lowestOf(cosines);
    if (lowest === undefined) return [];
    return [{ ...lowest, label: name, tone: agreementOf(lowest.cosine) === 'apart' ? 'apart' : 'plain' }];
  });
}

/** Of what is shared and no expert: `Also shared: bottom −.12 ± .02.` */
export function otherWords(payload: Pick<GatesPayload, 'conflicts'>): string {
  const said = otherParts(payload).map(({ label, cosine }) => `${label} ${cosineWithError(cosine)}`);
  if (said.length === 0) return '';
  return `Also shared: ${said.slice(0, 2).join(', ')}${said.length > 2 ? `, ${said.length - 2} more` : ''}.`;
}

/** Everything that is known of an expert, a line for each pair. */
export function expertConflictTip({ conflicts, tasks }: GatesPayload, level: GatesLevel, e: number): string {
  const { name = '', label = '', conflicts: cosines } = level.experts[e] ?? {};
  const title = name === label ? label : `${label} (${name})`;
  if (conflicts === undefined || cosines === undefined)
    return `${title}\none task trains it, or none: nothing to pull at`;
  const over = `over epoch ${conflicts.epoch}`;
  const lines = cosines.map((cosine, pair) => {
    const names = pairNames(tasks, conflicts.pairs[pair] ?? []);
    return cosineTip(title, names, cosine, over).split('\n').slice(1).join('; ');
  });
  const isIdle = cosines.some(
    (cosine, pair) => agreementOf(cosine) === 'apart' && !usesBoth(level, e, conflicts.pairs[pair] ?? []),
  );
  return [
    title,
    ...lines.slice(0, mostLines),
    ...(lines.length > mostLines ? [`${lines.length - mostLines} more pairs`] : []),
    ...(isIdle ? ['one of the tasks gives it hardly any weight, so that it matters little'] : []),
  ].join('\n');
}

/** What the row is: `cosine of the tasks’ gradients, epoch 3`. */
export function conflictRowTitle({ epoch, pairs }: GatesConflicts): string {
  return `cosine of the tasks’ gradients, epoch ${epoch}${pairs.length > 1 ? '; of the worst pair' : ''}`;
}

/** The row in a sentence. */
export function conflictRowSentence(payload: GatesPayload, level: GatesLevel): string {
  const { headline, detail } = levelConflictWords(payload, level);
  const each = (expertConflicts(payload, level) ?? []).map((conflict, e) => {
    const label = level.experts[e]?.label ?? '';
    return conflict === null ? `${label} one task` : `${label} ${cosineWithError(conflict.cosine)}`;
  });
  return `Conflict, cosine of the tasks’ gradients: ${each.join(', ')}. ${plainText(headline)} ${plainText(detail)}`.trim();
}

const mostLines = 6;

function lowestOf(cosines: readonly (MeanCosine | null)[]): Omit<ExpertConflict, 'tone'> | undefined {
  let lowest: Omit<ExpertConflict, 'tone'> | undefined;
  for (const [pair, cosine] of cosines.entries()) {
    if (cosine !== null && cosine.mean < (lowest?.cosine.mean ?? Number.POSITIVE_INFINITY)) lowest = { cosine, pair };
  }
  return lowest;
}

/** Whether a gate of each task, or a shared one, gives the expert weight; a task without a gate here is taken to use it. */
function usesBoth({ gates }: GatesLevel, expert: number, pair: readonly number[]): boolean {
  return pair.every((task) => {
    const own = gates.filter((gate) => gate.task === task || gate.task === null);
    return own.length === 0 || own.some(({ mean }) => (mean[expert] ?? 0) >= usedFrom);
  });
}

/** An expert under this mean weight is "unused". */
const usedFrom = 0.03;
