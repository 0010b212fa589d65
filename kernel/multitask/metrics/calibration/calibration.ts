import { readOptions } from '../../options/index.ts';
import { type BinOptions, binOptions, type Weighted, weightedOptions } from '../metric-options.ts';
import { checkProbabilities, hasNaN, type Observed, observed, totalWeight } from '../observed.ts';
import { classCounts } from '../placements.ts';
import { type Binning, visitBins } from './bins.ts';

/**
 * Σ predicted ÷ Σ observed over the rows with a label: 1 is calibrated in the large.
 *
 * @returns a ratio, from 0 on; NaN without a positive row: nothing can be divided by.
 * @throws when a probability is not in [0, 1].
 */
export function calibration(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: Weighted = {},
): number {
  const { weights } = readOptions('calibration', weightedOptions, options);
  const rows = observed(labels, probabilities, weights);
  checkProbabilities(rows, 'calibration');
  let predicted = 0;
  let seen = 0;
  for (let i = 0; i < rows.labels.length; i++) {
    const weight = rows.weights ? rows.weights[i] : 1;
    predicted += weight * rows.predictions[i];
    seen += weight * rows.labels[i];
  }
  return seen === 0 ? Number.NaN : predicted / seen;
}

/**
 * Expected calibration error (Naeini 2015; Guo 2017, eq. 3): Σ over bins of share of rows × |mean probability − share of
 * positives|. Options as for `calibrationCurve`.
 *
 * @returns from 0, calibrated, to 1; NaN without labels or with a NaN probability.
 * @throws when a probability is not in [0, 1], or a label neither 0 nor 1.
 */
export function expectedCalibrationError(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: BinOptions = {},
): number {
  const read = readOptions('expectedCalibrationError', binOptions, options);
  return calibrationErrorOf(observed(labels, probabilities, read.weights), read);
}

/** The same of rows that are observed. */
export function calibrationErrorOf(
  rows: Observed,
  how: Binning = {
    bins: binOptions.bins.default,
    binning: binOptions.binning.default,
  },
): number {
  const bins = binned(rows, how);
  const total = bins.reduce((sum, bin) => sum + bin.weight, 0);
  if (total === 0) return Number.NaN;
  return bins.reduce((sum, bin) => sum + (bin.weight / total) * Math.abs(bin.predicted - bin.observed), 0);
}

/**
 * Mean probability against share of positives, per bin of rows with like probabilities: a reliability diagram.
 *
 * Bins of equally many rows are filled also by rates of a few per mille, as of conversions.
 *
 * @returns [bin] from the lowest probability to the highest, those without rows left out; both numbers from 0 to 1.
 * @throws when a probability is not in [0, 1], or a label neither 0 nor 1.
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  options: BinOptions = {},
): CalibrationBin[] {
  const read = readOptions('calibrationCurve', binOptions, options);
  return binned(observed(labels, probabilities, read.weights), read).map(({ rows, predicted, observed }) => {
    return { rows, predicted, observed };
  });
}

/** `predicted` is the mean probability of the bin's rows, `observed` their share of positives. */
export type CalibrationBin = {
  /** How many rows. */
  readonly rows: number;
  /** Mean probability. */
  readonly predicted: number;
  /** Share of positives, from 0 to 1. */
  readonly observed: number;
};

function binned(rows: Observed, how: Binning): (CalibrationBin & { readonly weight: number })[] {
  classCounts(rows);
  checkProbabilities(rows, 'calibrationCurve');
  const { predictions, labels, weights } = rows;
  if (hasNaN(predictions))
    return [{ rows: labels.length, predicted: Number.NaN, observed: Number.NaN, weight: totalWeight(rows) }];
  const sums = Array.from({ length: how.bins }, () => ({ rows: 0, weight: 0, predicted: 0, observed: 0 }));
  visitBins(rows, how, (bin, row) => {
    const weight = weights ? weights[row] : 1;
    sums[bin].rows++;
    sums[bin].weight += weight;
    sums[bin].predicted += weight * predictions[row];
    sums[bin].observed += weight * labels[row];
  });
  return sums
    .filter((sum) => sum.rows > 0)
    .map((sum) => ({ ...sum, predicted: sum.predicted / sum.weight, observed: sum.observed / sum.weight }));
}
