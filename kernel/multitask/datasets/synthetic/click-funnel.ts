import { type Column, type Dataset, type Rows, randomStream, withTrainLabels } from '../../data/index.ts';
import { number, type OptionTable, readOptions, seed } from '../../options/index.ts';
import { numericColumn } from '../numeric-column.ts';
import { biasFor, drawn, logistic, numbered } from './probabilities.ts';
import { rowCounts, type SplitSizes, splitSizes } from './split-sizes.ts';

/**
 * A simulated funnel, impression → click → conversion, whose true pCTR and pCVR are known for every impression, also for
 * those without a click. Generated, nothing is read or fetched. Most items have few clicks and hardly a conversion, which is
 * why ESMM learns both tasks with the same embeddings.
 *
 * Tasks are ESMM's (Ma et al. 2018): `click`, and `conversion`, which is 1 only where there is a click too. Each impression
 * has a user group, an item, a city, a device, an age and a price. Interest in clicking, and in buying after a click, are
 * sums of an effect of every value and of how group and item match; their effects have the correlation asked for, so the
 * clicked impressions are no fair sample of all. A logistic of each interest is its probability:
 *
 *   click ~ B(pCTR),  conversion ~ click × B(pCVR)
 *
 * A third column of labels, `conversionOfClick`, is unknown where there is no click: what a CVR model of clicks alone trains
 * on, `{ name: 'conversionOfClick', kind: 'binary' }`.
 *
 * `truth` has what no real log has: pCTR, which is the exact propensity that the conversion is seen, pCVR, and `wouldConvert`,
 * the counterfactual label: a draw of B(pCVR) for every impression, whatever was clicked. So
 * `metrics.auc(funnel.truth.test.wouldConvert, predictions.pCVR)` is the AUC over the entire space, and a mean over clicked
 * rows that count 1 ÷ pCTR each is unbiased for all of them.
 *
 * @returns rows by part, each column an array, [row], and beside them `truth`, probabilities from 0 to 1.
 * @throws when an option does not fit: the error names it, the value seen and what fits.
 */
export function clickFunnel(options: ClickFunnelOptions = {}): ClickFunnel {
  const { rows, clickRate, conversionRate, correlation, seed } = readOptions(
    'clickFunnel',
    clickFunnelOptions,
    options,
  );
  const sizes = splitSizes(rows);

  const interest = createInterest(correlation, seed);
  const impressions = {
    train: createImpressions(sizes.train, interest, seed, 'train'),
    validation: createImpressions(sizes.validation, interest, seed, 'validation'),
    test: createImpressions(sizes.test, interest, seed, 'test'),
  };
  const { click, conversion } = impressions.train;
  const clickBias = biasFor(clickRate, click);
  const conversionBias = biasFor(
    conversionRate,
    conversion,
    click.map((value) => logistic(value + clickBias)),
  );

  const categorical: Column[] = categories.map(({ name, size }) => ({
    kind: 'categorical',
    name,
    values: numbered(name, size),
  }));
  const columns = [...categorical, ...numberNames.map((name, i) => numericColumn(name, impressions.train.numbers[i]))];
  const part = (name: keyof SplitSizes) => draw(impressions[name], columns, clickBias, conversionBias, seed, name);
  const parts = { train: part('train'), validation: part('validation'), test: part('test') };
  return {
    name: 'click-funnel',
    features: { columns },
    tasks: withTrainLabels(
      [
        { name: 'click', kind: 'binary', description: 'clicked' },
        { name: 'conversion', kind: 'binary', description: 'clicked and bought' },
      ],
      parts.train.rows.labels,
    ),
    train: parts.train.rows,
    validation: parts.validation.rows,
    test: parts.test.rows,
    truth: { train: parts.train.truth, validation: parts.validation.truth, test: parts.test.truth },
  };
}

/** What funnel is generated. */
export type ClickFunnelOptions = {
  /** Impressions to train on (validation and test get a fifth of it each), or the three sizes; 100,000 without this. */
  readonly rows?: number | SplitSizes;
  /** Mean pCTR over the train impressions; 0.1 without this. */
  readonly clickRate?: number;
  /** Expected share of the train clicks that convert; 0.15 without this. */
  readonly conversionRate?: number;
  /** Between the effects on clicking and on buying, from −1 to 1; 0.5 without this. */
  readonly correlation?: number;
  /** Seed of everything that is drawn; 1 without this. */
  readonly seed?: number;
};

const rate = number({ above: 0, below: 1 });

const clickFunnelOptions = {
  rows: {
    type: rowCounts,
    default: 100_000,
    about: 'Impressions to train on (validation and test get a fifth of it each), or the three sizes',
  },
  clickRate: { type: rate, default: 0.1, about: 'Mean pCTR over the train impressions', also: ['ctr'] },
  conversionRate: {
    type: rate,
    default: 0.15,
    about: 'Expected share of the train clicks that convert',
    also: ['cvr'],
  },
  correlation: {
    type: number({ from: -1, to: 1 }),
    default: 0.5,
    about: 'Between the effects on clicking and on buying, from −1 to 1',
  },
  seed: { type: seed, default: 1, about: 'Seed of everything that is drawn' },
} as const satisfies OptionTable<ClickFunnelOptions>;

