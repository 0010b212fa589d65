/** Edits that make one word the other; two neighbours that changed places are one (optimal string alignment). */
export function slipsBetween(a: string, b: string): number {
  // Only the three last lines of the table of all beginnings are needed.
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const line = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      line[j] = Math.min(
        at(last, j) + 1,
        at(line, j - 1) + 1,
        at(last, j - 1) + same,
        isSwapped ? at(before, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [before, last] = [last, line];
  }
  return at(last, b.length);
}

function at(line: readonly number[], place: number): number {
  return line[place] ?? Number.POSITIVE_INFINITY;
}
