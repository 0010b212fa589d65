import type { BalancePenalty, BatchNormNode, Network } from '../../../network/index.ts';
import { padded } from '../compile/dense-groups.ts';

/**
 * What a thread adds up over its rows of a batch, two sums of 64 bits for each column, and what all threads' sums come to, two
 * floats for each. Offsets in a thread's own memory, in bytes.
 */
export type BatchSums = {
  readonly sums: number;
  readonly results: number;
  /** A multiple of 4. */
  readonly columns: number;
};

export type BatchSumsLayout = {
  /** Σ x and Σ x²: their mean and variance. */
  readonly moments: ReadonlyMap<BatchNormNode, BatchSums>;
  /** Σ d and Σ d x̂: their means. */
  readonly gradients: ReadonlyMap<BatchNormNode, BatchSums>;
  /** Σ g and Σ g²: 2 n times the mean of g. */
  readonly uses: ReadonlyMap<BalancePenalty, BatchSums>;
  /** Of the sums, which come first, and of all. */
  readonly sumBytes: number;
  readonly bytes: number;
};

/** Lays out the sums of a network from `start` on, then the results. */
export function layOutBatchSums({ nodes, penalties }: Network, start = 0): BatchSumsLayout {
  const norms = nodes.filter((node) => node.kind === 'batchNorm');
  const balances = penalties.filter((penalty) => penalty.kind === 'balance');
  const widths = [...norms, ...norms, ...balances.map(({ gate }) => gate)].map(({ width }) => padded(width));
  const sumBytes = 16 * widths.reduce((sum, width) => sum + width, 0);
  let column = 0;
  const places = widths.map((columns): BatchSums => {
    const place = { sums: start + 16 * column, results: start + sumBytes + 8 * column, columns };
    column += columns;
    return place;
  });
  const from = (first: number) => (_: unknown, i: number) => places[first + i];
  const paired = <Key>(keys: readonly Key[], first: number) =>
    new Map(keys.map((key, i) => [key, from(first)(key, i)] as const));
  return {
    moments: paired(norms, 0),
    gradients: paired(norms, norms.length),
    uses: paired(balances, 2 * norms.length),
    sumBytes,
    bytes: sumBytes + 8 * column,
  };
}