/** A generated funnel, and what is true of it. */
export type ClickFunnel = Dataset & {
  /** By part: probabilities and counterfactual labels of each impression. */
  readonly truth: Readonly<Record<keyof SplitSizes, FunnelTruth>>;
};

/** What is true of each impression, and in no log. [row] */
export type FunnelTruth = {
  /** Probability of a click: the exact propensity with which the label of the conversion is seen. */
  readonly pCTR: Float32Array;
  /** Probability that a click leads to a conversion, also where there was none. */
  readonly pCVR: Float32Array;
  /** The counterfactual label, 0 or 1: whether a click would have led to a conversion. */
  readonly wouldConvert: Float32Array;
};

const categories = [
  { name: 'user group', size: 200, strength: 0.8 },
  { name: 'item', size: 2000, strength: 0.8 },
  { name: 'city', size: 40, strength: 0.6 },
  { name: 'device', size: 3, strength: 0.3 },
] as const;
const [userGroupColumn, itemColumn] = [0, 1];
const numberNames = ['age', 'price'] as const;
/** Of one standard deviation of a number. Few effects are weak ones, or chance would decide how the tasks correlate. */
const numberStrength = 0.3;
const factors = 4;
const matchStrength = 0.4;

/** What each value adds to the interest in clicking [0] and in buying [1]. */
type Interest = {
  readonly values: readonly (readonly Effect[])[];
  readonly numbers: readonly Effect[];
  /** What a group likes and what an item has: they match by the product. [value][factor] */
  readonly groupFactors: readonly (readonly Effect[])[];
  readonly itemFactors: readonly (readonly number[])[];
};
type Effect = readonly [click: number, conversion: number];

function createInterest(correlation: number, seed: number): Interest {
  const { normal } = randomStream(seed, 'click funnel/effects');
  const effect = (strength: number): Effect => {
    const click = strength * normal();
    return [click, correlation * click + Math.sqrt(1 - correlation ** 2) * strength * normal()];
  };
  const several = <Item>(count: number, create: () => Item) => Array.from({ length: count }, create);
  return {
    values: categories.map(({ size, strength }) => several(size, () => effect(strength))),
    numbers: numberNames.map(() => effect(numberStrength)),
    groupFactors: several(categories[userGroupColumn].size, () => several(factors, () => effect(matchStrength))),
    itemFactors: several(categories[itemColumn].size, () => several(factors, normal)),
  };
}

/** `click` and `conversion` are the interests, still without the bias that sets the rate. */
type Impressions = {
  readonly codes: readonly Int16Array[];
  readonly numbers: readonly Float32Array[];
  readonly click: Float32Array;
  readonly conversion: Float32Array;
};

function createImpressions(rows: number, interest: Interest, seed: number, part: string): Impressions {
  const random = randomStream(seed, `click funnel/${part}/impressions`);
  // Squaring makes some values common and most rare.
  const codes = categories.map(({ size }) => new Int16Array(rows).map(() => Math.floor(size * random.uniform() ** 2)));
  const standard = numberNames.map(() => new Float32Array(rows).map(random.normal));
  const sum = (which: 0 | 1) =>
    new Float32Array(rows).map((_, row) => {
      let total = 0;
      for (let i = 0; i < codes.length; i++) total += interest.values[i][codes[i][row]][which];
      for (let i = 0; i < standard.length; i++) total += interest.numbers[i][which] * standard[i][row];
      const group = interest.groupFactors[codes[userGroupColumn][row]];
      const item = interest.itemFactors[codes[itemColumn][row]];
      for (let factor = 0; factor < factors; factor++) total += group[factor][which] * item[factor];
      return total;
    });
  const [age, price] = standard;
  return {
    codes,
    numbers: [age.map((z) => Math.round(40 + 12 * z)), price.map((z) => Math.round(2000 * Math.exp(0.6 * z)) / 100)],
    click: sum(0),
    conversion: sum(1),
  };
}

function draw(
  impressions: Impressions,
  columns: readonly Column[],
  clickBias: number,
  conversionBias: number,
  seed: number,
  part: string,
) {
  const random = randomStream(seed, `click funnel/${part}/labels`);
  const pCTR = impressions.click.map((interest) => logistic(interest + clickBias));
  const pCVR = impressions.conversion.map((interest) => logistic(interest + conversionBias));
  const click = drawn(pCTR, random);
  const wouldConvert = drawn(pCVR, random);
  const rows: Rows = {
    columns,
    length: click.length,
    numeric: impressions.numbers,
    categorical: impressions.codes,
    lists: [],
    labels: {
      click,
      conversion: click.map((clicked, row) => clicked * wouldConvert[row]),
      conversionOfClick: click.map((clicked, row) => (clicked ? wouldConvert[row] : Number.NaN)),
    },
  };
  return { rows, truth: { pCTR, pCVR, wouldConvert } satisfies FunnelTruth };
}
