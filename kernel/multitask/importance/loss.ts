import type { Task } from '../data/index.ts';
import { auc, aucInfluence, rmse, rmseInfluence } from '../metrics/index.ts';
import type { Loss } from './report.ts';

/** Labels and weights of one task. [row] */
export type Judged = {
  readonly kind: Task['kind'];
  readonly labels: ArrayLike<number>;
  readonly weights: ArrayLike<number> | undefined;
};

/** AUC or RMSE, and how far each row moves it. */
export type Measured = { readonly value: number; readonly influence: Float64Array };

export function measureTask({ kind, labels, weights }: Judged, predictions: ArrayLike<number>): Measured {
  const [value, influence] = kind === 'binary' ? [auc, aucInfluence] : [rmse, rmseInfluence];
  return { value: value(labels, predictions, { weights }), influence: influence(labels, predictions, { weights }) };
}

/** A measure after row i was given the values of row `order[i]`. */
export type Permuted = Measured & { readonly order: Uint32Array };

/**
 * What the task loses on average over the permutations, with its standard error. A permuted measure depends on each row twice: by its
 * own label, and by its values, which now stand beside another's label; so both count as that row's (a U statistic's first-order part).
 * Few permutations leave their own noise in both, which makes the error a little too large.
 */
export function lossOf({ kind }: Judged, whole: Measured, permuted: readonly Permuted[]): Loss {
  const sign = kind === 'binary' ? -1 : 1;
  const moves = new Float64Array(whole.influence.length);
  let change = 0;
  for (const each of permuted) {
    change += (each.value - whole.value) / permuted.length;
    for (let row = 0; row < moves.length; row++) {
      const share = (each.influence[row] - whole.influence[row]) / permuted.length;
      moves[row] += share;
      moves[each.order[row]] += share;
    }
  }
  const loss = change === 0 ? 0 : sign * change;
  const error = Math.sqrt(moves.reduce((sum, each) => sum + each * each, 0));
  return { loss, error, isKnown: Math.abs(loss) > 2 * error };
}

/** Those with an observed label and a weight above 0. */
export function rowsThatCount({ labels, weights }: Judged): number {
  let rows = 0;
  for (let i = 0; i < labels.length; i++) if (!Number.isNaN(labels[i]) && weights?.[i] !== 0) rows++;
  return rows;
}
