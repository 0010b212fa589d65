import { type Dataset, type Rows, randomStream, withTrainLabels } from '../../data/index.ts';
import { number, type OptionTable, oneOf, readOptions, seed } from '../../options/index.ts';
import { numericColumn } from '../numeric-column.ts';
import { rowCounts, type SplitSizes, splitSizes } from './split-sizes.ts';

/**
 * The synthetic data of the MMoE paper (Ma et al. 2018, §3.2): two tasks whose relatedness is a dial. Generated, nothing
 * is read or fetched; the same options give the same numbers everywhere.
 *
 * 1. u₁, u₂ random orthonormal vectors in ℝᵈ
 * 2. w₁ = c u₁,  w₂ = c (p u₁ + √(1 − p²) u₂), so that cos(w₁, w₂) = p
 * 3. x ~ N(0, I)
 * 4. y_k = w_k·x + Σᵢ sin(αᵢ w_k·x + βᵢ) + ε_k,  i = 1 … m,  ε_k ~ N(0, σ²); both tasks have the same α and β
 *
 * The paper gives p and σ² = 0.01 but not c, m, α, β. The defaults are those of the PLE paper (Tang 2020): c = 1, m = 10,
 * α and β ~ N(0, 1). The correlation of the labels is lower than p (0.80 at p = 0.9, on average over α and β).
 *
 * @returns rows by part, each column an array, [row]; labels are y, or 0 and 1.
 * @throws when an option does not fit: the error names it, the value seen and what fits.
 */
export function correlatedTasks(options: CorrelatedTasksOptions = {}): Dataset {
  const read = readOptions('correlatedTasks', correlatedTasksOptions, options);
  const { correlation, labels, features, scale, sines, noise, seed } = read;
  const sizes = splitSizes(read.rows);

  const [u1, u2] = orthonormalPair(features, randomStream(seed, 'correlated tasks/directions').normal);
  const orthogonal = Math.sqrt(1 - correlation ** 2);
  const directions = [
    u1.map((value) => scale * value),
    u1.map((value, i) => scale * (correlation * value + orthogonal * u2[i])),
  ];
  const wave = randomStream(seed, 'correlated tasks/sines').normal;
  const waves = Array.from({ length: sines }, () => ({ frequency: wave(), phase: wave() }));

  const generate = (part: keyof SplitSizes): Part => {
    const normal = randomStream(seed, `correlated tasks/${part}/x`).normal;
    const error = randomStream(seed, `correlated tasks/${part}/noise`).normal;
    const x = Array.from({ length: features }, () => new Float32Array(sizes[part])); // [feature][row]
    const y = directions.map(() => new Float32Array(sizes[part])); // [task][row]
    for (let row = 0; row < sizes[part]; row++) {
      const projections = directions.map(() => 0);
      for (let feature = 0; feature < features; feature++) {
        const value = Math.fround(normal());
        x[feature][row] = value;
        for (let task = 0; task < 2; task++) projections[task] += directions[task][feature] * value;
      }
      for (let task = 0; task < 2; task++) {
        const t = projections[task];
        y[task][row] = waves.reduce((sum, { frequency, phase }) => sum + Math.sin(frequency * t + phase), t);
        y[task][row] += noise * error();
      }
    }
    return { x, y };
  };

  const train = generate('train');
  const thresholds = labels === 'binary' ? train.y.map(median) : undefined;
  const columns = train.x.map((values, i) => numericColumn(`x${i + 1}`, values));
  const rows = ({ x, y }: Part): Rows => ({
    columns,
    length: y[0].length,
    numeric: x,
    categorical: [],
    lists: [],
    labels: Object.fromEntries(
      taskNames.map((name, k) => [name, thresholds ? y[k].map((value) => (value > thresholds[k] ? 1 : 0)) : y[k]]),
    ),
  });
  const trainRows = rows(train);
  return {
    name: 'correlated-tasks',
    features: { columns },
    tasks: withTrainLabels(
      taskNames.map((name) =>
        labels === 'binary'
          ? { name, kind: 'binary', description: 'above its median' }
          : { name, kind: 'numeric', description: 'sum of sines' },
      ),
      trainRows.labels,
    ),
    train: trainRows,
    validation: rows(generate('validation')),
    test: rows(generate('test')),
  };
}

/** What pair of tasks is generated. */
export type CorrelatedTasksOptions = {
  /** p: the cosine of the angle between the tasks' directions, from −1 to 1; 0.9 without this. */
  readonly correlation?: number;
  /** y itself, as in the paper, or 1 where y is above its median over the train rows; `'regression'` without this. */
  readonly labels?: 'regression' | 'binary';
  /** Train rows (validation and test get a fifth of it each), or the three sizes; 10,000 without this. */
  readonly rows?: number | SplitSizes;
  /** d, as in §5.1: two directions need two; 100 without this. */
  readonly features?: number;
  /** c: below about 0.5 the noise matters; 1 without this. */
  readonly scale?: number;
  /** m, how many sines are added; 10 without this. */
  readonly sines?: number;
  /** σ: the paper's N(0, 0.01) names the variance; 0.1 without this. */
  readonly noise?: number;
  /** Seed of directions, sines, rows and noise; 1 without this. */
  readonly seed?: number;
};

const correlatedTasksOptions = {
  correlation: {
    type: number({ from: -1, to: 1 }),
    default: 0.9,
    about: "p: the cosine of the angle between the tasks' directions, from −1 to 1",
  },
  labels: {
    type: oneOf('regression', 'binary'),
    default: 'regression',
    about: 'y itself, as in the paper, or 1 where y is above its median over the train rows',
    also: ['kind', 'tasks'],
  },
  rows: {
    type: rowCounts,
    default: 10_000,
    about: 'Train rows (validation and test get a fifth of it each), or the three sizes',
  },
  features: { type: number({ whole: true, from: 2 }), default: 100, about: 'd, as in §5.1: two directions need two' },
  scale: { type: number(), default: 1, about: 'c: below about 0.5 the noise matters' },
  sines: { type: seed, default: 10, about: 'm, how many sines are added' },
  noise: { type: number({ from: 0 }), default: 0.1, about: "σ: the paper's N(0, 0.01) names the variance" },
  seed: { type: seed, default: 1, about: 'Seed of directions, sines, rows and noise' },
} as const satisfies OptionTable<CorrelatedTasksOptions>;

type Part = { readonly x: readonly Float32Array[]; readonly y: readonly Float32Array[] };

const taskNames = ['first', 'second'] as const;

/** Gram–Schmidt on two normal vectors: the direction of a normal vector is uniform. */
function orthonormalPair(width: number, normal: () => number): [number[], number[]] {
  const first = unit(Array.from({ length: width }, normal));
  const second = Array.from({ length: width }, normal);
  const along = second.reduce((sum, value, i) => sum + value * first[i], 0);
  return [first, unit(second.map((value, i) => value - along * first[i]))];
}

function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function median(values: Float32Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
