import { enlarged } from './enlarged.ts';

/** Distinct byte strings and their codes, 0, 1, 2 … in the order of first appearance. An open-addressing hash table. */
export function byteDictionary(): ByteDictionary {
  let slots = new Int32Array(256).fill(-1);
  let hashes = new Int32Array(128);
  let ends = new Int32Array(129); // the bytes of code i are store[ends[i] … ends[i + 1])
  let store = new Uint8Array(2048);
  let size = 0;

  function add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const code = size++;
    if (2 * size > slots.length) grow();
    const from = ends[code];
    store = enlarged(store, from + end - start);
    store.set(bytes.subarray(start, end), from);
    ends[code + 1] = from + end - start;
    hashes[code] = hash;
    occupy(code);
    return code;
  }
  function occupy(code: number): void {
    let slot = hashes[code] & (slots.length - 1);
    while (slots[slot] >= 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = code;
  }
  function grow(): void {
    hashes = enlarged(hashes, 2 * hashes.length);
    ends = enlarged(ends, 2 * ends.length);
    slots = new Int32Array(slots.length * 2).fill(-1);
    for (let code = 0; code < size - 1; code++) occupy(code);
  }
  function same(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = ends[code];
    if (ends[code + 1] - at !== end - start) return false;
    for (let i = start; i < end; i++) if (bytes[i] !== store[at++]) return false;
    return true;
  }

  return {
    codeOf(bytes, start, end, hash) {
      let slot = hash & (slots.length - 1);
      for (let code = slots[slot]; code >= 0; code = slots[slot]) {
        if (hashes[code] === hash && same(code, bytes, start, end)) return code;
        slot = (slot + 1) & (slots.length - 1);
      }
      return add(bytes, start, end, hash);
    },
    values: () => Array.from({ length: size }, (_, i) => Buffer.from(store.subarray(ends[i], ends[i + 1])).toString()),
  };
}

export type ByteDictionary = {
  /** The code of bytes[start … end), which hash to `hash` (see hashOf); a new one when they are new. */
  readonly codeOf: (bytes: Uint8Array, start: number, end: number, hash: number) => number;
  /** By code, as UTF-8. */
  readonly values: () => string[];
};

/** 32-bit FNV-1a, in two constants so that a scanner can hash while it looks for the end of a field. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = fnvOffset;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], fnvPrime);
  return hash;
}

export const fnvOffset = 0x811c9dc5;
export const fnvPrime = 0x01000193;
