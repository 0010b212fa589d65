import { ascending } from './ascending.ts';
import { hasNaN, observed } from './observed.ts';
import { classCounts } from './placements.ts';

/** Σ predicted ÷ Σ observed over the rows with a label: 1 is calibrated in the large. NaN without a positive row. */
export function calibration(labels: ArrayLike<number>, probabilities: ArrayLike<number>): number {
  const rows = observed(labels, probabilities);
  let predicted = 0;
  let seen = 0;
  for (let i = 0; i < rows.labels.length; i++) {
    predicted += rows.predictions[i];
    seen += rows.labels[i];
  }
  return seen === 0 ? Number.NaN : predicted / seen;
}

/**
 * Expected calibration error (Naeini 2015; Guo 2017, eq. 3): Σ over bins of share of rows × |mean probability − share of
 * positives|. 0 is calibrated; NaN without labels or with a NaN probability. Options as for `calibrationCurve`.
 */
export function expectedCalibrationError(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: BinOptions = {},
): number {
  const bins = calibrationCurve(labels, probabilities, options);
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  if (rows === 0) return Number.NaN;
  return bins.reduce((sum, bin) => sum + (bin.rows / rows) * Math.abs(bin.predicted - bin.observed), 0);
}

/**
 * Mean probability against share of positives, per bin of rows with like probabilities: a reliability diagram.
 *
 * @param options.bins how many bins, 15 unless told; bins without rows are left out.
 * @param options.binning `rows`, the default, puts the same number of rows into each bin, equal probabilities always into
 *   the same one: rates of a few per mille, as of conversions, still fill every bin. `width` cuts [0, 1] into equal
 *   parts, as in Guo 2017.
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: BinOptions = {},
): CalibrationBin[] {
  const { bins = 15, binning = 'rows' } = options;
  if (!Number.isInteger(bins) || bins < 1) throw new RangeError(`bins must be a whole number from 1: got ${bins}.`);
  const rows = observed(labels, probabilities);
  classCounts(rows.labels);
  const count = rows.labels.length;
  if (hasNaN(rows.predictions)) return [{ rows: count, predicted: Number.NaN, observed: Number.NaN }];
  const order = ascending(rows.predictions);

  const sums = Array.from({ length: bins }, () => ({ rows: 0, predicted: 0, observed: 0 }));
  let bin = 0;
  for (let i = 0; i < count; i++) {
    const probability = rows.predictions[order[i]];
    const tied = i > 0 && probability === rows.predictions[order[i - 1]];
    if (!tied) bin = Math.min(bins - 1, Math.floor(bins * (binning === 'rows' ? i / count : Math.max(0, probability))));
    sums[bin].rows++;
    sums[bin].predicted += probability;
    sums[bin].observed += rows.labels[order[i]];
  }
  return sums
    .filter((sum) => sum.rows > 0)
    .map((sum) => ({ rows: sum.rows, predicted: sum.predicted / sum.rows, observed: sum.observed / sum.rows }));
}

export type BinOptions = { readonly bins?: number; readonly binning?: 'rows' | 'width' };

/** `predicted` is the mean probability of the bin's rows, `observed` their share of positives. */
export type CalibrationBin = { readonly rows: number; readonly predicted: number; readonly observed: number };
