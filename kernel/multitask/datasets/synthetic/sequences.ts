import { type Column, type Dataset, type Rows, randomStream } from '../../data/index.ts';
import { number, type OptionTable, readOptions, seed } from '../../options/index.ts';
import { clicksAndLikes } from './clicks-and-likes.ts';
import { biasFor, drawn, logistic, numbered } from './probabilities.ts';
import { rowCounts, type SplitSizes, splitSizes } from './split-sizes.ts';

/**
 * Impressions with what a user looked at before, in which it matters how often the category of the item shown is in that
 * history: data for target attention (DIN, KDD 2018). Generated, nothing is read or fetched.
 *
 * Columns: the `item` shown and its `category`, and the lists `item history` and `category history`, latest first, with the
 * same values. A user likes two categories, of which two thirds of the history are; half of the items shown are of one of
 * them, and histories may be empty. Two tasks, `click` and `like`, whose interest is
 *
 *   effect of the item + mean over the history of its categories' effects + match · ln(1 + n)
 *
 * with n the number of the history's items that are of the category shown, and effects that are normal numbers. The mean is
 * what pooling finds; n depends on history and item together, so that only attention to the item shown finds it at once.
 * With `match: 0` it does not matter, and attention has nothing to find. A logistic of each interest is its probability, and
 * labels are drawn with it.
 *
 * `truth` has the probability of each task in each row, and n: `metrics.auc(data.test.labels.click, data.truth.test.click)`
 * is the AUC that no model beats but by luck.
 *
 * @returns rows by part, each column an array, [row], and beside them `truth`, probabilities from 0 to 1.
 * @throws when an option does not fit: the error names it, the value seen and what fits.
 */
export function sequences(options: SequencesOptions = {}): Sequences {
  const read = readOptions('sequences', sequencesOptions, options);
  const { items, categories, longest, match, seed } = read;
  if (items < categories)
    throw new RangeError(`sequences: ${items} items are fewer than ${categories} categories; each has one at least.`);
  const sizes = splitSizes(read.rows);
  const [itemValues, categoryValues] = [numbered('item', items), numbered('category', categories)];
  const columns: Column[] = [
    { kind: 'categorical', name: 'item', values: itemValues },
    { kind: 'categorical', name: 'category', values: categoryValues },
    { kind: 'list', name: 'item history', values: itemValues },
    { kind: 'list', name: 'category history', values: categoryValues },
  ];
  // Item i is of category i modulo their number: item 1 of category 1, and so on in turn.
  const { normal } = randomStream(seed, 'sequences/effects');
  const effects = taskNames.map(() => ({
    items: Float32Array.from({ length: items }, () => itemStrength * normal()),
    categories: Float32Array.from({ length: categories }, () => historyStrength * normal()),
  }));

  const impressions = (part: keyof SplitSizes): Impressions => {
    const random = randomStream(seed, `sequences/${part}/impressions`);
    const rows = sizes[part];
    const shown = new Int32Array(rows);
    const matches = new Float32Array(rows);
    const interests = taskNames.map(() => new Float32Array(rows));
    const offsets = new Uint32Array(rows + 1);
    const history: number[] = [];
    /** An item of a category; squaring makes some items common and most rare. */
    const itemOf = (category: number) => {
      const ofCategory = Math.floor((items - 1 - category) / categories) + 1;
      return category + categories * Math.floor(ofCategory * random.uniform() ** 2);
    };
    for (let row = 0; row < rows; row++) {
      const liked = [random.below(categories), random.below(categories)];
      const some = (share: number) => (random.uniform() < share ? liked[random.below(2)] : random.below(categories));
      const target = itemOf(some(1 / 2));
      const length = random.below(longest + 1);
      const seen = Array.from({ length }, () => itemOf(some(2 / 3)));
      shown[row] = target;
      history.push(...seen);
      offsets[row + 1] = history.length;
      matches[row] = seen.filter((item) => item % categories === target % categories).length;
      for (const [k, effect] of effects.entries()) {
        const mean = seen.reduce((sum, item) => sum + effect.categories[item % categories], 0) / Math.max(1, length);
        interests[k][row] = effect.items[target] + mean + match * matchStrength[k] * Math.log(1 + matches[row]);
      }
    }
    return { shown, matches, interests, offsets, history: Int32Array.from(history) };
  };
  const parts = { train: impressions('train'), validation: impressions('validation'), test: impressions('test') };
  const biases = parts.train.interests.map((interest, k) => biasFor(rates[k], interest));

  const drawPart = (part: keyof SplitSizes): { rows: Rows; truth: SequencesTruth } => {
    const { shown, matches, interests, offsets, history } = parts[part];
    const random = randomStream(seed, `sequences/${part}/labels`);
    const [click, like] = interests.map((interest, k) => interest.map((value) => logistic(value + biases[k])));
    const rows: Rows = {
      columns,
      length: shown.length,
      numeric: [],
      categorical: [shown, shown.map((item) => item % categories)],
      lists: [
        { offsets, codes: history },
        { offsets, codes: history.map((item) => item % categories) },
      ],
      labels: { click: drawn(click, random), like: drawn(like, random) },
    };
    return { rows, truth: { click, like, matches } };
  };

  return clicksAndLikes('sequences', columns, drawPart);
}

