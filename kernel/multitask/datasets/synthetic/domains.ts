import { type Column, type Dataset, type Rows, randomStream } from '../../data/index.ts';
import { number, type OptionTable, readOptions, seed } from '../../options/index.ts';
import { clicksAndLikes } from './clicks-and-likes.ts';
import { biasFor, drawn, logistic, numbered } from './probabilities.ts';
import { rowCounts, type SplitSizes, splitSizes } from './split-sizes.ts';

/**
 * Impressions of several domains, e.g. the pages of one shop, of whose structure a known share is common to all of them:
 * data for models that adapt to a domain (PEPNet, KDD 2023; STAR, CIKM 2021). Generated, nothing is read or fetched.
 *
 * The first column is the `domain`, the others a user group, an item, a city and a device. Two tasks, `click` and `like`: a
 * value adds an effect to the interest in each, and so does how user group and item match (the product of their factors).
 * With s the share that is common, an effect in domain d is
 *
 *   effect_d = √s · common + √(1 − s) · own_d
 *
 * of independent normal numbers alike in variance, so that the share changes how much domains agree and nothing else: the
 * correlation of an effect between two domains is s. With s = 1 all domains follow one rule, with s = 0 they have nothing in
 * common but the level of each. A logistic of each interest is its probability, and labels are drawn with it.
 *
 * `truth` has the probability of each task in each row: `metrics.auc(data.test.labels.click, data.truth.test.click)` is the
 * AUC that no model beats but by luck.
 *
 * @returns rows by part, each column an array, [row], and beside them `truth`, probabilities from 0 to 1.
 * @throws when an option does not fit: the error names it, the value seen and what fits.
 */
export function domains(options: DomainsOptions = {}): Domains {
  const read = readOptions('domains', domainsOptions, options);
  const { common, seed } = read;
  const sizes = splitSizes(read.rows);
  const categories = [{ name: 'domain', size: read.domains }, ...otherColumns];
  const columns: Column[] = categories.map(({ name, size }) => ({
    kind: 'categorical',
    name,
    values: numbered(name, size),
  }));
  const effects = taskNames.map((task) => createEffects(task, read.domains, common, seed));
  const parts = { train: impressions('train'), validation: impressions('validation'), test: impressions('test') };
  const biases = parts.train.interests.map((interest, k) => biasFor(rates[k], interest));

  function impressions(part: keyof SplitSizes) {
    const random = randomStream(seed, `domains/${part}/impressions`);
    const codes = categories.map(({ size }, i) =>
      // Domains are about as large; squaring makes some of the other values common and most rare.
      new Int16Array(sizes[part]).map(() => Math.floor(size * random.uniform() ** (i === 0 ? 1 : 2))),
    );
    const interests = effects.map((effect) =>
      new Float32Array(sizes[part]).map((_, row) => effect(codes.map((column) => column[row]))),
    );
    return { codes, interests };
  }

  function drawPart(part: keyof SplitSizes): { rows: Rows; truth: DomainsTruth } {
    const { codes, interests } = parts[part];
    const random = randomStream(seed, `domains/${part}/labels`);
    const [click, like] = interests.map((interest, k) => interest.map((value) => logistic(value + biases[k])));
    const labels = { click: drawn(click, random), like: drawn(like, random) };
    const rows = { columns, length: sizes[part], numeric: [], categorical: codes, lists: [], labels };
    return { rows, truth: { click, like } };
  }

  return clicksAndLikes('domains', columns, drawPart);
}

/** What domains are generated. */
export type DomainsOptions = {
  /** Impressions to train on (validation and test get a fifth of it each), or the three sizes; 50,000 without this. */
  readonly rows?: number | SplitSizes;
  /** How many domains; 4 without this. */
  readonly domains?: number;
  /**
   * Share of the effects' variance that all domains have in common, from 0 to 1: the correlation of an effect between
   * two of them; 0.5 without this.
   */
  readonly common?: number;
  /** Seed of everything that is drawn; 1 without this. */
  readonly seed?: number;
};

const domainsOptions = {
  rows: {
    type: rowCounts,
    default: 50_000,
    about: 'Impressions to train on (validation and test get a fifth of it each), or the three sizes',
  },
  domains: {
    type: number({ whole: true, from: 1, to: 1000 }),
    default: 4,
    about: 'How many domains',
    also: ['scenarios'],
  },
  common: {
    type: number({ from: 0, to: 1 }),
    default: 0.5,
    about:
      "Share of the effects' variance that all domains have in common, from 0 to 1: the correlation of an effect between two of them",
    also: ['shared', 'share'],
  },
  seed: { type: seed, default: 1, about: 'Seed of everything that is drawn' },
} as const satisfies OptionTable<DomainsOptions>;

/** Generated domains, and what is true of them. */
export type Domains = Dataset & {
  /** By part: the probability of each task in each row. */
  readonly truth: Readonly<Record<keyof SplitSizes, DomainsTruth>>;
};

/** The true probability of each task. [row] */
export type DomainsTruth = {
  /** Probability of a click. [row] */
  readonly click: Float32Array;
  /** Probability of a like. [row] */
  readonly like: Float32Array;
};

const taskNames = ['click', 'like'] as const;
/** Mean probability of each task over the train rows. */
const rates = [0.2, 0.1];
const otherColumns = [
  { name: 'user group', size: 40, strength: 0.8 },
  { name: 'item', size: 100, strength: 0.8 },
  { name: 'city', size: 20, strength: 0.5 },
  { name: 'device', size: 3, strength: 0.3 },
] as const;
const levelStrength = 0.3;
const factors = 3;
const matchStrength = 0.5;

/** The interest of a row, its codes in the order of the columns, still without the bias that sets the rate. */
function createEffects(
  task: string,
  domains: number,
  common: number,
  seed: number,
): (codes: readonly number[]) => number {
  const { normal } = randomStream(seed, `domains/effects of ${task}`);
  const several = <Item>(count: number, create: () => Item) => Array.from({ length: count }, create);
  /** One number for each domain. */
  const effect = (strength: number): readonly number[] => {
    const shared = normal();
    return several(domains, () => strength * (Math.sqrt(common) * shared + Math.sqrt(1 - common) * normal()));
  };
  const levels = several(domains, () => levelStrength * normal());
  const values = otherColumns.map(({ size, strength }) => several(size, () => effect(strength)));
  const groups = several(otherColumns[0].size, () => several(factors, () => effect(matchStrength)));
  const items = several(otherColumns[1].size, () => several(factors, normal));
  return ([domain, ...codes]) => {
    let sum = levels[domain];
    for (const [i, code] of codes.entries()) sum += values[i][code][domain];
    for (let f = 0; f < factors; f++) sum += groups[codes[0]][f][domain] * items[codes[1]][f];
    return sum;
  };
}
