/**
 * Whether 32 bits hold numbers of this mean and sd well enough: rounding moves them by at most a two-thousandth of their sd
 * (a number around 2¹³ sd has 24 bits, 2⁻²⁴ of it is 2⁻¹¹ sd). Timestamps are what it is not true of.
 */
export function fitsFloat32(mean: number, sd: number): boolean {
  return Math.abs(mean) <= 8192 * sd && Math.abs(mean) + 8192 * sd < 3e38;
}
