import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { AttendNode, NetworkNode, Parameter } from '../../../network/index.ts';
import type { Lookup } from '../lookups.ts';
import { sumOfRows } from '../sum-of-rows.ts';
import type { TensorFlow } from '../tensorflow.ts';

type Mode = {
  readonly value: (node: NetworkNode) => Tensor2D;
  readonly weights: (parameter: Parameter) => Tensor;
};

/** Σ_j a_j e_j over the codes of a list, which are padded to the longest of the batch: [batch, unit] */
export function attend(tf: TensorFlow, node: AttendNode, lookup: Lookup, { value, weights }: Mode): Tensor2D {
  const [rows, units] = value(node.query).shape;
  const longest = lookup.length / rows;
  const hidden = node.fromQuery.width;
  const codes = sumOfRows(tf, weights(node.tables[0]) as Tensor2D, lookup); // [batch × code, unit], zeros for none
  const each = tf.reshape(codes, [rows, longest, units]); // [batch, code, unit]
  const both = tf.concat([each, tf.mul(each, tf.expandDims(value(node.query), 1))], 2); // [batch, code, 2 × unit]
  const product = tf.matMul(tf.reshape(both, [rows * longest, 2 * units]), weights(node.weights) as Tensor2D);
  const layer = tf.add(tf.reshape(product, [rows, longest, hidden]), tf.expandDims(value(node.fromQuery), 1));
  const active = tf.reshape(tf.relu(layer), [rows * longest, hidden]);
  const scores = tf.reshape(tf.matMul(active, weights(node.scores) as Tensor2D), [rows, longest]); // [batch, code]
  const isThere = new Float32Array(lookup.length);
  for (const place of lookup.places) isThere[place] = 1;
  const mask = tf.tensor2d(isThere, [rows, longest]);
  const share =
    node.attention === 'sigmoid'
      ? tf.mul(tf.sigmoid(scores), mask)
      : // Of a list without codes every score is as low, and its shares are masked.
        tf.mul(tf.softmax(tf.add(scores, tf.mul(tf.sub(mask, 1), 1e9))), mask); // [batch, code]
  return tf.sum(tf.mul(each, tf.expandDims(share, 2)), 1);
}