/** What histories are generated. */
export type SequencesOptions = {
  /** Impressions to train on (validation and test get a fifth of it each), or the three sizes; 50,000 without this. */
  readonly rows?: number | SplitSizes;
  /** How many items; 200 without this. */
  readonly items?: number;
  /** How many categories the items are of; 20 without this. */
  readonly categories?: number;
  /** Items of the longest history: lengths are uniform from 0; 20 without this. */
  readonly longest?: number;
  /** How much it matters that the category shown is in the history; 1 without this. */
  readonly match?: number;
  /** Seed of everything that is drawn; 1 without this. */
  readonly seed?: number;
};

const size = number({ whole: true, from: 1, to: 1_000_000 });

const sequencesOptions = {
  rows: {
    type: rowCounts,
    default: 50_000,
    about: 'Impressions to train on (validation and test get a fifth of it each), or the three sizes',
  },
  items: { type: size, default: 200, about: 'How many items' },
  categories: { type: size, default: 20, about: 'How many categories the items are of' },
  longest: {
    type: number({ whole: true, from: 1, to: 10_000 }),
    default: 20,
    about: 'Items of the longest history: lengths are uniform from 0',
    also: ['length', 'maxLength', 'historyLength'],
  },
  match: {
    type: number({ from: 0, to: 10 }),
    default: 1,
    about: 'How much it matters that the category shown is in the history',
  },
  seed: { type: seed, default: 1, about: 'Seed of everything that is drawn' },
} as const satisfies OptionTable<SequencesOptions>;

/** Generated histories, and what is true of them. */
export type Sequences = Dataset & {
  /** By part: the probability of each task in each row, and the matches. */
  readonly truth: Readonly<Record<keyof SplitSizes, SequencesTruth>>;
};

/** What is true of each impression, and in no log. [row] */
export type SequencesTruth = {
  /** The probability of each task. */
  readonly click: Float32Array;
  /** Probability of a like. [row] */
  readonly like: Float32Array;
  /** How many of the history's items are of the category shown. */
  readonly matches: Float32Array;
};

type Impressions = {
  readonly shown: Int32Array;
  readonly matches: Float32Array;
  readonly interests: readonly Float32Array[];
  readonly offsets: Uint32Array;
  readonly history: Int32Array;
};

const taskNames = ['click', 'like'] as const;
/** Mean probability of each task over the train rows. */
const rates = [0.2, 0.1];
const itemStrength = 0.5;
const historyStrength = 1;
/** Of each task, with `match` 1. */
const matchStrength = [1, 1.5];
