import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateStatistics, routingStatistics } from '../../../../kernel/multitask/gate-report/gate-statistics.ts';

const gate = (n: number) => ({
  gate: 'income gate',
  level: 0,
  serves: 'income',
  experts: Array.from({ length: n }, (_, e) => `expert ${e}`),
});

describe('by hand: rows (1, 0), (½, ½), (¼, ¾), (0, 1)', () => {
  const weights = [1, 0, 0.5, 0.5, 0.25, 0.75, 0, 1];
  const of = routingStatistics(gate(2), weights);
  // Entropies of the rows in bits: 0, 1, 0.811278, 0; for two experts bits are the normalised entropy.
  const entropy = (1 + 0.8112781245) / 4;
  const mean = [0.4375, 0.5625];
  const ofMean = 0.9886994083;
  it.each<readonly [string, unknown, readonly number[]]>([
    ['rows', [of.rows], [4]],
    ['mean', of.mean, mean],
    // Mean of squares (1 + ¼ + 1/16 + 0) ÷ 4 = .328125, less .4375²
    ['sd', of.sd, [Math.sqrt(0.13671875), Math.sqrt(0.13671875)]],
    ['entropy per row', [of.entropy], [entropy]],
    ['entropy of the mean', [of.entropyOfMean], [ofMean]],
    ['routing information', [of.routingInformation], [ofMean - entropy]],
    ['share of rows over ½; exactly ½ is not over', of.overHalf, [0.25, 0.5]],
    ['share of rows led; the first of a tie', of.leads, [0.5, 0.5]],
    ['largest weight', [of.largest], [(1 + 0.5 + 0.75 + 1) / 4]],
    ['saturated rows', [of.saturated], [0.5]],
    [
      'effective overall',
      [of.effective.overall.order1, of.effective.overall.order2],
      [2 ** ofMean, 1 / (mean[0] ** 2 + mean[1] ** 2)],
    ],
    [
      'effective per row',
      [of.effective.perRow.order1, of.effective.perRow.order2],
      [2 ** entropy, (1 + 2 + 1.6 + 1) / 4],
    ],
    ['balance: importance 2 Σ ū² − 1, load even', [of.balance.importance, of.balance.load], [0.015625, 0]],
    ['Switch loss 2 (½ · .4375 + ½ · .5625)', [of.switchLoss], [1]],
  ])('%s', (_, value, expected) => {
    (value as number[]).forEach((number, i) => {
      expect(number).toBeCloseTo(expected[i], 9);
    });
    expect(value).toHaveLength(expected.length);
  });

  it('histogram: 0 in the first of 20 bins, ¼ in the sixth, 1 in the last', () => {
    const shares = (expert: number) =>
      Object.fromEntries(of.histogram[expert].map((share, bin) => [bin, share]).filter(([, share]) => share > 0));
    expect(of.histogram[0]).toHaveLength(20);
    expect(shares(0)).toEqual({ 0: 0.25, 5: 0.25, 10: 0.25, 19: 0.25 });
    expect(shares(1)).toEqual({ 0: 0.25, 10: 0.25, 15: 0.25, 19: 0.25 });
  });
});

it('agrees with the entropies measured on census-income (eight experts, standardised inputs)', () => {
  const mean = [0.477, 0.014, 0.044, 0.057, 0.176, 0.056, 0.106, 0.072];
  const of = routingStatistics(gate(8), mean);
  expect(of.entropyOfMean).toBeCloseTo(0.773, 2);
  expect(of.effective.overall.order1).toBeCloseTo(5.0, 1);
  expect(of.balance.importance).toBeCloseTo(1.26, 1);
});

/** Rows of weights that sum to 1, as a flat array. */
const routed = fc.integer({ min: 2, max: 8 }).chain((n) =>
  fc
    .array(
      fc.array(fc.double({ min: -12, max: 12, noNaN: true }), { minLength: n, maxLength: n }).map((logits) => {
        const exponents = logits.map(Math.exp);
        const sum = exponents.reduce((total, value) => total + value, 0);
        return exponents.map((value) => value / sum);
      }),
      { minLength: 1, maxLength: 30 },
    )
    .map((rows) => ({ n, weights: rows.flat() })),
);

describe('identities', () => {
  it('means, leads and histograms each sum to 1; entropies and information are in [0, 1]', () =>
    fc.assert(
      fc.property(routed, ({ n, weights }) => {
        const of = routingStatistics(gate(n), weights);
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        expect(sum(of.mean)).toBeCloseTo(1, 9);
        expect(sum(of.leads)).toBeCloseTo(1, 9);
        for (const bins of of.histogram) expect(sum(bins)).toBeCloseTo(1, 9);
        // Mutual information is not negative: by concavity the mean has at least the mean entropy.
        expect(of.entropyOfMean - of.entropy).toBeGreaterThanOrEqual(-1e-12);
        expect(of.entropyOfMean).toBeLessThanOrEqual(1 + 1e-12);
        expect(of.entropy).toBeGreaterThanOrEqual(0);
      }),
    ));

  it('one-hot rows: entropy 0, effective per row 1, all saturated', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 8 }), fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (n, chosen) => {
        const weights = chosen.flatMap((at) => Array.from({ length: n }, (_, e) => (e === at % n ? 1 : 0)));
        const of = routingStatistics(gate(n), weights);
        expect(of.entropy).toBe(0);
        expect(of.effective.perRow.order1).toBe(1);
        expect(of.effective.perRow.order2).toBeCloseTo(1, 12);
        expect(of.saturated).toBeCloseTo(1, 12);
        expect(of.mean).toEqual(of.leads.map((share) => expect.closeTo(share, 9)));
      }),
    ));

  it('equal rows: nothing is routed', () =>
    fc.assert(
      fc.property(routed, fc.integer({ min: 1, max: 5 }), ({ n, weights }, times) => {
        const row = weights.slice(0, n);
        const of = routingStatistics(gate(n), Array.from({ length: times }, () => row).flat());
        expect(of.routingInformation).toBeCloseTo(0, 9);
        for (const sd of of.sd) expect(sd).toBeCloseTo(0, 6);
      }),
    ));
});

it('keeps what a training run keeps per epoch', () => {
  const {
    gate: name,
    level,
    serves,
    experts,
    rows,
    mean,
    sd,
    entropy,
    entropyOfMean,
  } = routingStatistics(gate(2), [1, 0, 0.5, 0.5]);
  expect(gateStatistics(gate(2), [1, 0, 0.5, 0.5])).toEqual({
    gate: name,
    level,
    serves,
    experts,
    rows,
    mean,
    sd,
    entropy,
    entropyOfMean,
  });
});
