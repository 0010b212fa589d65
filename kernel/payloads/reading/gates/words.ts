import { count, enumerate, weight } from '../../../text/index.ts';
import type { Gate, GatesLevel, GatesPayload } from '../../gates.ts';
import { isUnused, topExperts } from './expert-use.ts';

/** What every picture of a gate report says in words. */

/** `8 experts`, `softmax gates`, `census-income validation, 49,881 rows`, `epoch 3`. */
export function reportFacts({ summary, data, rows, rowsGiven, epoch }: GatesPayload): readonly string[] {
  const seen = rows === rowsGiven ? `${count(rows)} rows` : `${count(rows)} of ${count(rowsGiven)} rows`;
  return [
    ...summary,
    data === undefined ? seen : `${data}, ${seen}`,
    ...(epoch === undefined ? [] : [`epoch ${epoch}`]),
  ];
}

/** Whether the gate sees the expert. One it does not see is not the same as one it gives no weight. */
export function isConnected(gate: Pick<Gate, 'mean'>, expert: number): boolean {
  return gate.mean[expert] != null;
}

/** One gate's row as a sentence: `income: E0 .477, sd .386; E1 .014, sd .061; …`. */
export function gateSentence(level: GatesLevel, gate: Gate): string {
  const each = level.experts.map(({ label }, e) =>
    isConnected(gate, e) ? `${label} ${weight(gate.mean[e])}, sd ${weight(gate.sd[e])}` : `${label} not connected`,
  );
  return `${gate.serves}: ${each.join('; ')}`;
}

/** Every row goes to the same expert. */
export function isCollapsed({ mean, entropy }: Gate): boolean {
  return Math.max(...mean.map((value) => value ?? 0)) > 0.95 && entropy < 0.05;
}

/** What the histograms of a level show, for whoever has not read one before. */
export function histogramNote({ gates }: GatesLevel): string {
  return gates.every(isCollapsed)
    ? 'Every row gives the same expert all the weight: the softmax is saturated.'
    : 'Two peaks at 0 and 1: the gate switches. One hump: it blends.';
}

/** Which experts count for more or less than their weight: only where the two differ by a tenth for a weight of .1 or more. */
export function contributionNote(level: GatesLevel, gate: Gate): string {
  const ratios = level.experts.flatMap(({ label }, e) => {
    const [mean, share] = [gate.mean[e], gate.contribution[e]];
    return typeof mean === 'number' && typeof share === 'number' && mean >= 0.1 ? [{ label, ratio: share / mean }] : [];
  });
  const said = [
    { experts: ratios.filter(({ ratio }) => ratio > 1.1), words: 'more' },
    { experts: ratios.filter(({ ratio }) => ratio < 0.9), words: 'less' },
  ].flatMap(({ experts, words }) => {
    if (experts.length === 0) return [];
    const names = enumerate(experts.map(({ label }) => label));
    const times = enumerate(experts.map(({ ratio }) => `${ratio.toFixed(1)}\u00a0×`));
    return [
      `${names} ${experts.length === 1 ? 'counts' : 'count'} for ${words} than ${experts.length === 1 ? 'its' : 'their'} weight (${times}).`,
    ];
  });
  return said.join(' ');
}

/** Leading experts of a segment: the first, and the second unless the first has most of the weight. */
export function leadingExperts(level: GatesLevel, means: readonly (number | null)[]): readonly string[] {
  const [first, second] = topExperts(level, means, 2);
  return [first, (first?.mean ?? 0) >= 0.7 ? undefined : second].flatMap((expert) => (expert ? [expert.label] : []));
}

/** The two most alike of the used experts, from a CKA of .5 up. */
export function closestExperts(
  level: GatesLevel,
): { readonly labels: readonly [string, string]; readonly cka: number } | undefined {
  let closest: { readonly labels: readonly [string, string]; readonly cka: number } | undefined;
  for (const [i, row] of level.similarity.cka.entries()) {
    for (const [j, cka] of row.slice(0, i).entries()) {
      if (cka === null || cka < 0.5 || cka <= (closest?.cka ?? 0) || isUnused(level, i) || isUnused(level, j)) continue;
      closest = { labels: [level.experts[j]?.label ?? '', level.experts[i]?.label ?? ''], cka };
    }
  }
  return closest;
}
