import { weightDecayOf } from '../../common/index.ts';
import type { Adam, AdamW } from '../../trainer.ts';

/** Bias corrections of Adam's step t (1-based, over the life of the weights): rate = α ÷ (1 − β₁ᵗ), root = 1 ÷ √(1 − β₂ᵗ). */
export function corrections(
  { beta1, beta2 }: Adam | AdamW,
  learningRate: number,
  t: number,
): { rate: number; root: number } {
  return { rate: learningRate / (1 - beta1 ** t), root: 1 / Math.sqrt(1 - beta2 ** t) };
}

/**
 * Whether the steps of rows that no batch names can be put off: the series of `fillSeries` must converge, and fast enough
 * that their differences keep the digits of single precision.
 */
export function canPutOff(adam: Adam | AdamW, rates: Float64Array): boolean {
  const decay = weightDecayOf(adam);
  const kept = 1 - decay * rates.reduce((most, rate) => Math.max(most, rate), 0);
  return ratiosOf(adam).every((ratio) => ratio < 0.99 * kept);
}

/**
 * Fills in the tables of deferred Adam, see `assembly/deferred-adam.ts`: of step s of this call eight floats, rate and root
 * of step s, then A_i[s] = Σ_{j > s} κ_i[j] ρ_iʲ⁻ˢ ÷ (q_{s+1} … q_j) with κ_i = rate ÷ rootⁱ⁺¹, ρ_i = β₁ ÷ β₂^((i+1)÷2) and
 * q = 1 − α λ, the last step first; then α λ, and −Σ_{j ≤ s} ln q_j as a double; of a distance d, β₁ᵈ, β₂ᵈ and ρ_iᵈ.
 */
export function fillSeries(
  series: Float32Array,
  powers: Float32Array,
  adam: Adam | AdamW,
  rates: Float64Array,
  firstStep: number,
): void {
  const { beta1, beta2 } = adam;
  const ratios = ratiosOf(adam);
  const decay = weightDecayOf(adam);
  const decays = new Float64Array(series.buffer, series.byteOffset, series.length / 2);
  const sums = [0, 0, 0];
  for (let s = rates.length; s >= 0; s--) {
    for (let i = 0; i < 3; i++) series[8 * s + 2 + i] = sums[i];
    if (s === 0) break;
    const { rate, root } = corrections(adam, rates[s - 1], firstStep + s);
    series[8 * s] = rate;
    series[8 * s + 1] = root;
    const shrink = decay * rates[s - 1];
    series[8 * s + 5] = shrink;
    for (let i = 0; i < 3; i++) sums[i] = (ratios[i] / (1 - shrink)) * (sums[i] + rate / root ** (i + 1));
  }
  decays[3] = 0;
  for (let s = 1; s <= rates.length; s++) decays[4 * s + 3] = decays[4 * s - 1] - Math.log1p(-decay * rates[s - 1]);
  for (let d = 0; d <= rates.length; d++) {
    powers[8 * d] = beta1 ** d;
    powers[8 * d + 1] = beta2 ** d;
    for (let i = 0; i < 3; i++) powers[8 * d + 2 + i] = ratios[i] ** d;
  }
}

/** ρ_i, what the i-th term of the series is multiplied by from one step to the next. */
function ratiosOf({ beta1, beta2 }: Adam | AdamW): number[] {
  return [1, 2, 3].map((half) => beta1 / beta2 ** (half / 2));
}
