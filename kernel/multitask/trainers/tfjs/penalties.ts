import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { BalancePenalty, OrderPenalty, Output, Penalty, RiskPenalty } from '../../network/index.ts';
import { undecided } from './blocks/selector.ts';
import { outputValue, probabilityValue, type Values } from './losses.ts';
import { stopGradient } from './stop-gradient.ts';
import type { Target } from './targets.ts';
import type { TensorFlow } from './tensorflow.ts';

/** What a penalty adds to the loss of a batch. `targetOf` has the labels of the outputs with a task. */
export function penaltyLoss(
  tf: TensorFlow,
  penalty: Penalty,
  values: Values,
  targetOf: (output: Output) => Target,
): Scalar {
  const penalised =
    penalty.kind === 'balance'
      ? imbalance(tf, penalty, values)
      : tf.mean<Scalar>(rowPenalties(tf, penalty, values, targetOf));
  return tf.mul(penalised, penalty.weight);
}

/** n Σ ḡ² − 1 */
function imbalance(tf: TensorFlow, { gate }: BalancePenalty, values: Values): Scalar {
  const use = tf.mean(values(gate), 0); // [expert]
  return tf.sub(tf.mul(tf.sum<Scalar>(tf.square(use)), gate.width), 1);
}

/** [batch, 1] */
function rowPenalties(
  tf: TensorFlow,
  penalty: Exclude<Penalty, BalancePenalty>,
  values: Values,
  targetOf: (output: Output) => Target,
): Tensor2D {
  switch (penalty.kind) {
    case 'order':
      return excess(tf, penalty, values);
    case 'risk':
      return risk(tf, penalty, values, targetOf(penalty.label), targetOf(penalty.observed));
    case 'undecided':
      return undecided(tf, penalty.gate, values(penalty.gate.logits));
    case 'sumToOne':
      return tf.abs(tf.sub(1, tf.addN(penalty.values.map((value) => probabilityValue(tf, value, values)))));
  }
}

function excess(tf: TensorFlow, { lower, upper }: OrderPenalty, values: Values): Tensor2D {
  return tf.relu(tf.sub(outputValue(tf, upper, values), outputValue(tf, lower, values)));
}

function risk(tf: TensorFlow, penalty: RiskPenalty, values: Values, label: Target, observed: Target): Tensor2D {
  if (penalty.value.kind !== 'probability') throw new Error('A risk is about a probability of its own.');
  const column = (entries: Float32Array) => tf.tensor2d(entries, [entries.length, 1]);
  const seen = penalty.rows === 'observed';
  // Where the first label is not known, the row was not seen.
  const isSeen = observed.labels.map((o, i) => (seen ? o * Number(label.counts[i] > 0) : 1 - o));
  const labels = seen ? column(label.labels) : tf.onesLike(column(label.labels));
  const p = stopGradient(tf, probabilityValue(tf, penalty.propensity, values));
  const share = tf.mul<Tensor2D>(column(isSeen), tf.reciprocal(tf.maximum(seen ? p : tf.sub(1, p), 1 / penalty.cap))); // o w: [batch, 1]
  const logit = values(penalty.value.logit);
  const delta = tf.sub<Tensor2D>(tf.softplus(logit), tf.mul(logit, labels));
  const rows = column(observed.counts);
  if (!penalty.imputed) return tf.mul(rows, tf.mul(share, delta));
  const imputed = tf.softplus(values(penalty.imputed)); // δ̂
  const error = tf.squaredDifference(stopGradient(tf, delta), imputed);
  return tf.mul(rows, tf.add(imputed, tf.mul(share, tf.add(tf.sub(delta, imputed), error))));
}
