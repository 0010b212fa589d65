import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nash } from '../../../../../kernel/multitask/training/balance/nash.ts';
import { combined, dot, given, productsOf, someGradients } from './gradients.ts';

describe('worked out by hand', () => {
  it('of two tasks the step is the sum of the gradients at length 1, ÷ √(1 + cosine)', () => {
    // ‖g‖ = 1 and 2, cosine ½; their root mean square is √2.5: √2.5 ÷ √1.5 = √(5 ÷ 3), and half of it.
    const [first, second] = nash(given([1, 1, 1, 4]));
    expect(first).toBeCloseTo(Math.sqrt(5 / 3), 5);
    expect(second).toBeCloseTo(Math.sqrt(5 / 3) / 2, 5);
  });
  it('at right angles and of one length all weights are 1', () => {
    for (const weight of nash(given([4, 0, 0, 0, 4, 0, 0, 0, 4]))) expect(weight).toBeCloseTo(1, 5);
  });
});

it('solves gᵢ · Σ αⱼgⱼ = 1 ÷ αᵢ, but for the scale and what keeps α finite', () => {
  fc.assert(
    fc.property(someGradients, (gradients) => {
      const alpha = nash(given(productsOf(gradients)));
      const step = combined(alpha, gradients);
      const square = gradients.reduce((sum, g) => sum + dot(g, g), 0) / gradients.length;
      for (const [task, g] of gradients.entries()) {
        const share = alpha[task] * Math.hypot(...g); // β √square
        expect((alpha[task] * dot(g, step) + 1e-6 * share * share) / square).toBeCloseTo(1, 6);
      }
    }),
    { numRuns: 500 },
  );
});

it('gives each task the same share of the step whatever its loss is multiplied by', () => {
  fc.assert(
    fc.property(someGradients, fc.constantFrom(1e-4, 0.1, 1e4), (gradients, factor) => {
      const scaled = gradients.map((g, task) => (task === 0 ? g.map((value) => value * factor) : g));
      const [shares, others] = [gradients, scaled].map((each) =>
        nash(given(productsOf(each))).map((alpha, task) => alpha * Math.hypot(...each[task])),
      );
      for (const task of shares.keys()) expect(shares[task] / shares[0]).toBeCloseTo(others[task] / others[0], 6);
    }),
  );
});
