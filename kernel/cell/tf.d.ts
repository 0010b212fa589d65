export * from '@tensorflow/tfjs-core';
export * from '@tensorflow/tfjs-layers';
/** TensorFlow.js, core and layers, with the backend that trains fastest here (tfjs-node, wasm or cpu). */
export as namespace tf;
