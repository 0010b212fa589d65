import { count } from '../../../text/index.ts';
import { whyNoneCounts } from '../../data/index.ts';
import { checkProbabilities, type Observed, observed, totalWeight } from '../observed.ts';
import { type Binning, visitBins } from './bins.ts';
import { meanInterval, wilsonInterval } from './interval.ts';

/** What a task predicts beside what was observed: probabilities and shares of positives, or values in label units. */
export type Curve = {
  /** Means over all rows. */
  readonly predicted: number;
  /** Mean of the labels. */
  readonly observed: number;
  /** Mean of predicted − observed. */
  readonly bias: Estimated;
  /** Σ predicted ÷ Σ observed of a binary task: 1 is right on average. */
  readonly ratio?: Estimated;
  /**
   * Σ over bins of share of rows × |mean predicted − mean observed|: of a binary task the expected calibration error
   * (Guo 2017, eq. 3). `chance` is what a model without any such gap would show on average with so many rows.
   */
  readonly gap: {
    /** The gap itself, in units of the predictions. */
    readonly value: number;
    /** What is expected of right predictions. */
    readonly chance: number;
  };
  /** Bins whose interval leaves out their mean prediction: by chance one in twenty. */
  readonly off: number;
  /** From the lowest predictions to the highest. */
  readonly bins: readonly CurveBin[];
  /** How the predictions are spread. */
  readonly histogram: Histogram;
};

/** With its standard error. */
export type Estimated = {
  /** The number. */
  readonly value: number;
  /** Its standard error. */
  readonly error: number;
};

/** `low` and `high` end the 95 % interval of `observed`; NaN where one row cannot tell. */
export type CurveBin = {
  /** How many rows. */
  readonly rows: number;
  /** Mean prediction. */
  readonly predicted: number;
  /** Share of positives, or mean label. */
  readonly observed: number;
  /** Lower end of the interval of `observed`. */
  readonly low: number;
  /** Upper end of the interval of `observed`. */
  readonly high: number;
};

/** How many rows are predicted within each of `counts.length` parts of the range; `outside` are beyond its ends. */
export type Histogram = {
  /** Where the range begins. */
  readonly low: number;
  /** Where the range ends. */
  readonly high: number;
  /** Rows in each part. [part] */
  readonly counts: readonly number[];
  /** Rows beyond the ends. */
  readonly outside: number;
};

/**
 * The curve of one task over its rows with a label, each as its weight counts; or, in words, why there is none.
 * @throws when a probability is not in [0, 1].
 */
export function measureCurve(
  kind: 'binary' | 'numeric',
  columns: {
    readonly labels: ArrayLike<number>;
    readonly predictions: ArrayLike<number>;
    readonly weights: ArrayLike<number> | undefined;
  },
  how: Binning,
): { readonly rows: number } & ({ readonly curve: Curve } | { readonly refusal: string }) {
  const seen = observed(columns.labels, columns.predictions, columns.weights);
  const rows = seen.labels.length;
  const refusal = whyNoneCounts(columns.labels, columns.weights) ?? refusalOf(kind, seen);
  if (refusal !== undefined) return { rows, refusal };
  if (kind === 'binary') checkProbabilities(seen, 'calibration');
  const whole = momentsOf(seen);
  const bins = binsOf(kind, seen, how);
  const curveBins = bins.map((bin): CurveBin => {
    const { rows, predicted, observed } = bin;
    const interval =
      kind === 'binary'
        ? wilsonInterval(observed, bin.effective)
        : meanInterval(observed, bin.observedError, bin.effective);
    return { rows, predicted, observed, ...interval };
  });
  const share = ({ weight }: Moments) => weight / whole.weight;
  return {
    rows,
    curve: {
      predicted: whole.predicted,
      observed: whole.observed,
      bias: { value: whole.predicted - whole.observed, error: whole.differenceError },
      ...(kind === 'binary' && { ratio: ratioOf(seen, whole) }),
      gap: {
        value: bins.reduce((sum, bin) => sum + share(bin) * Math.abs(bin.predicted - bin.observed), 0),
        // The mean of |x| of a normal x is √(2 ÷ π) of its standard deviation.
        chance: bins.reduce((sum, bin) => sum + share(bin) * Math.sqrt(2 / Math.PI) * (bin.chance || 0), 0),
      },
      off: curveBins.filter(({ predicted, low, high }) => predicted < low || predicted > high).length,
      bins: curveBins,
      histogram: histogramOf(kind, seen, curveBins),
    },
  };
}

