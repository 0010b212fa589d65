import type { EncodedColumns } from '../../data/index.ts';

/** The mean of the rows' weights, gathered piece by piece; nothing where they have none. */
export function meanWeight(): {
  readonly add: (rows: EncodedColumns) => void;
  readonly mean: () => { readonly meanWeight?: number };
} {
  let [sum, count, least, most] = [0, 0, Number.POSITIVE_INFINITY, 0];
  return {
    add({ weights = new Float32Array(0) }) {
      count += weights.length;
      for (const weight of weights) {
        sum += weight;
        least = Math.min(least, weight);
        most = Math.max(most, weight);
      }
    },
    mean() {
      if (count === 0) return {};
      // The mean of equal weights is their value, to the last bit.
      return { meanWeight: least === most ? most : sum / count };
    },
  };
}
