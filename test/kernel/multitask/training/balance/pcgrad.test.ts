import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pcgrad } from '../../../../../kernel/multitask/training/balance/pcgrad.ts';
import { combined, dot, given, productsOf, someGradients } from './gradients.ts';

it('takes out of each gradient what points against the other', () => {
  // g₁ = (1, 0), g₂ = (−1, 2): g₁·g₂ = −1, ‖g₁‖² = 1, ‖g₂‖² = 5. g₁ is left as g₁ + g₂ ÷ 5, g₂ as g₂ + g₁: 2 and 6 ÷ 5.
  expect([...pcgrad(given([1, -1, -1, 5]))]).toEqual([2, 1.2]);
});

it('takes task weights for part of the losses', () => {
  // With weights 1 and 2: g₂ = (−2, 4), g₁·g₂ = −2, ‖g₂‖² = 20. 1 + 2 ÷ 1 of g₁; 1 + 2 ÷ 20 of the doubled g₂.
  expect([...pcgrad(given([1, -1, -1, 5], { weights: Float64Array.of(1, 2) }))]).toEqual([3, 2.2]);
});

it('is the sum where nothing conflicts', () => {
  fc.assert(
    fc.property(someGradients, (gradients) => {
      const positive = gradients.map((g) => g.map(Math.abs));
      expect([...pcgrad(given(productsOf(positive)))]).toEqual(positive.map(() => 1));
    }),
  );
});

it('raises neither loss of two tasks', () => {
  fc.assert(
    fc.property(someGradients, (gradients) => {
      const two = gradients.slice(0, 2);
      const step = combined(pcgrad(given(productsOf(two))), two);
      for (const g of two) expect(dot(g, step)).toBeGreaterThanOrEqual(-1e-12 * dot(g, g) - 1e-12 * dot(step, step));
    }),
  );
});

it('goes through the tasks in an order of its seed and step', () => {
  // At 120° or more from each other the order decides.
  const products = productsOf([
    [1, 0, 0],
    [-2, 1, 0],
    [0.5, -2, 1],
  ]);
  const of = (seed: number, step: number) => [...pcgrad(given(products, { seed, step }))].join();
  expect(of(3, 5)).toBe(of(3, 5));
  expect(new Set(Array.from({ length: 20 }, (_, step) => of(3, step))).size).toBeGreaterThan(1);
});
