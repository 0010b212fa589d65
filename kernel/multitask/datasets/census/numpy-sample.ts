/**
 * The row numbers that pandas' `frame.sample(n=count, random_state=seed)` picks from `rows` rows, in its order: numpy's
 * legacy `RandomState(seed).permutation(rows)[:count]`, which numpy promises never to change.
 *
 * MT19937 (Matsumoto & Nishimura 1998), and a Fisher–Yates shuffle that draws each index by masking 32 random bits and
 * rejecting those that are too large.
 *
 * @param rows below 2³².
 */
export function numpySample(rows: number, count: number, seed: number): Uint32Array {
  const next = mersenneTwister(seed);
  const order = new Uint32Array(rows).map((_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const mask = 2 ** (32 - Math.clz32(i)) - 1;
    let j = (next() & mask) >>> 0;
    while (j > i) j = (next() & mask) >>> 0;
    const held = order[i];
    order[i] = order[j];
    order[j] = held;
  }
  return order.subarray(0, count);
}

function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(stateSize);
  state[0] = seed;
  for (let i = 1; i < stateSize; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  let at = stateSize;
  return () => {
    if (at === stateSize) {
      for (let i = 0; i < stateSize; i++) {
        const bits = (state[i] & 0x80000000) | (state[(i + 1) % stateSize] & 0x7fffffff);
        state[i] = state[(i + 397) % stateSize] ^ (bits >>> 1) ^ (bits & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let bits = state[at++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
}

const stateSize = 624;
