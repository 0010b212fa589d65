import { describe, expect, it } from 'vitest';
import { barsPath, cosineBars, cosineEdge, edgeText } from '../../../../../kernel/payloads/reading/conflicts/bars.ts';
import { balancedBy, lastWeights, weightsScale } from '../../../../../kernel/payloads/reading/conflicts/weights.ts';
import {
  conflictSummary,
  cosineText,
  cosineTip,
  cosineWithError,
  overWords,
  pulledApart,
  shownPair,
  shownParts,
} from '../../../../../kernel/payloads/reading/conflicts/words.ts';
import type { TrainingPayload } from '../../../../../kernel/payloads/training.ts';
import { conflictRuns, payloadOf, trainingExamples } from '../../../../support/training-payloads.ts';
import { inventRun, upTo } from '../../../../support/training-run.ts';

const { conflict, 'conflict-many': many, finished } = trainingExamples;
const conflictsOf = ({ conflicts }: TrainingPayload) => {
  if (conflicts === undefined) throw new Error('a run with conflicts');
  return conflicts;
};

describe('a cosine in words', () => {
  it.each([
    [-0.42, '−.42'],
    [0.004, '0'],
    [-0.004, '0'],
    [0.996, '1'],
    [-1, '−1'],
    [0.5, '.50'],
  ])('%d is %s', (mean, words) => expect(cosineText(mean)).toBe(words));

  it('with its error where there is one', () => {
    expect(cosineWithError({ mean: -0.42, error: 0.034 })).toBe('−.42\u00a0±\u00a0.03');
    expect(cosineWithError({ mean: -0.42, error: null })).toBe('−.42');
  });

  it('a tip tells how often it is below 0, or that nothing is known', () => {
    const cosine = { mean: -0.42, error: 0.03, negative: 0.961, steps: 1780 };
    expect(cosineTip('E3', 'income and marital', cosine, 'over epoch 3')).toBe(
      'E3\nincome and marital: cosine −.42\u00a0±\u00a0.03 over epoch 3\nbelow 0 in 96\u00a0% of 1,780 steps',
    );
    expect(cosineTip('E3', 'a and b', null, '')).toBe('E3\na and b: no step in which both have a gradient');
  });
});

describe('a run in a sentence', () => {
  it('the worst part with its number, others by name', () => {
    expect(conflictSummary(conflict)).toMatch(/^E2: income and marital pull apart, −\.4\d\u00a0±\u00a0\.0\d; also E5$/);
    expect(overWords(conflict)).toBe('over epoch 3');
    expect(conflictSummary(many)).toMatch(/; also E\d+, E\d+, E\d+ and \d+ more$/);
  });

  it('that nothing is, or all agree', () => {
    const run = (cosine: number) => payloadOf(inventRun({ ...conflictRuns.mmoe, cosine: () => cosine }));
    expect(conflictSummary(run(0))).toBe('no part in which tasks clearly pull apart');
    expect(conflictSummary(run(0.6))).toBe('the tasks agree in every part');
  });

  it('before an epoch has ended: so far; before a step: waiting; without: nothing', () => {
    const early = payloadOf(upTo(inventRun(conflictRuns.mmoe), 320));
    expect(overWords(early)).toBe('so far');
    expect(conflictSummary(early)).toMatch(/^E5: income and marital pull apart, /);
    const waiting = payloadOf(inventRun(conflictRuns.mmoe).slice(0, 1));
    expect([conflictSummary(waiting), overWords(waiting)]).toEqual(['waiting for step 1', '']);
    expect(conflictSummary(finished)).toBe('');
  });

  it('epochs are numbered on where a run goes on', () => {
    const run = { ...conflictRuns.mmoe.run, goesOn: { from: 2, epochs: 4 } };
    expect(overWords(payloadOf(inventRun({ ...conflictRuns.mmoe, run })))).toBe('over epoch 7');
  });
});

