import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readValue } from '../../../../../kernel/multitask/options/index.ts';
import { gradientMethods, weightMethods } from '../../../../../kernel/multitask/training/balance/balance-options.ts';
import { type BalanceSpec, createBalance } from '../../../../../kernel/multitask/training/balance/index.ts';
import { productsOf, someGradients } from './gradients.ts';
import { stepOf } from './steps.ts';

const weights = (kind: string) => readValue('', 'weights', weightMethods, { kind });
const gradients = (kind: string) => readValue('', 'gradients', gradientMethods, { kind });
const specs: readonly (readonly [string, BalanceSpec])[] = [
  ...['dwa', 'gradnorm', 'rlw', 'gls', 'famo'].map((kind) => [kind, { weights: weights(kind) }] as const),
  ...['pcgrad', 'cagrad', 'mgda', 'nash', 'aligned'].map((kind) => [kind, { gradients: gradients(kind) }] as const),
  ['dwa and pcgrad', { weights: weights('dwa'), gradients: gradients('pcgrad') }],
  ['gradnorm and aligned', { weights: weights('gradnorm'), gradients: gradients('aligned') }],
];

describe('weights and states are finite whatever the numbers', () => {
  const cases: readonly (readonly [string, ReturnType<typeof stepOf>])[] = [
    ['a gradient of 0', stepOf([1, 2], { products: [1, 0, 0, 0] })],
    ['all gradients 0', stepOf([1, 2], { products: [0, 0, 0, 0] })],
    ['the same gradient', stepOf([1, 2], { products: [3, 3, 3, 3] })],
    ['opposite gradients', stepOf([1, 2], { products: [3, -3, -3, 3] })],
    ['opposite gradients of unlike lengths', stepOf([1, 2], { products: [1, -1e3, -1e3, 1e6] })],
    ['three of which two are opposite', stepOf([1, 1, 1], { products: [1, -1, 0, -1, 1, 0, 0, 0, 1] })],
    ['a task without a row', stepOf([1, 0], { products: [1, 0, 0, 0], observed: [true, false] })],
    ['no row at all', stepOf([0, 0], { products: [0, 0, 0, 0], observed: [false, false] })],
    ['one task', stepOf([2], { products: [3] })],
    ['losses of 0', stepOf([0, 0], { products: [0, 0, 0, 0] })],
    ['a loss of 0', stepOf([0, 1])],
    ['tiny and huge', stepOf([1e-300, 1e300], { products: [1e-90, 0, 0, 1e76] })],
    ['tiny and huge, in one direction', stepOf([1e-30, 1e30], { products: [1e-80, -1, -1, 1e80] })],
    ['a weight of 0', stepOf([1, 1], { baseWeights: [0, 1], products: [1, -1, -1, 4] })],
  ];
  for (const [name, spec] of specs)
    it.each(cases)(`${name}: %s`, (_, step) => {
      const balance = createBalance(spec, step.losses.length);
      let state = balance.initial;
      for (const number of [0, 1, 2, 3]) {
        const balanced = balance.step({ ...step, step: number, stepsPerEpoch: 1 }, state);
        for (const value of [...balanced.weights, ...balanced.own, ...balanced.state])
          expect(value).toSatisfy(Number.isFinite);
        expect(balanced.weights).toHaveLength(step.losses.length);
        state =
          balance.after?.(
            step,
            step.losses.map((loss) => loss / 2),
            balanced.state,
          ) ?? balanced.state;
        expect([...state].every(Number.isFinite)).toBe(true);
      }
    });
});

