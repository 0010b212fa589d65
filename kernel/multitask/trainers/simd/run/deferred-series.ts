import type { Optimizer } from '../../trainer.ts';

type Adam = Extract<Optimizer, { kind: 'adam' }>;

/** Bias corrections of Adam's step t (1-based, over the life of the weights): rate = α ÷ (1 − β₁ᵗ), root = 1 ÷ √(1 − β₂ᵗ). */
export function corrections({ beta1, beta2 }: Adam, learningRate: number, t: number): { rate: number; root: number } {
  return { rate: learningRate / (1 - beta1 ** t), root: 1 / Math.sqrt(1 - beta2 ** t) };
}

/**
 * Fills in the tables of deferred Adam, see `assembly/deferred-adam.ts`: of step s of this call eight floats, rate and root
 * of step s, then A_i[s] = Σ_{j > s} κ_i[j] ρ_iʲ⁻ˢ with κ_i = rate ÷ rootⁱ⁺¹ and ρ_i = β₁ ÷ β₂^((i+1)÷2), the last step first;
 * of a distance d, β₁ᵈ, β₂ᵈ and ρ_iᵈ.
 */
export function fillSeries(
  series: Float32Array,
  powers: Float32Array,
  adam: Adam,
  rates: Float64Array,
  firstStep: number,
): void {
  const { beta1, beta2 } = adam;
  const ratios = [1, 2, 3].map((half) => beta1 / beta2 ** (half / 2));
  const sums = [0, 0, 0];
  for (let s = rates.length; s >= 0; s--) {
    for (let i = 0; i < 3; i++) series[8 * s + 2 + i] = sums[i];
    if (s === 0) break;
    const { rate, root } = corrections(adam, rates[s - 1], firstStep + s);
    series[8 * s] = rate;
    series[8 * s + 1] = root;
    for (let i = 0; i < 3; i++) sums[i] = ratios[i] * (sums[i] + rate / root ** (i + 1));
  }
  for (let d = 0; d <= rates.length; d++) {
    powers[8 * d] = beta1 ** d;
    powers[8 * d + 1] = beta2 ** d;
    for (let i = 0; i < 3; i++) powers[8 * d + 2 + i] = ratios[i] ** d;
  }
}
