import type { Rows } from '../../data/index.ts';
import type { Network } from '../../network/index.ts';
import { numericScales } from '../common/index.ts';

/** Reads the numeric columns of a batch, scaled as the network wants its inputs; NaN is read as the column's mean. [batch, column] */
export function numericReader(
  network: Network,
  rows: Rows,
): (order: ArrayLike<number>, from: number, to: number) => Float32Array {
  const columns = numericScales(network);
  return (order, from, to) => {
    const values = new Float32Array((to - from) * columns.length);
    for (const [c, { mean, shift, scale }] of columns.entries()) {
      for (let i = from; i < to; i++) {
        const value = rows.numeric[c][order[i]];
        values[(i - from) * columns.length + c] = ((Number.isNaN(value) ? mean : value) - shift) / scale;
      }
    }
    return values;
  };
}
