import { type Dataset, type Rows, randomStream, withTrainLabels } from '../../data/index.ts';
import { numericColumn } from '../numeric-column.ts';
import { type SplitSizes, splitSizes } from './split-sizes.ts';

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
 */
export function correlatedTasks(options: CorrelatedTasksOptions = {}): Dataset {
  const { correlation = 0.9, labels = 'regression', features = 100, scale = 1, sines = 10, noise = 0.1 } = options;
  const { seed = 1 } = options;
  if (!(Math.abs(correlation) <= 1)) throw new RangeError(`correlation must be from -1 to 1: got ${correlation}.`);
  if (!Number.isInteger(features) || features < 2) {
    throw new RangeError(`features must be a whole number from 2, for two directions: got ${features}.`);
  }
  const sizes = splitSizes(options.rows ?? 10_000);

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
      TASKS.map((name, k) => [name, thresholds ? y[k].map((value) => (value > thresholds[k] ? 1 : 0)) : y[k]]),
    ),
  });
  const trainRows = rows(train);
  return {
    name: 'correlated-tasks',
    features: { columns },
    tasks: withTrainLabels(
      TASKS.map((name) =>
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

export type CorrelatedTasksOptions = {
  /** p: the cosine of the angle between the tasks' directions, from −1 to 1; 0.9 unless told. */
  readonly correlation?: number;
  /** `regression`, the default: y itself, as in the paper. `binary`: 1 where y is above its median over the train rows. */
  readonly labels?: 'regression' | 'binary';
  /** Train rows (validation and test get a fifth of it each), or the three sizes; 10,000 unless told. */
  readonly rows?: number | SplitSizes;
  /** d, 100 unless told, as in §5.1. */
  readonly features?: number;
  /** c, 1 unless told. Below about 0.5 the noise matters. */
  readonly scale?: number;
  /** m, 10 unless told. */
  readonly sines?: number;
  /** σ, 0.1 unless told: the paper's N(0, 0.01) names the variance. */
  readonly noise?: number;
  /** 1 unless told. It decides directions, sines, rows and noise. */
  readonly seed?: number;
};

type Part = { readonly x: readonly Float32Array[]; readonly y: readonly Float32Array[] };

const TASKS = ['first', 'second'] as const;

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
