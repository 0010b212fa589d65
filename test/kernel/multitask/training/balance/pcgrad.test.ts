import { expect, it } from 'vitest';
import { pcgrad } from '../../../../../kernel/multitask/training/balance/pcgrad.ts';

const first = { seed: 1, step: 0 };

it('takes out of each gradient what points against the other', () => {
  // g₁ = (1, 0), g₂ = (−1, 2): g₁·g₂ = −1, ‖g₁‖² = 1, ‖g₂‖² = 5. g₁ is left as g₁ + g₂ ÷ 5, g₂ as g₂ + g₁: 2 and 6 ÷ 5.
  expect([...pcgrad(Float64Array.of(1, -1, -1, 5), 2, first)]).toEqual([2, 1.2]);
});

it('is the sum where nothing conflicts', () => {
  expect([...pcgrad(Float64Array.of(1, 0.5, 0.5, 4), 2, first)]).toEqual([1, 1]);
});
