/** exp(vᵢ) ÷ Σ exp(vⱼ) */
export function softmax(values: Float64Array): Float64Array {
  const greatest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - greatest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
