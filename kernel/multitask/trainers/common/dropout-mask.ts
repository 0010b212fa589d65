import { fnv1a } from '../../data/index.ts';
import type { Network, NetworkNode } from '../../network/index.ts';

/**
 * Which entries of a block survive dropout, the same in every trainer: entry (row, unit) of a step is kept when
 * `mix(key + (row · width + unit) · 0x9e3779b9)`, an unsigned 32-bit number, is at least `threshold`.
 * `row` counts within the batch; sums and products wrap at 32 bits. A softmax draws for its weights [row, expert] and
 * renormalises those kept to sum 1; a row that would lose all of them keeps all.
 */
export type DropoutMask = {
  /** mix(fnv1a(kind + "/" + name of the block) ^ mix(seed + (step + 1) · 0x9e3779b9)) */
  readonly key: number;
  /** See `thresholdOf`. */
  readonly threshold: number;
};

/** `step` is 0-based over the whole life of the weights, as in `TrainingPlan.learningRate`. */
export function dropoutMask(
  seed: number,
  step: number,
  node: { readonly kind: 'dropout' | 'softmax'; readonly name: string },
  rate: number,
): DropoutMask {
  const key = mix(fnv1a(`${node.kind}/${node.name}`) ^ mix((seed + Math.imul(step + 1, golden)) | 0));
  return { key, threshold: thresholdOf(rate) };
}

/** rate · 2³², rounded, as an unsigned number of 32 bits. */
export function thresholdOf(rate: number): number {
  return Math.min(Math.round(rate * 4294967296), 4294967295);
}

/** A node that draws a mask at each step of training. */
export type MaskedNode = {
  readonly node: NetworkNode;
  readonly kind: 'dropout' | 'softmax';
  readonly name: string;
  readonly rate: number;
};

/** The nodes of a network that draw a mask, in order. */
export function masksOf({ nodes }: Pick<Network, 'nodes'>): readonly MaskedNode[] {
  return nodes.flatMap((node): MaskedNode[] => {
    if (node.kind !== 'dropout' && node.kind !== 'softmax') return [];
    const { kind, name } = node;
    const rate = node.kind === 'dropout' ? node.rate : node.dropout;
    return rate > 0 ? [{ node, kind, name, rate }] : [];
  });
}

/** Whether entry `index` = row · width + unit is kept. */
export function isKept({ key, threshold }: DropoutMask, index: number): boolean {
  return mix((key + Math.imul(index, golden)) | 0) >>> 0 >= threshold;
}

/** 1 where an entry survives dropout, else 0. [row, unit] */
export function entryMask(mask: DropoutMask, rows: number, width: number): Float32Array {
  return Float32Array.from({ length: rows * width }, (_, i) => (isKept(mask, i) ? 1 : 0));
}

/** As `entryMask`, but a row that would lose every expert keeps them all. [row, expert] */
export function gateMask(mask: DropoutMask, rows: number, experts: number): Float32Array {
  const kept = entryMask(mask, rows, experts);
  for (let start = 0; start < kept.length; start += experts) {
    const row = kept.subarray(start, start + experts);
    if (row.every((entry) => entry === 0)) row.fill(1);
  }
  return kept;
}

/** MurmurHash3's finalizer (Austin Appleby's fmix32): every bit of the result depends on every bit of the value. */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

/** 2³² ÷ the golden ratio: spreads consecutive numbers (Knuth, TAOCP 3, 6.4). */
const golden = 0x9e3779b9;
