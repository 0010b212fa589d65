import { describe, expect, it } from 'vitest';
import type { WeightMethod } from '../../../../../kernel/multitask/training/balance/balance-options.ts';
import { type BalanceSpec, createBalance } from '../../../../../kernel/multitask/training/balance/index.ts';
import { stepOf } from './steps.ts';

/** Weights of consecutive steps, by their losses, and by their gradients' inner products where they count. */
function weightsOver(weights: WeightMethod, losses: readonly (readonly number[])[], more = {}): number[][] {
  const spec: BalanceSpec = { weights };
  const balance = createBalance(spec, losses[0].length);
  let state = balance.initial;
  return losses.map((each, step) => {
    const balanced = balance.step(stepOf(each, { step, ...more }), state);
    state = balanced.state;
    expect(balanced.own).toEqual(balanced.weights);
    return [...balanced.weights];
  });
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toEqual(expected.map((value) => expect.closeTo(value, 6)));
}

describe('geometric loss strategy', () => {
  it('losses 1 and 4: their geometric mean 2 ÷ each', () => {
    expectClose(weightsOver({ kind: 'gls' }, [[1, 4]])[0], [2, 0.5]);
  });
  it('leaves out a task without a row', () => {
    expectClose(weightsOver({ kind: 'gls' }, [[1, 4, 0]], { observed: [true, true, false] })[0], [2, 0.5, 0]);
  });
});

describe('dynamic weight average', () => {
  const dwa = { kind: 'dwa', temperature: 2 } as const;
  it('mean losses 2 → 1 and 1 → 1: as e^¼ to e^½', () => {
    // Epochs of two steps. Ratios ½ and 1, over T = 2; e^.25 = 1.284025, e^.5 = 1.648721, their sum 2.932747.
    const steps = [
      [2.5, 1],
      [1.5, 1],
      [1, 0.5],
      [1, 1.5],
      [9, 9],
      [9, 9],
    ];
    const found = weightsOver(dwa, steps, { stepsPerEpoch: 2 });
    for (const step of [0, 1, 2, 3]) expect(found[step]).toEqual([1, 1]);
    for (const step of [4, 5]) expectClose(found[step], [0.875647, 1.124353]);
  });
  it('takes a task without a row in an epoch for one whose loss stays', () => {
    const balance = createBalance({ weights: dwa }, 2);
    let state = balance.initial;
    const weights = [
      [true, true],
      [true, false],
      [true, true],
    ].map((observed, step) => {
      const balanced = balance.step(stepOf([1, 5], { step, observed, stepsPerEpoch: 1 }), state);
      state = balanced.state;
      return [...balanced.weights];
    });
    expect(weights).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });
});

describe('random loss weighting', () => {
  const over = (steps: number, seed: number) =>
    weightsOver(
      { kind: 'rlw' },
      Array.from({ length: steps }, () => [1, 1]),
      { seed },
    );
  it('is softmax of standard normal numbers: ln (w₁ ÷ w₂) has mean 0 and variance 2', () => {
    const logs = over(4000, 7).map(([first, second]) => Math.log(first / second));
    const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
    const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1);
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(2 / 4000));
    expect(Math.abs(variance - 2)).toBeLessThan(4 * 2 * Math.sqrt(2 / 4000));
  });
  it('adds up to the number of tasks, is the same for a seed, and another for the next', () => {
    for (const weights of over(20, 1)) expect(weights[0] + weights[1]).toBeCloseTo(2, 12);
    expect(over(20, 1)).toEqual(over(20, 1));
    expect(over(20, 1)).not.toEqual(over(20, 2));
  });
});

