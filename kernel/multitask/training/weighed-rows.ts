import { pickRows, type Rows } from '../data/index.ts';
import type { TrainingPlan } from '../trainers/index.ts';

type RowWeights = TrainingPlan['rowWeights'];

/**
 * Rows as a run trains on them: those of weight 0 are gone, and what the others weigh is a weight of each for every task,
 * relative to the mean. So the loss keeps its size, a learning rate means what it did, and equal weights are none.
 *
 * @param given weights of each row for a task, which count on top of the rows' own.
 */
export function weighedRows(
  rows: Rows,
  tasks: readonly string[],
  given: RowWeights,
): { readonly rows: Rows; readonly rowWeights: RowWeights } {
  const { weights } = rows;
  if (!weights) return { rows, rowWeights: given };
  const kept = Uint32Array.from({ length: rows.length }, (_, row) => row).filter((row) => weights[row] > 0);
  const pick = (column: Float32Array) => Float32Array.from(kept, (row) => column[row]);
  const counted = kept.length === rows.length ? rows : pickRows(rows, kept);
  const rest =
    counted === rows || !given
      ? given
      : Object.fromEntries(Object.entries(given).map(([task, column]) => [task, pick(column)]));
  return { rows: counted, rowWeights: relativeWeights(counted, meanOf(counted.weights ?? []), tasks, rest) };
}

/** Of rows whose weights have a mean that is known, e.g. a chunk of a stream. */
export function relativeWeights(
  { weights }: Rows,
  mean: number,
  tasks: readonly string[],
  given?: RowWeights,
): RowWeights {
  if (!weights || weights.every((weight) => weight === mean)) return given;
  const relative = Float32Array.from(weights, (weight) => weight / mean);
  return Object.fromEntries(
    tasks.map((task) => {
      const own = given?.[task];
      return [task, own ? relative.map((weight, row) => weight * own[row]) : relative];
    }),
  );
}

/** The mean of weights that are all alike is their value, to the last bit. */
function meanOf(weights: ArrayLike<number>): number {
  let sum = 0;
  let same = true;
  for (let row = 0; row < weights.length; row++) {
    sum += weights[row];
    same &&= weights[row] === weights[0];
  }
  return same ? weights[0] : sum / weights.length;
}