function refusalOf(kind: 'binary' | 'numeric', { labels, predictions, row }: Observed): string | undefined {
  const rows = labels.length;
  for (let i = 0; i < rows; i++)
    if (!Number.isFinite(predictions[i]))
      return `The prediction of row ${row(i)} is ${predictions[i]}: the weights have diverged, or the row has a value that is no number.`;
  if (rows === 1) return 'Only one row has a label.';
  if (kind === 'binary') {
    let isOneClass = true;
    for (let i = 1; i < rows && isOneClass; i++) isOneClass = labels[i] === labels[0];
    if (isOneClass) return `All ${count(rows)} labels are ${labels[0]}: there is nothing to set probabilities against.`;
  }
  return undefined;
}

/** Weighted means of rows, and the errors of these. */
type Moments = {
  readonly rows: number;
  readonly weight: number;
  /** As many rows of equal weight would tell as much (Kish 1965): (Σ w)² ÷ Σ w². */
  readonly effective: number;
  readonly predicted: number;
  readonly observed: number;
  /** Standard errors of `observed`, and of predicted − observed. */
  readonly observedError: number;
  readonly differenceError: number;
};

function momentsOf({ labels, predictions, weights }: Observed, rows?: readonly number[]): Moments {
  const length = rows?.length ?? labels.length;
  const at = (i: number) => rows?.[i] ?? i;
  const weightAt = (row: number) => (weights ? weights[row] : 1);
  let [weight, squares, predicted, observed] = [0, 0, 0, 0];
  for (let i = 0; i < length; i++) {
    const w = weightAt(at(i));
    weight += w;
    squares += w * w;
    predicted += w * predictions[at(i)];
    observed += w * labels[at(i)];
  }
  predicted /= weight;
  observed /= weight;
  let [ofObserved, ofDifference] = [0, 0];
  for (let i = 0; i < length; i++) {
    const w = weightAt(at(i));
    const away = labels[at(i)] - observed;
    ofObserved += (w * away) ** 2;
    ofDifference += (w * (predictions[at(i)] - predicted - away)) ** 2;
  }
  const effective = (weight * weight) / squares;
  // n ÷ (n − 1), Bessel's: NaN for one row.
  const error = (sum: number) => (length < 2 ? Number.NaN : Math.sqrt((sum * length) / (length - 1)) / weight);
  return {
    rows: length,
    weight,
    effective,
    predicted,
    observed,
    observedError: error(ofObserved),
    differenceError: error(ofDifference),
  };
}

type Bin = Moments & {
  /** Standard deviation that mean observed − mean predicted has where predictions are right; NaN where one row cannot tell. */
  readonly chance: number;
};

function binsOf(kind: 'binary' | 'numeric', seen: Observed, how: Binning): Bin[] {
  const { predictions, weights } = seen;
  const order = seen.order();
  const range =
    kind === 'binary'
      ? ([0, 1] as const)
      : ([order[0], order[order.length - 1]].map((row) => predictions[row]) as [number, number]);
  const places = Array.from({ length: how.bins }, (): number[] => []);
  visitBins(seen, how, (bin, row) => places[bin].push(row), range);
  return places
    .filter((rows) => rows.length > 0)
    .map((rows) => {
      const moments = momentsOf(seen, rows);
      if (kind === 'numeric') return { ...moments, chance: moments.differenceError };
      const variance = rows.reduce((sum, row) => {
        const p = predictions[row];
        return sum + (weights ? weights[row] : 1) ** 2 * p * (1 - p);
      }, 0);
      return { ...moments, chance: Math.sqrt(variance) / moments.weight };
    });
}

/** R = Σ p ÷ Σ y with its error to first order: row i moves it by (p − R y) ÷ Σ y. */
function ratioOf(seen: Observed, { predicted, observed }: Moments): Estimated {
  const { labels, predictions, weights } = seen;
  const value = predicted / observed;
  let sum = 0;
  for (let i = 0; i < labels.length; i++)
    sum += ((weights ? weights[i] : 1) * (predictions[i] - value * labels[i])) ** 2;
  return { value, error: Math.sqrt(sum) / (totalWeight(seen) * observed) };
}

/** Over the range that the bins take, and a tenth more on each side, but not across 0; of probabilities from 0 on, and to 1 where they reach ½. */
function histogramOf(kind: 'binary' | 'numeric', { predictions }: Observed, bins: readonly CurveBin[]): Histogram {
  const means = bins.flatMap(({ predicted, observed }) => [predicted, observed]);
  const [least, most] = [Math.min(...means), Math.max(...means)];
  const room = (most - least) / 10;
  const low = kind === 'binary' ? 0 : least < 0 ? least - room : Math.max(0, least - room);
  const high = kind === 'binary' ? (most >= 0.5 ? 1 : most + room) : most + room;
  const counts = new Array<number>(parts).fill(0);
  let outside = 0;
  for (let i = 0; i < predictions.length; i++) {
    const at = Math.floor((parts * (predictions[i] - low)) / (high - low || 1));
    if (predictions[i] === high) counts[parts - 1]++;
    else if (at >= 0 && at < parts) counts[at]++;
    else outside++;
  }
  return { low, high, counts, outside };
}

const parts = 30;
