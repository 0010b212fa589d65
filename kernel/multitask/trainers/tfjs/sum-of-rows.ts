import type { GradSaveFunc, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Lookup } from './lookups.ts';
import type { TensorFlow } from './tensorflow.ts';

/**
 * Row p of the result is the sum of the rows `ids[i]` of the matrix with `places[i]` = p: the product of a one-hot or
 * bag-of-codes matrix, without that matrix. [places, units]
 */
export function sumOfRows(tf: TensorFlow, matrix: Tensor2D, { ids, places, length }: Lookup): Tensor2D {
  const [rows, units] = matrix.shape;
  if (ids.length === 0) return tf.zeros([length, units]);
  const sum = tf.customGrad((values: Tensor | GradSaveFunc) => ({
    value: addRows(tf, values as Tensor2D, ids, places, length),
    gradFunc: (dy: Tensor) => addRows(tf, dy as Tensor2D, places, ids, rows),
  }));
  return sum(matrix) as Tensor2D;
}

/** Adds row `from[i]` of the values to row `to[i]` of a result of `length` rows. */
function addRows(tf: TensorFlow, values: Tensor2D, from: Int32Array, to: Int32Array, length: number): Tensor2D {
  const fromTensor = tf.tensor1d(from, 'int32');
  if (!tf.getKernel('SparseSegmentSum', tf.getBackend()))
    return tf.unsortedSegmentSum(tf.gather(values, fromTensor), tf.tensor1d(to, 'int32'), length);
  // A sum of one row each is a lookup, sixty times faster than the wasm backend's gather.
  const each = tf.range(0, from.length, 1, 'int32') as Tensor1D;
  const found = tf.sparse.sparseSegmentSum(values, fromTensor, each) as Tensor2D;
  return tf.scatterND(tf.tensor2d(to, [to.length, 1], 'int32'), found, [length, values.shape[1]]);
}
