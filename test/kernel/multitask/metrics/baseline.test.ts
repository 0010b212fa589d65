import { describe, expect, it } from 'vitest';
import { baselines } from '../../../../kernel/multitask/metrics/index.ts';

const click = { name: 'pClick', kind: 'binary', task: { name: 'click', kind: 'binary' } } as const;
const spend = { name: 'spend', kind: 'numeric', task: { name: 'spend', kind: 'numeric' } } as const;
const of = (output: typeof click | typeof spend, predictions: number[], labels: number[], weights?: Float32Array) =>
  baselines(
    [output],
    { [output.name]: predictions },
    { labels: { [output.task.name]: Float64Array.from(labels) }, ...(weights ? { weights } : {}) },
  )[output.name];

describe('an output beside the best constant', () => {
  it('of a binary task: log loss, and the entropy of the share of 1', () => {
    // Losses −ln .8, −ln .6, −ln .5, −ln .9 = .2231, .5108, .6931, .1054; half of the labels are 1: a constant loses ln 2.
    const { rows, loss, lossError, constant, gainError, range } = of(click, [0.8, 0.4, 0.5, 0.1], [1, 0, 1, 0]);
    expect(rows).toBe(4);
    expect(loss).toBeCloseTo(0.38312, 5);
    expect(constant).toBeCloseTo(Math.LN2, 12);
    // √(.15998² + .12771² + .31003² + .27776²) ÷ 4
    expect(lossError).toBeCloseTo(0.11597, 5);
    // All constant losses are the same, so that the paired error is the same.
    expect(gainError).toBeCloseTo(lossError, 12);
    // (.8 − .1) ÷ √(½ · ½)
    expect(range).toBeCloseTo(1.4, 12);
  });

  it('of a numeric task: squared error, and the variance of the labels', () => {
    // Squares 1, 0, 4; the mean 3 has 4, 1, 9 → 14/3; gains 3, 1, 5 around 3.
    const found = of(spend, [2, 2, 4], [1, 2, 6]);
    expect(found).toMatchObject({ rows: 3, loss: 5 / 3 });
    expect(found.constant).toBeCloseTo(14 / 3, 12);
    expect(found.gainError).toBeCloseTo(Math.sqrt(8) / 3, 12);
    expect(found.range).toBeCloseTo(2 / Math.sqrt(14 / 3), 12);
  });

  it('counts rows by their weights, and leaves unknown labels out', () => {
    const weighed = of(spend, [2, 2, 4, 9], [1, 2, 6, Number.NaN], Float32Array.of(1, 2, 1, 5));
    // (1 + 0 + 4) ÷ 4; mean (1 + 4 + 6) ÷ 4 = 2.75, its squares 3.0625 + 2 · .5625 + 10.5625 = 14.75, ÷ 4
    expect(weighed).toMatchObject({ rows: 3, loss: 5 / 4 });
    expect(weighed.constant).toBeCloseTo(14.75 / 4, 12);
  });

  it('labels that are all alike need no prediction; without labels there is nothing', () => {
    expect(of(click, [0.2, 0.3], [0, 0]).constant).toBe(0);
    expect(of(spend, [1, 2], [0.1 + 0.2, 0.1 + 0.2]).constant).toBe(0);
    expect(of(click, [0.2], [Number.NaN])).toMatchObject({ rows: 0, loss: Number.NaN });
  });

  it('the same prediction for every row has no range', () => {
    expect(of(click, [0.25, 0.25, 0.25], [0, 1, 0]).range).toBe(0);
  });
});
