import type { Rows } from '../../data/index.ts';
import type { Network } from '../../network/index.ts';

/** Reads the numeric columns of a batch, scaled as the network wants its inputs; NaN is read as the column's mean. [batch, column] */
export function numericReader(
  { features, inputs }: Network,
  rows: Rows,
): (order: ArrayLike<number>, from: number, to: number) => Float32Array {
  const columns = features.columns.filter((column) => column.kind === 'numeric');
  return (order, from, to) => {
    const values = new Float32Array((to - from) * columns.length);
    for (const [c, { mean, sd }] of columns.entries()) {
      const shift = inputs === 'raw' ? 0 : mean;
      const scale = inputs === 'raw' ? 1 : sd;
      for (let i = from; i < to; i++) {
        const value = rows.numeric[c][order[i]];
        values[(i - from) * columns.length + c] = ((Number.isNaN(value) ? mean : value) - shift) / scale;
      }
    }
    return values;
  };
}
