import type { GradSaveFunc, Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './tensorflow.ts';

/** The same values, through which no gradient passes. */
export function stopGradient(tf: TensorFlow, x: Tensor2D): Tensor2D {
  const stop = tf.customGrad((values: Tensor | GradSaveFunc) => ({
    value: tf.clone(values as Tensor),
    gradFunc: (dy: Tensor) => tf.zerosLike(dy),
  }));
  return stop(x) as Tensor2D;
}