describe('what is shown of many', () => {
  it('the pair that pulls a part apart most, and the parts that it pulls apart most', () => {
    const conflicts = conflictsOf(many);
    const [worst] = pulledApart(conflicts);
    expect(shownPair(conflicts)).toBe(worst.pair);
    const parts = shownParts(conflicts, worst.pair, 5);
    const means = parts.map((part) => conflicts.over?.cosines[part][worst.pair]?.mean ?? 0);
    expect(parts[0]).toBe(worst.part);
    expect(means).toEqual(means.toSorted((a, b) => a - b));
  });

  it('few parts stay as the network has them', () => {
    expect(shownParts(conflictsOf(conflict), 0, 12)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});

describe('bars', () => {
  const series = {
    mean: [0.2, 0.4, null, -0.4, -0.2],
    error: [0.03, 0.04, null, 0.1, null],
    negative: [0, 0.5, null, 1, 0.75],
  };

  it('one a bucket, none where no step has a cosine; the last ends with the run', () => {
    const bars = cosineBars(series, 4, 18, 10);
    expect(bars.map(({ from, to, mean, tone }) => [from, to, mean, tone])).toEqual([
      [0, 4, 0.2, 'plain'],
      [4, 8, 0.4, 'plain'],
      [12, 16, -0.4, 'apart'],
      [16, 18, -0.2, 'apart'],
    ]);
  });

  it('as few as fit: means of neighbours, with the error of a mean', () => {
    const [first, second] = cosineBars(series, 4, 18, 3);
    expect(first).toMatchObject({ from: 0, to: 8, negative: 0.25 });
    expect(first.mean).toBeCloseTo(0.3, 12);
    // √(.03² + .04²) ÷ 2 = .025
    expect(first.error).toBeCloseTo(0.025, 12);
    expect(second).toMatchObject({ from: 8, to: 16, mean: -0.4 });
  });

  it('of a stretch of the run', () => {
    expect(cosineBars(series, 4, 18, 10, [5, 13]).map(({ from }) => from)).toEqual([4, 12]);
    expect(cosineBars(series, 4, 18, 10, [40, 60])).toEqual([]);
  });

  it('end at a fifth of the scale; one of twenty may be cut', () => {
    const bars = (...means: number[]) =>
      cosineBars({ mean: means, error: means, negative: means }, 1, means.length, 100);
    expect(cosineEdge([bars(0.1), bars(-0.05)])).toBe(0.4);
    expect(cosineEdge([bars(0.41, -0.1)])).toBe(0.6);
    expect(cosineEdge([bars(-1, 1)])).toBe(1);
    expect(cosineEdge([bars(0.95, ...Array(39).fill(0.1))])).toBe(0.4);
    expect(cosineEdge([])).toBe(0.4);
    expect([edgeText(0.6), edgeText(-0.6), edgeText(-1)]).toEqual(['+.6', '−.6', '−1']);
  });

  it('are a path of a tone', () => {
    const place = { x: (step: number) => 10 * step, y: (cosine: number) => 10 - 10 * cosine };
    expect(barsPath(cosineBars(series, 4, 18, 10), 'apart', place)).toBe('M120 10V14H160V10ZM160 10V12H180V10Z');
  });
});

describe('weights of the tasks', () => {
  it('what balances them, as code, and where they are now', () => {
    expect(balancedBy(conflict)).toBe('gradients: "pcgrad"');
    expect(balancedBy(finished)).toBe('');
    expect(lastWeights(conflict).map(({ words }) => words.replace(/[\d.]+$/, '#'))).toEqual(['income #', 'marital #']);
    expect(lastWeights(finished)).toEqual([]);
  });

  it('from 0 to at least 1', () => {
    const small = weightsScale({ stepsPerBucket: 1, mean: [[0.5, 0.6], [null]] });
    expect([small.low, small.high >= 1]).toEqual([0, true]);
    expect(weightsScale({ stepsPerBucket: 1, mean: [[3.4]] }).high).toBeGreaterThanOrEqual(3.4);
  });
});