describe.each(specs)('%s', (name, spec) => {
  const start = (tasks: number) => {
    const balance = createBalance(spec, tasks);
    return { balance, first: balance.initial };
  };

  it('lets a loss that is no number through, and learns nothing of it', () => {
    const { balance, first } = start(2);
    const { state } = balance.step(stepOf([1, 2], { products: [1, -1, -1, 4] }), first);
    for (const loss of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(balance.step(stepOf([1, loss], { step: 1, baseWeights: [1, 3] }), state)).toEqual({
        weights: Float64Array.of(1, 3),
        own: Float64Array.of(1, 3),
        state,
      });
  });

  it('with one task is plain training', () => {
    const { balance, first } = start(1);
    const { weights: found } = balance.step(stepOf([3], { products: [9] }), first);
    expect(found[0]).toBeCloseTo(1, 9);
  });

  it('changes no state that it was given', () => {
    const { balance, first } = start(2);
    const { state } = balance.step(stepOf([1, 2], { products: [1, 0, 0, 4] }), first);
    const kept = state.slice();
    balance.step(stepOf([2, 1], { step: 1, stepsPerEpoch: 1, products: [9, 1, 1, 4] }), state);
    expect(state).toEqual(kept);
    expect(first.every((value) => value === 0)).toBe(true);
  });

  it('needs inner products where it looks at gradients', () => {
    const { balance } = start(2);
    const ofPast = name === 'dwa' || name === 'rlw';
    expect(balance.needs).toBe(spec.gradients || name === 'gradnorm' ? 'products' : ofPast ? 'past' : 'losses');
  });

  // Those draw by lot: an order of tasks, or weights.
  if (name !== 'rlw' && !name.includes('pcgrad'))
    it('gives tasks in another order the same weights', () => {
      const unlike = someGradients.filter((each) => new Set(each.map((g) => Math.hypot(...g))).size === each.length);
      fc.assert(
        fc.property(unlike, (each) => {
          const tasks = each.length;
          const losses = each.map((_, task) => task + 1);
          const { balance, first } = start(tasks);
          const [one, other] = [each, each.toReversed()].map((g, way) => {
            const taken = way === 0 ? losses : losses.toReversed();
            const step = stepOf(taken, { products: productsOf(g) });
            const { state } = balance.step(step, first);
            return [
              ...balance.step({ ...step, step: 1, losses: step.losses.map((loss) => loss * loss) }, state).weights,
            ];
          });
          const size = Math.max(...one);
          for (const [task, weight] of other.toReversed().entries())
            expect(Math.abs(weight - one[task]) / size).toBeLessThan(1e-6);
        }),
      );
    });
});

describe('weights of losses and of gradients together', () => {
  it('takes the gradients of the weighted losses', () => {
    // As in pcgrad.test.ts with weights 1 and 2: 3 of the first, 1.1 of the doubled second.
    const balance = createBalance({ gradients: gradients('pcgrad') }, 2);
    const { weights: found, own } = balance.step(
      stepOf([1, 1], { baseWeights: [1, 2], products: [1, -1, -1, 5] }),
      balance.initial,
    );
    expect([...found]).toEqual([3, 2.2]);
    expect([...own]).toEqual([1, 2]);
  });
  it('geometric loss strategy, then projection', () => {
    // Losses 1 and 4 have weights 2 and ½: 4, −1 and 1.25 are the products; 1 + 1 ÷ 4 of g₂ half … 2 (1 + 1 ÷ 4), ½ (1 + 1 ÷ 1.25).
    const balance = createBalance({ weights: weights('gls'), gradients: gradients('pcgrad') }, 2);
    const { weights: found, own } = balance.step(stepOf([1, 4], { products: [1, -1, -1, 5] }), balance.initial);
    expect([...own]).toEqual([expect.closeTo(2, 12), expect.closeTo(0.5, 12)]);
    expect([...found]).toEqual([expect.closeTo(2.5, 12), expect.closeTo(0.9, 12)]);
  });
  it('leaves a task without a row out of the others’ conflict', () => {
    const balance = createBalance({ gradients: gradients('mgda') }, 3);
    const step = stepOf([1, 1, 0], { observed: [true, true, false], products: [1, 0, 0, 0, 4, 0, 0, 0, 0] });
    expect([...balance.step(step, balance.initial).weights]).toEqual(
      [1.6, 0.4, 1].map((value) => expect.closeTo(value, 9)),
    );
  });
  it('is plain training where nothing is asked for', () => {
    const balance = createBalance({}, 2);
    const { weights: found, own } = balance.step(stepOf([1, 1], { baseWeights: [1, 2] }), balance.initial);
    expect([[...found], [...own]]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});
