import { holm, type PairedDifference } from '../../../kernel/statistics/index.ts';
import type { Judged } from './result.ts';

type Given = PairedDifference & { readonly better: 'higher' | 'lower' };

/** Differences as `compare` judges them: below .05 after their p-values are adjusted for all of them (Holm 1979). */
export function judged<Difference extends Given>(
  differences: readonly Difference[],
): readonly (Omit<Difference, 'better'> & Judged)[] {
  const adjusted = holm(differences.map(({ pValue }) => pValue));
  return differences.map(({ better, ...difference }, i) => {
    const isClear = adjusted[i] < 0.05;
    const isBetter = difference.mean > 0 === (better === 'higher');
    const judgement = isClear ? (isBetter ? 'better' : 'worse') : 'not distinguishable';
    return { ...difference, adjusted: adjusted[i], judgement };
  });
}