describe('FAMO', () => {
  const famo = { kind: 'famo', learningRate: 0.025, gamma: 0 } as const;

  /** Weights of steps, by their losses before and after each. */
  function learnt(
    steps: readonly (readonly [readonly number[], readonly number[]])[],
    gamma = 0,
    more = {},
  ): number[][] {
    const balance = createBalance({ weights: { ...famo, gamma } }, 2);
    let state = balance.initial;
    return steps.map(([before, after], step) => {
      const known = stepOf(before, { step, ...more });
      const balanced = balance.step(known, state);
      state = balance.after?.(known, Float64Array.from(after), balanced.state) ?? state;
      return [...balanced.weights];
    });
  }

  it('begins with weights as 1 ÷ loss, then weighs down the task whose loss halved', () => {
    // Losses 1 and 4: ¼ of 1.25 and so on, times two. Then ln L falls by ln 2 and by 0: Adam's first step is ∓.025 whatever
    // the size, weights are as e^−.025 ÷ .5 = 1.9506198 to e^.025 ÷ 4 = .2563288, of 2.2069486, times two.
    const [first, second] = learnt([
      [
        [1, 4],
        [0.5, 4],
      ],
      [
        [0.5, 4],
        [0.5, 4],
      ],
    ]);
    expectClose(first, [1.6, 0.4]);
    expectClose(second, [1.7677075, 0.2322925]);
  });

  it('gives a task without a row no weight, and learns nothing of it', () => {
    const [first] = learnt(
      [
        [
          [1, 0],
          [0.5, 7],
        ],
      ],
      0,
      { observed: [true, false] },
    );
    expect(first).toEqual([1, 0]);
    const balance = createBalance({ weights: famo }, 2);
    const known = stepOf([1, 0], { observed: [true, false] });
    const state = balance.after?.(known, Float64Array.of(1, 7), balance.initial) ?? balance.initial;
    expectClose([...balance.step(stepOf([1, 1]), state).weights], [1, 1]);
  });

  it('learns nothing of losses that are no numbers', () => {
    const balance = createBalance({ weights: famo }, 2);
    expect(balance.after?.(stepOf([1, 2]), Float64Array.of(1, Number.NaN), balance.initial)).toEqual(balance.initial);
    expect(balance.after?.(stepOf([1, Number.NaN]), Float64Array.of(1, 1), balance.initial)).toEqual(balance.initial);
  });

  it('γ draws the weights back to equal ones', () => {
    const steps = Array.from({ length: 400 }, (_, step) => [[1, 1], step === 1 ? [0.5, 1] : [1, 1]] as const);
    const last = (gamma: number) => Math.abs(Math.log(learnt(steps, gamma)[399][0]));
    expect(last(0.1)).toBeLessThan(0.2 * last(0) + 1e-6);
  });
});

describe('GradNorm', () => {
  const gradnorm = { kind: 'gradnorm', alpha: 1.5, learningRate: 0.025 } as const;
  it('weighs down the longer gradient', () => {
    // Lengths 1 and 2 around 1.5. Adam's first step is ±.025: 2 ÷ (1 + e^∓.05).
    const [first, second] = weightsOver(
      gradnorm,
      [
        [1, 1],
        [1, 1],
      ],
      { products: [1, 0, 0, 4] },
    );
    expect(first).toEqual([1, 1]);
    expectClose(second, [2 / (1 + Math.exp(-0.05)), 2 / (1 + Math.exp(0.05))]);
  });
  it('with gradients of one length weighs up the task whose loss fell less', () => {
    const found = weightsOver(
      gradnorm,
      [
        [1, 1],
        [0.5, 1],
        [0.5, 1],
      ],
      { products: [1, 0, 0, 1] },
    );
    expect(found[1]).toEqual([1, 1]);
    expect(found[2][1]).toBeGreaterThan(1.01);
    expect(found[2][0] + found[2][1]).toBeCloseTo(2, 12);
  });
  it('comes to lengths Ḡ rᵢ^α', () => {
    // Ratios ½ and 1 of .75 on average: r = ⅔ and 4 ÷ 3. With α = 1 the lengths are as 1 to 2, the weights as 1 ÷ 1 to 2 ÷ 10.
    const steps = Array.from({ length: 400 }, (_, step) => (step === 0 ? [1, 1] : [0.5, 1]));
    const [first, second] = weightsOver({ ...gradnorm, alpha: 1 }, steps, { products: [1, 0, 0, 100] })[399];
    expect(Math.abs(Math.log(first / second / 5))).toBeLessThan(0.1);
  });
  it('with α = 0 comes to equal lengths, over four powers of ten', () => {
    const steps = Array.from({ length: 800 }, () => [1, 1]);
    const [first, second] = weightsOver({ ...gradnorm, alpha: 0 }, steps, { products: [1, 0, 0, 1e8] })[799];
    expect(Math.abs(Math.log(first / second / 1e4))).toBeLessThan(0.1);
  });
});
