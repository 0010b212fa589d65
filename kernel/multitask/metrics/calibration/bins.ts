import type { Read } from '../../options/index.ts';
import type { binOptions } from '../metric-options.ts';
import { type Observed, totalWeight } from '../observed.ts';

export type Binning = Pick<Read<typeof binOptions>, 'bins' | 'binning'>;

/**
 * Calls `visit` for each row with the number of its bin, from the lowest prediction to the highest; equal predictions are
 * always in one bin. Bins of one width divide the range from `low` to `high`.
 */
export function visitBins(
  rows: Observed,
  { bins, binning }: Binning,
  visit: (bin: number, row: number) => void,
  [low, high]: readonly [number, number] = [0, 1],
): void {
  const { predictions, weights } = rows;
  const order = rows.order();
  const total = totalWeight(rows);
  let bin = 0;
  let before = 0;
  for (let i = 0; i < order.length; i++) {
    const row = order[i];
    const prediction = predictions[row];
    const isTied = i > 0 && prediction === predictions[order[i - 1]];
    const share = binning === 'rows' ? before / total : (prediction - low) / (high - low || 1);
    if (!isTied) bin = Math.max(0, Math.min(bins - 1, Math.floor(bins * share)));
    before += weights ? weights[row] : 1;
    visit(bin, row);
  }
}
