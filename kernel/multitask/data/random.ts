/**
 * A stream of random numbers that is the same on every machine for the same seed and stream name.
 *
 * The generator is sfc32 (Chris Doty-Humphrey's small fast counter, from PractRand: 128 bits of state, period at least
 * 2³²). Streams of different names are independent: draw rows from one and labels from another, and neither moves when
 * the other draws more.
 *
 * @param seed any whole number from 0 to 2⁵³ − 1.
 */
export function randomStream(seed: number, stream = ''): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`A seed is a whole number from 0 to 2^53 - 1: got ${seed}.`);
  }
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = fnv1a(stream) | 0;
  let counter = 1;
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 16; i++) next(); // until seeds that differ in one bit have nothing in common

  const uniform = () => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
  let spare = Number.NaN;
  return {
    bits: next,
    uniform,
    below: (end) => Math.floor(uniform() * end),
    normal: () => {
      if (!Number.isNaN(spare)) {
        const result = spare;
        spare = Number.NaN;
        return result;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
  };
}

export type RandomStream = {
  /** The next 32 bits. */
  readonly bits: () => number;
  /** Uniform in [0, 1), 53 bits. */
  readonly uniform: () => number;
  /** A whole number, uniform in [0, end). */
  readonly below: (end: number) => number;
  /** Standard normal (Box & Muller 1958). */
  readonly normal: () => number;
};

/** 0 … rows − 1 in random order (Fisher & Yates). */
export function shuffled(rows: number, random: RandomStream): Uint32Array {
  const order = new Uint32Array(rows).map((_, i) => i);
  for (let i = rows - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const held = order[i];
    order[i] = order[j];
    order[j] = held;
  }
  return order;
}

/** 32-bit FNV-1a hash of the text's UTF-16 units. */
export function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
