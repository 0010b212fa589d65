import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import type { Kernels } from './kernel-signatures.ts';

/**
 * V8 can join two neighbouring operations on 128 bits to one on 256 (AVX2). Node.js 24 and later have that behind an experimental
 * flag, which takes effect for what is compiled from then on, in the whole process. Earlier ones know it and gain nothing:
 * there it does not join fused multiply-adds.
 */
const flag = 'experimental-wasm-revectorize';

/** Whether vectors can be joined here, or why they are not. */
export type WideVectors = { readonly isUsable: true } | { readonly isUsable: false; readonly reason: string };

/** Asks this Node.js itself whether it knows the flag, as it would complain about one that it does not know. */
export async function wideVectors(): Promise<WideVectors> {
  const expected = expectedVectors();
  if (!expected.isUsable) return expected;
  flagIsKnown.asked ??= optionsOf(process.execPath).then((options) => options.includes(`--${flag} `));
  return (await flagIsKnown.asked) ? expected : { isUsable: false, reason: 'this Node.js has none' };
}

/** What can be said at once. MULTITASK_VECTORS=128 in the environment turns 256 bits off. */
export function expectedVectors(
  environment: NodeJS.ProcessEnv = process.env,
  version: string = process.versions.node,
): WideVectors {
  const wanted = environment.MULTITASK_VECTORS || '256';
  if (wanted === '128') return { isUsable: false, reason: 'MULTITASK_VECTORS is 128' };
  if (wanted !== '256') return { isUsable: false, reason: `MULTITASK_VECTORS is "${wanted}" instead of 256 or 128` };
  if (Number(version.split('.')[0]) < 24) return { isUsable: false, reason: 'Node.js 24 and later have them' };
  return { isUsable: true };
}

const flagIsKnown: { asked?: Promise<boolean> } = {};

async function optionsOf(node: string): Promise<string> {
  const { stdout } = await promisify(execFile)(node, ['--v8-options'], { maxBuffer: 2 ** 24 }).catch(() => ({
    stdout: '',
  }));
  return stdout;
}

export function joinVectors(join: 'on' | 'off'): void {
  setFlagsFromString(join === 'on' ? `--${flag}` : `--no-${flag}`);
}

/** Kernels that nobody else uses, on a memory of `testPages` pages. */
export type TestKernels = { readonly kernels: Kernels; readonly memory: WebAssembly.Memory };

export const testPages = 8;

/**
 * Whether wide kernels give the bits of the others, and products faster by a quarter: some 25 ms. Their optimised code is
 * compared, not what V8 begins with, whose vectors are never joined.
 */
export function isBetterWide(narrow: TestKernels, wide: TestKernels): boolean {
  setFlagsFromString('--no-liftoff');
  try {
    for (const test of [narrow, wide]) exercise(test);
  } finally {
    setFlagsFromString('--liftoff');
  }
  const [a, b] = [narrow, wide].map(({ memory }) => Buffer.from(memory.buffer));
  if (!a.equals(b)) return false;
  // Others take the processor away now and then, so the best of several counts.
  const best = { narrow: Number.POSITIVE_INFINITY, wide: Number.POSITIVE_INFINITY };
  for (let round = 0; round < 20; round++) {
    best.narrow = Math.min(best.narrow, timeOf(narrow));
    best.wide = Math.min(best.wide, timeOf(wide));
  }
  return best.narrow > 1.25 * best.wide;
}

/** Places in a test's memory, in bytes. */
const place = { zeros: 0, a: 1 << 16, w: 2 << 16, c: 3 << 16, scratch: 4 << 16, vectors: 6 << 16 };

/** Calls kernels on numbers that need every kind of tile: rows and columns that leave a rest. */
function exercise({ kernels, memory }: TestKernels): void {
  const floats = new Float32Array(memory.buffer);
  for (let i = place.a >> 2; i < floats.length; i++) floats[i] = Math.fround(Math.sin(i));
  const { a, w, c, scratch, vectors } = place;
  const [rows, depth, columns] = [26, 20, 28];
  const [aStep, cStep] = [4 * depth, 4 * columns];
  kernels.product(rows, depth, a, aStep, w, 32 * depth, columns, a, 0, 1, c, cStep, scratch);
  kernels.product(rows, depth, a, aStep, w, 32 * depth, columns, c, cStep, 1, c, cStep, scratch);
  kernels.productGradient(rows, depth, a, aStep, columns, c, cStep, w, 32, 32 * depth, scratch);
  kernels.columnSums(rows, columns, c, cStep, vectors);
  kernels.activate(rows, columns, 1, c, cStep);
  kernels.activateGradient(rows, columns, 1, c, cStep, a, cStep);
  const [v, g, m] = [vectors, vectors + 4096, vectors + 8192];
  kernels.activate(1, 512, 2, v, 0);
  kernels.adam(508, w, m, v, g, 1, 0, 0.01, 0.01, 0.001, 1, 0.9, 0.999, 1e-8);
  // What a product prepares lies in another order in larger tiles.
  floats.fill(0, scratch >> 2, vectors >> 2);
}

/** Milliseconds of some products. */
function timeOf({ kernels }: TestKernels): number {
  const { zeros, a, w, c, scratch } = place;
  const start = performance.now();
  for (let i = 0; i < 8; i++) kernels.product(48, 64, a, 256, w, 2048, 64, zeros, 0, 0, c, 256, scratch);
  return performance.now() - start;
}
