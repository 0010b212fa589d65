/**
 * p-values adjusted for how many there are (Holm 1979, step-down): whoever calls those below .05 different is wrong about
 * any of them in at most 5 % of such tables. Each is at least what it was and at most 1; NaN stays NaN and counts as none.
 */
export function holm(pValues: readonly number[]): number[] {
  const ascending = [...pValues.keys()]
    .filter((i) => !Number.isNaN(pValues[i]))
    .sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = pValues.map(() => Number.NaN);
  let highest = 0;
  for (const [rank, i] of ascending.entries()) {
    highest = Math.max(highest, Math.min(1, (ascending.length - rank) * pValues[i]));
    adjusted[i] = highest;
  }
  return adjusted;
}
