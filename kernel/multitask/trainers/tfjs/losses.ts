import type { GradSaveFunc, Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { NetworkNode, Output, Probability } from '../../network/index.ts';
import type { Loss } from '../trainer.ts';
import type { Target } from './targets.ts';
import type { TensorFlow } from './tensorflow.ts';

export type Values = (node: NetworkNode) => Tensor2D;

/** Σ weight · loss over the rows: the mean loss of a task. */
export function taskLoss(
  tf: TensorFlow,
  output: Output,
  values: Values,
  { labels, weights }: Target,
  loss: Loss,
): Scalar {
  const column = (entries: Float32Array) => tf.tensor2d(entries, [entries.length, 1]);
  return tf.sum(tf.mul(column(weights), rowLosses(tf, output, values, column(labels), loss)));
}

/** What an output predicts: probabilities, or values. [batch, 1] */
export function outputValue(tf: TensorFlow, output: Output, values: Values): Tensor2D {
  return output.kind === 'numeric' ? values(output.value) : probabilityValue(tf, output.value, values);
}

export function probabilityValue(tf: TensorFlow, value: Probability, values: Values): Tensor2D {
  return value.kind === 'probability' ? tf.sigmoid(values(value.logit)) : tf.exp(logProbability(tf, value, values));
}

function rowLosses(tf: TensorFlow, output: Output, values: Values, labels: Tensor2D, loss: Loss): Tensor2D {
  if (output.kind === 'numeric') return tf.squaredDifference(values(output.value), labels);
  if (loss.kind === 'log-loss') return logLosses(tf, probabilityValue(tf, output.value, values), labels, loss.epsilon);
  if (output.value.kind === 'product') return productLosses(tf, logProbability(tf, output.value, values), labels);
  const logit = values(output.value.logit);
  return tf.sub(tf.softplus(logit), tf.mul(logit, labels)); // −y ln σ(z) − (1 − y) ln(1 − σ(z))
}

/** −y ln(p + ε) − (1 − y) ln(1 − p + ε) */
function logLosses(tf: TensorFlow, p: Tensor2D, labels: Tensor2D, epsilon: number): Tensor2D {
  const positive = tf.mul(labels, tf.log(tf.add(p, epsilon)));
  const negative = tf.mul(tf.sub(1, labels), tf.log(tf.add(tf.sub(1, p), epsilon)));
  return tf.neg(tf.add(positive, negative));
}

/** −y ln p − (1 − y) ln(1 − p) from ln p, which keeps its digits where p is near 0 and near 1. */
function productLosses(tf: TensorFlow, logP: Tensor2D, labels: Tensor2D): Tensor2D {
  return tf.sub(tf.mul(tf.sub(1, labels), negativeLogOfRest(tf, logP)), tf.mul(labels, logP));
}

/** ln p = Σ ln σ(z) over the factors. [batch, 1] */
function logProbability(tf: TensorFlow, value: Probability, values: Values): Tensor2D {
  if (value.kind === 'probability') return tf.neg(tf.softplus(tf.neg(values(value.logit))));
  return tf.addN(value.factors.map((factor) => logProbability(tf, factor, values)));
}

/**
 * −ln(1 − eˡ) for l = ln p ≤ 0, and its gradient 1 ÷ (e⁻ˡ − 1). A p of 1 counts as 1 − 10⁻³⁷. For small p it is the series
 * p + p²/2 + p³/3 + p⁴/4: the wasm backend's log1p is the logarithm of a rounded 1 − p.
 */
function negativeLogOfRest(tf: TensorFlow, logP: Tensor2D): Tensor2D {
  const rest = tf.customGrad((x: Tensor | GradSaveFunc, save: Tensor | GradSaveFunc) => {
    const l = tf.minimum(x as Tensor, -1e-37);
    (save as GradSaveFunc)([l]);
    const p = tf.exp(l);
    const series = [1 / 3, 1 / 2, 1].reduce((sum, term) => tf.add(tf.mul(sum, p), term), tf.fill(p.shape, 1 / 4));
    return {
      value: tf.where(tf.less(p, 0.02), tf.mul(p, series), tf.neg(tf.log(tf.neg(tf.expm1(l))))),
      gradFunc: (dy: Tensor, [saved]: Tensor[]) => tf.div(dy, tf.expm1(tf.neg(saved))),
    };
  });
  return rest(logP) as Tensor2D;
}
