import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coarserStretches,
  meanOf,
  meanWithin,
  noStretches,
  type Stretches,
  withSteps,
} from '../../../../kernel/multitask/conflicts/stretches.ts';

const nan = Number.NaN;
const of = (values: readonly number[], most = 100, perStretch = 1, cells = 1): Stretches =>
  withSteps(noStretches(perStretch), most, 0, values, cells);

describe('a mean over steps', () => {
  it('within a stretch: sd ÷ √n', () => {
    // .1, .3, −.4: mean 0; squares .01 + .09 + .16 = .26; variance .26 ÷ 2 = .13; √(.13 ÷ 3) = .208167
    const found = meanWithin(of([0.1, 0.3, -0.4], 100, 4).list[0], 0);
    expect(found?.mean).toBeCloseTo(0, 12);
    expect(found?.error).toBeCloseTo(0.2081666, 6);
    expect(found).toMatchObject({ negative: 1 / 3, steps: 3 });
  });

  it('over stretches: the spread of their means, each weighed by its steps', () => {
    // Stretches of two: (.2, .4) (.6, .8) (−.2): means .3, .7, −.2; weights .4, .4, .2; mean .36.
    // Σ (w (m − .36))² = (.4 · −.06)² + (.4 · .34)² + (.2 · −.56)² = .000576 + .018496 + .012544 = .031616; · 3 ÷ 2 = .047424
    const found = meanOf(of([0.2, 0.4, 0.6, 0.8, -0.2], 100, 2), 0);
    expect(found?.mean).toBeCloseTo(0.36, 12);
    expect(found?.error).toBeCloseTo(Math.sqrt(0.047424), 12);
    expect(found).toMatchObject({ negative: 0.2, steps: 5 });
  });

  it('steps that follow each other and are alike count once: the error is larger than if each told something of its own', () => {
    const alike = Array.from({ length: 256 }, (_, i) => (Math.floor(i / 32) % 2 === 0 ? 0.5 : -0.5));
    const error = (perStretch: number) => meanOf(of(alike, 1000, perStretch), 0)?.error ?? nan;
    expect(error(1)).toBeCloseTo(0.5 / Math.sqrt(255), 3);
    expect(error(32)).toBeCloseTo(0.5 / Math.sqrt(7), 3);
  });

  it('a single step has no error, and none no mean', () => {
    expect(meanOf(of([0.5]), 0)).toEqual({ mean: 0.5, error: nan, negative: 0, steps: 1 });
    expect(meanOf(of([nan, nan]), 0)).toBeUndefined();
    expect(meanOf(noStretches(), 0)).toBeUndefined();
  });

  it('a step without a number is none; others of it count', () => {
    const both = withSteps(noStretches(), 100, 0, [0.5, nan, 0.7, -0.1, nan, -0.3], 2);
    expect(meanOf(both, 0)).toMatchObject({ mean: 0.6, steps: 2, negative: 0 });
    expect(meanOf(both, 1)).toMatchObject({ mean: -0.2, steps: 2, negative: 1 });
  });
});

describe('stretches', () => {
  it('never grow beyond the most: neighbours are joined', () => {
    const many = of(Array.from({ length: 100 }, (_, i) => i));
    const { stepsPerStretch, list } = withSteps(
      noStretches(),
      16,
      0,
      Array.from({ length: 100 }, (_, i) => i),
      1,
    );
    expect([stepsPerStretch, list.length]).toEqual([8, 13]);
    expect(list[0].sum[0]).toBe(0 + 1 + 2 + 3 + 4 + 5 + 6 + 7);
    expect(list[12].seen[0]).toBe(4);
    expect(coarserStretches(many, 16)).toEqual({ stepsPerStretch, list });
  });

  it('are the same however the steps arrive', () => {
    const value = fc.double({ min: -1, max: 1, noNaN: true }).map(Math.fround);
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 40 }), { maxLength: 12 }), (pieces) => {
        let [known, step] = [noStretches(2), 0];
        for (const piece of pieces) {
          known = withSteps(known, 8, step, piece, 1);
          step += piece.length;
        }
        const whole = withSteps(noStretches(2), 8, 0, pieces.flat(), 1);
        expect(known.stepsPerStretch).toBe(whole.stepsPerStretch);
        expect(known.list.map(({ seen }) => seen[0])).toEqual(whole.list.map(({ seen }) => seen[0]));
        for (const [i, { sum }] of known.list.entries()) expect(sum[0]).toBeCloseTo(whole.list[i].sum[0], 9);
      }),
    );
  });

  it('what was known does not change when more is added', () => {
    const first = of([0.1, 0.2, 0.3], 4, 2);
    const copy = structuredClone(first);
    withSteps(first, 2, 3, [0.4, 0.5, 0.6], 1);
    expect(first).toEqual(copy);
  });

  it('steps that nobody told leave a stretch empty', () => {
    const { list } = withSteps(noStretches(2), 10, 4, [0.5, 0.5], 1);
    expect(list.map(({ seen }) => seen[0])).toEqual([0, 0, 2]);
  });
});
