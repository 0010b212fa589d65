import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Scalar } from '@tensorflow/tfjs-core';
import { errorMessage } from '../../../text/index.ts';
import { addChainedMethods } from './chained-methods.ts';
import type { TensorFlow } from './tensorflow.ts';
import { repairWasmKernels } from './wasm-kernels.ts';

/** TensorFlow.js with a backend that has done a training step here, and why it is this one. */
export type Backend = {
  /** TensorFlow.js itself. */
  readonly tf: TensorFlow;
  /** Which backend computes. */
  readonly name: 'tfjs-node' | 'wasm' | 'cpu';
  /** For people, e.g. "tfjs-node is not installed". */
  readonly reason: string;
};

/**
 * Tries tfjs-node, then wasm, then cpu, and sets the first that really trains as TensorFlow.js' backend.
 * @param folder where the user's own node_modules may have tfjs-node, e.g. the notebook's folder.
 */
export async function chooseBackend(folder: string = process.cwd()): Promise<Backend> {
  // Loading the layers also registers the core's gradients.
  const tf = { ...(await import('@tensorflow/tfjs-core')), ...(await import('@tensorflow/tfjs-layers')) };
  addChainedMethods(tf);
  const refused: string[] = [];
  for (const { name, load } of [
    { name: 'tfjs-node', load: () => loadTfjsNode(tf, folder) },
    { name: 'wasm', load: () => loadWasm(tf) },
    { name: 'cpu', load: () => import('@tensorflow/tfjs-backend-cpu') },
  ] as const) {
    const release = holdListeners();
    try {
      await load();
      const registered = name === 'tfjs-node' ? 'tensorflow' : name;
      if (!(await tf.setBackend(registered))) throw new Error('its backend did not start');
      checkTrainingStep(tf);
      return { tf, name, reason: refused.join('; ') || 'it trains here' };
    } catch (error) {
      refused.push(`${name} ${whyNot(error)}`);
    } finally {
      release();
    }
  }
  throw new Error(`No TensorFlow.js backend trains here: ${refused.join('; ')}.`);
}

/**
 * The wasm backend's loader listens to uncaught errors and throws them again, which would end a process that outlives
 * the errors of its cells. The function returned takes back what was added since.
 */
function holdListeners(): () => void {
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = events.map((event) => process.rawListeners(event));
  return () => {
    for (const [i, event] of events.entries())
      for (const listener of process.rawListeners(event))
        if (!before[i].includes(listener)) process.removeListener(event, listener as () => void);
  };
}

/** From this package's dependencies, or from those of the user's folder. */
function loadTfjsNode(tf: TensorFlow, folder: string): void {
  const require = createRequire(import.meta.url);
  restoreUtil(require('node:util'));
  // TensorFlow tells on stderr which processor features it has; a person asked for warnings at most.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
  const paths = [import.meta.url, join(folder, 'notebook.js')].map((from) => {
    try {
      return createRequire(from).resolve('@tensorflow/tfjs-node');
    } catch {
      return undefined;
    }
  });
  const found = paths.find((path) => path !== undefined);
  if (found === undefined) throw new Error('is not installed');
  // Its own copy of the core would warn that the platform is set already.
  const { PROD } = tf.env().getFlags();
  tf.env().set('PROD', true);
  try {
    require(found);
  } finally {
    tf.env().set('PROD', PROD ?? false);
  }
}

/** Node 23 removed two functions that tfjs-node 4.22 still calls (tensorflow/tfjs#8609). */
function restoreUtil(util: Record<string, unknown>): void {
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

async function loadWasm(tf: TensorFlow): Promise<void> {
  await import('@tensorflow/tfjs-backend-wasm');
  repairWasmKernels(tf);
}

/**
 * One step of gradient descent on a lookup and a product, with numbers worked out by hand: rows 0, 2, 0 of
 * [[1,0],[0,1],[1,1]] times [1,2]ᵀ are 1, 3, 1; the mean of their squares has the gradients ⅔·[5,3] and ⅔·[2,4], 0, ⅔·[3,6].
 * tfjs-node without its library, and wasm without its missing kernels, load well and fail here.
 */
function checkTrainingStep(tf: TensorFlow): void {
  const table = tf.tidy(() => tf.variable(tf.tensor2d([1, 0, 0, 1, 1, 1], [3, 2])));
  const weights = tf.tidy(() => tf.variable(tf.tensor2d([1, 2], [2, 1])));
  try {
    const result = tf.tidy(() => {
      const rows = tf.tensor1d([0, 2, 0], 'int32');
      const loss = () => tf.mean<Scalar>(tf.square(tf.matMul(tf.gather(table, rows), weights)));
      const { grads } = tf.variableGrads(loss, [table, weights]);
      return [weights, table].flatMap((each) => [...tf.sub(each, tf.mul(grads[each.name], 0.3)).dataSync()]);
    });
    const expected = [0, 1.4, 0.6, -0.8, 0, 1, 0.4, -0.2];
    if (result.some((value, i) => !(Math.abs(value - expected[i]) < 1e-5)))
      throw new Error(`computes a wrong training step: ${result.join(', ')}`);
  } finally {
    table.dispose();
    weights.dispose();
  }
}

function whyNot(error: unknown): string {
  const message = errorMessage(error);
  const [first] = message.split('\n');
  return first.startsWith('is ') || first.startsWith('computes ') ? first : `failed: ${first}`;
}
