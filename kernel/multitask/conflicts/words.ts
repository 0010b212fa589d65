import { fraction } from '../../text/index.ts';
import type { Conflict } from './conflicts.ts';
import { allAgree, type GateWeights, pulledApart } from './pulled-apart.ts';

/** "−.42 ± .03", and "−.42" of a single step. */
export function cosineWords({ cosine, error }: Conflict): string {
  return `${fraction(cosine, 2)}${Number.isFinite(error) ? `\u00a0±\u00a0${fraction(error, 2)}` : ''}`;
}

/** The conflicts of an epoch in a sentence: "expert 3: income and marital pull apart, cosine −.42 ± .03." */
export function conflictSentence(conflicts: readonly Conflict[], gates?: readonly GateWeights[]): string {
  const [worst, ...more] = pulledApart(conflicts, gates);
  if (worst === undefined)
    return allAgree(conflicts) ? 'The tasks agree in every shared part.' : 'No shared part is clearly pulled apart.';
  const parts = new Set(more.map(({ part }) => part));
  parts.delete(worst.part);
  const also = parts.size === 0 ? '' : `; ${parts.size} more ${parts.size === 1 ? 'part' : 'parts'}, too`;
  return `${worst.part}: ${worst.tasks.join(' and ')} pull apart, cosine ${cosineWords(worst)}${also}.`;
}
