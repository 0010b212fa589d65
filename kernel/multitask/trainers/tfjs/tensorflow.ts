// The types of tensors' methods, for whoever imports TensorFlow.
export type {} from '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

export type TensorFlow = typeof import('@tensorflow/tfjs-core') & typeof import('@tensorflow/tfjs-layers');
