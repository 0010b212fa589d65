import { describe, expect, it } from 'vitest';
import type { BalanceSpec } from '../../../kernel/multitask/training/balance/index.ts';
import { reaches } from './text.ts';
import { descend, distanceToFront, losses, type Point } from './toy.ts';

describe('the two losses', () => {
  it('worked out by hand', () => {
    // At (0, 0) tanh is 0, and with it both parts.
    expect(losses([0, 0]).values.map((value) => value + 0)).toEqual([0, 0]);
    // At (3, −8): c = tanh 4, (3 ∓ 7)² ÷ 10 − 20 = −18.4 and −10, the first a tenth.
    const { values } = losses([3, -8]);
    expect(values[0]).toBeCloseTo(-1.84 * Math.tanh(4), 12);
    expect(values[1]).toBeCloseTo(-10 * Math.tanh(4), 12);
    // At (−7, 8) the first is ln |tanh 8| + 6, the second ln |5 − tanh 8 + 2| + 6, times tanh 4.
    const [one, two] = losses([-7, 8]).values;
    expect(one).toBeCloseTo(0.1 * (Math.log(Math.tanh(8)) + 6) * Math.tanh(4), 12);
    expect(two).toBeCloseTo((Math.log(7 - Math.tanh(8)) + 6) * Math.tanh(4), 12);
  });

  it.each<Point>([
    [-8.5, 7.5],
    [1.3, -2],
    [-7.5, -0.5],
    [9, 2.5],
    [9, -1],
  ])('have the slopes of finite differences at (%d, %d)', (...point) => {
    const { gradients } = losses(point);
    for (const task of [0, 1])
      for (const axis of [0, 1]) {
        const at = (shift: number) =>
          losses([point[0] + (axis === 0 ? shift : 0), point[1] + (axis === 1 ? shift : 0)]);
        const slope = (at(1e-6).values[task] - at(-1e-6).values[task]) / 2e-6;
        expect(gradients[task][axis]).toBeCloseTo(slope, 6);
      }
  });

  it('on the front no step lowers both: the gradients point against each other', () => {
    for (const x1 of [-4, 0, 4]) {
      const [[a, b], [c, d]] = losses([x1, -8.3552]).gradients;
      expect((a * c + b * d) / Math.hypot(a, b) / Math.hypot(c, d)).toBeLessThan(-0.999);
    }
  });
});

it('a point on the front is no way from it, and one beside its end the way to the end', () => {
  expect(distanceToFront([-7, -8.3552])).toBe(0);
  expect(distanceToFront([10, -4.3552])).toBeCloseTo(5, 12);
});

describe('from (9, 9) in 35,000 steps', () => {
  const check = (name: string, spec: BalanceSpec, expected: boolean) =>
    it(`${name} ${expected ? 'reaches the front' : 'does not reach the front'}`, () => {
      expect(reaches(descend(spec, [9, 9])[1])).toBe(expected);
    });
  check('Adam on the sum of the losses', {}, false);
  check('GLS', { weights: { kind: 'gls' } }, false);
  check('GradNorm', { weights: { kind: 'gradnorm', alpha: 1.5, learningRate: 0.025 } }, true);
  check('FAMO with γ = 0', { weights: { kind: 'famo', learningRate: 0.025, gamma: 0 } }, true);
  check('MGDA', { gradients: { kind: 'mgda', normalise: 'none' } }, true);
});
