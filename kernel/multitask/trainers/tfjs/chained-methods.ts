import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from './tensorflow.ts';

/**
 * Gives tensors their methods: `x.add(1)` for `tf.add(x, 1)`. The module of TensorFlow.js that does it is written for
 * bundlers and does not load in Node.
 */
export function addChainedMethods(tf: TensorFlow): void {
  const prototype = tf.Tensor.prototype as unknown as Record<string, Method>;
  const operations = { ...tf.spectral, ...tf.image, ...tf } as unknown as Record<
    string,
    (...args: unknown[]) => unknown
  >;
  for (const name of named.split(/\s+/)) {
    const operation = operations[name];
    prototype[name] ??= function (...args) {
      return operation(this, ...args);
    };
  }
  for (const [name, method] of Object.entries(special(tf))) prototype[name] ??= method;
}

type Method = (this: Tensor, ...args: never[]) => unknown;

/** Methods whose function has the tensor as its first argument. */
const named = `abs acos acosh add all any argMax argMin asin asinh atan atan2 atanh avgPool batchNorm batchToSpaceND
  broadcastTo cast ceil clipByValue conv1d conv2d conv2dTranspose cos cosh cumprod cumsum depthToSpace depthwiseConv2d
  dilation2d div divNoNan dot elu equal erf euclideanNorm exp expandDims expm1 fft floor floorDiv gather greater
  greaterEqual ifft irfft isFinite isInf isNaN leakyRelu less lessEqual localResponseNormalization log log1p logSigmoid
  logSoftmax logSumExp logicalAnd logicalNot logicalOr logicalXor matMul max maxPool maximum mean min minimum mirrorPad mod
  mul neg norm notEqual oneHot onesLike pad pool pow prelu prod reciprocal relu relu6 reshape resizeBilinear
  resizeNearestNeighbor reverse rfft round rsqrt selu separableConv2d sigmoid sign sin sinh slice softmax softplus
  spaceToBatchND split sqrt square squaredDifference squeeze step stridedSlice sub sum tan tanh tile topk transpose unique
  unsortedSegmentSum unstack zerosLike`;

function special(tf: TensorFlow): Record<string, Method> {
  const list = (x: Tensor | readonly Tensor[]) => (Array.isArray(x) ? x : [x as Tensor]);
  return {
    as1D() {
      return tf.reshape(this, [this.size]);
    },
    as2D(...shape: number[]) {
      return tf.reshape(this, shape);
    },
    as3D(...shape: number[]) {
      return tf.reshape(this, shape);
    },
    as4D(...shape: number[]) {
      return tf.reshape(this, shape);
    },
    as5D(...shape: number[]) {
      return tf.reshape(this, shape);
    },
    asScalar() {
      return tf.reshape(this, []);
    },
    asType(dtype: Tensor['dtype']) {
      return tf.cast(this, dtype);
    },
    concat(x: Tensor | readonly Tensor[], axis?: number) {
      return tf.concat([this, ...list(x)], axis);
    },
    flatten() {
      return tf.reshape(this, [this.size]);
    },
    reshapeAs(x: Tensor) {
      return tf.reshape(this, x.shape);
    },
    stack(x: Tensor | readonly Tensor[], axis?: number) {
      return tf.stack([this, ...list(x)], axis);
    },
    toBool() {
      return tf.cast(this, 'bool');
    },
    toFloat() {
      return tf.cast(this, 'float32');
    },
    toInt() {
      return tf.cast(this, 'int32');
    },
    where(condition: Tensor, x: Tensor) {
      return tf.where(condition, this, x);
    },
  };
}
