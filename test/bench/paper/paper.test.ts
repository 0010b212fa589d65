import { describe, expect, test } from 'vitest';
import { pairedDifference } from '../../../kernel/statistics/paired.ts';
import { type PaperRun, paperResult } from './runs.ts';
import { smaller } from './text.ts';

/** Last losses of seed 1 and seed 2; after the first epoch each was 1 higher. */
const lastLosses: Readonly<Record<string, Readonly<Record<PaperRun['model'], readonly number[]>>>> = {
  0.5: { 'shared-bottom': [6, 8], omoe: [5, 5], mmoe: [3, 5] },
  1: { 'shared-bottom': [2, 4], omoe: [2, 3], mmoe: [2, 2] },
};

const runs: PaperRun[] = Object.entries(lastLosses).flatMap(([correlation, models]) =>
  Object.entries(models).flatMap(([model, losses]) =>
    losses.map((loss, i) => ({
      seed: i + 1,
      correlation: Number(correlation),
      model: model as PaperRun['model'],
      parameters: 10,
      curve: [
        { step: 100, loss: loss + 1 },
        { step: 200, loss },
      ],
    })),
  ),
);

/** Each number is worked out by hand in the comment. */
describe('figure 4 of two seeds', () => {
  const result = paperResult(runs);
  const [far, near] = result.correlations;
  const check = (name: string, actual: number, expected: number) =>
    test(name, () => expect(actual).toBeCloseTo(expected, 6));

  // Of 6 and 8: mean 7, sd √2, error 1.
  check('mean loss', far.models[0].loss.mean, 7);
  check('standard error', far.models[0].loss.error, 1);
  check('standard deviation', far.models[0].sd, Math.SQRT2);
  check('loss after the first epoch', far.models[0].curve[0].loss, 8);
  // MMoE − Shared-Bottom: −3 and −3.
  check('paired difference without spread', far.differences[0].difference.upper, -3);
  // OMoE − Shared-Bottom: −1 and −3, mean −2 ± 12.7062047 · 1.
  check('paired difference', far.differences[1].difference.mean, -2);
  check('its interval', far.differences[1].difference.upper, -2 + 12.7062047);
  check('its interval after the first epoch', far.differences[1].curve[0].upper, -2 + 12.7062047);
  // MMoE − Shared-Bottom at p = 1: 0 and −2.
  check('paired difference at p = 1', near.differences[0].difference.mean, -1);
  // Shared-Bottom: 6 − 2 and 8 − 4; MMoE: 3 − 2 and 5 − 2.
  check('rise of Shared-Bottom', result.rises[0].rise.mean, 4);
  check('rise of MMoE', result.rises[2].rise.mean, 2);
  // 1 − 4 and 3 − 4: mean −2, error 1.
  check('difference of rises', result.riseDifferences[0].difference.mean, -2);
  check('its error', result.riseDifferences[0].difference.error, 1);
});

describe('a claim', () => {
  const check = (a: readonly number[], b: readonly number[], says: string) =>
    test(`${a.join(', ')} against ${b.join(', ')}: ${says}`, () => {
      const compared = { a: 'mmoe', b: 'omoe', difference: pairedDifference(a, b) } as const;
      expect(smaller(compared, (model) => model, 'is better')).toBe(says);
    });
  check([1, 2, 1.6], [3, 4, 3.5], 'mmoe is better');
  check([3, 4, 3.5], [1, 2, 1.6], 'omoe is better');
  check([3, 5, 4], [1, 2, 3], 'not distinguishable');
});
