import { randomStream } from '../../data/index.ts';

/**
 * The Halton sequence with digits permuted at random (Halton 1960; Braaten & Weller 1979): point `index` on axis `dimension`,
 * in [0, 1). Any number of first points covers each axis evenly, and an axis that appears late disturbs none before it.
 */
export function halton(seed: number): (index: number, dimension: number) => number {
  const permutations: (readonly number[])[] = [];
  return (index, dimension) => {
    const base = prime(dimension);
    permutations[dimension] ??= permuted(base, seed);
    const permutation = permutations[dimension];
    const digits = Math.ceil(40 / Math.log2(base));
    let rest = index;
    let scale = 1;
    let sum = 0;
    for (let i = 0; i < digits; i++) {
      scale /= base;
      sum += permutation[rest % base] * scale;
      rest = Math.floor(rest / base);
    }
    return Math.min(sum, 1 - 2 ** -40);
  };
}

function permuted(base: number, seed: number): readonly number[] {
  const random = randomStream(seed, `halton ${base}`);
  const digits = Array.from({ length: base }, (_, digit) => digit);
  for (let i = base - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [digits[i], digits[j]] = [digits[j], digits[i]];
  }
  return digits;
}

const primes = [2];

function prime(position: number): number {
  for (let next = (primes.at(-1) as number) + 1; primes.length <= position; next++)
    if (primes.every((each) => next % each !== 0)) primes.push(next);
  return primes[position];
}
