import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { SelectorNode } from '../../../network/index.ts';
import type { TensorFlow } from '../tensorflow.ts';

/** q = Σ_i softmax(α)_i Π_j (S(z_ij) or 1 − S(z_ij)): [batch, expert] */
export function select(tf: TensorFlow, node: SelectorNode, logits: Tensor2D): Tensor2D {
  const bits = Math.log2(node.width);
  const shares = tf.softmax(tf.slice2d(logits, [0, 0], [-1, node.choices])); // [batch, choice]
  const decided = decisions(tf, node, logits); // [batch, choice, bit]
  let codes: Tensor = tf.expandDims(shares, 2); // [batch, choice, 1]
  // With each bit, the experts whose bit is 0 and behind them those whose bit is 1.
  for (let j = 0; j < bits; j++) {
    const s = tf.slice(decided, [0, 0, j], [-1, -1, 1]);
    codes = tf.concat([tf.mul(codes, tf.sub(1, s)), tf.mul(codes, s)], 2);
  }
  return tf.sum(codes, 1);
}

/** The entropy of a selector's bits, summed over a row. [batch, 1] */
export function undecided(tf: TensorFlow, node: SelectorNode, logits: Tensor2D): Tensor2D {
  const s = tf.clipByValue(decisions(tf, node, logits), 1e-7, 1 - 1e-7);
  const rest = tf.sub(1, s);
  const entropies = tf.neg(tf.add(tf.mul(s, tf.log(s)), tf.mul(rest, tf.log(rest))));
  return tf.reshape(tf.sum(entropies, [1, 2]), [-1, 1]);
}

/** S(z) of every bit: [batch, choice, bit] */
function decisions(tf: TensorFlow, { choices, gamma, width }: SelectorNode, logits: Tensor2D): Tensor3D {
  const bits = Math.log2(width);
  const z = tf.reshape(tf.slice2d(logits, [0, choices], [-1, choices * bits]), [-1, choices, bits]);
  // Beyond ±γ ÷ 2 the polynomial stays at 0 or 1, and its slope there is 0.
  const t = tf.clipByValue(z, -gamma / 2, gamma / 2);
  const cube = tf.mul(tf.mul(tf.square(t), t), -2 / gamma ** 3);
  return tf.add(tf.add(cube, tf.mul(t, 1.5 / gamma)), 0.5) as Tensor3D;
}
