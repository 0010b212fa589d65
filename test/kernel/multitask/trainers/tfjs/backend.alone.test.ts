import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { chooseBackend } from '../../../../../kernel/multitask/trainers/tfjs/backend.ts';

const require = createRequire(import.meta.url);

/** A folder whose node_modules has something that calls itself tfjs-node. */
async function folderWith(module: string | undefined): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'multitask-backend-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  if (module === undefined) return folder;
  const place = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'package.json'), '{"main": "index.js"}');
  await writeFile(join(place, 'index.js'), module);
  return folder;
}

const core = JSON.stringify(require.resolve('@tensorflow/tfjs-core'));
const cpu = JSON.stringify(require.resolve('@tensorflow/tfjs-backend-cpu'));
/** The cpu backend under the name that tfjs-node's has, its products changed by `change`. */
const standIn = (change: string) => `
  const util = require('util');
  if (!util.isNullOrUndefined(null) || !util.isArray([])) throw new Error('util lacks what Node 23 removed');
  const tf = require(${core});
  const { MathBackendCPU } = require(${cpu});
  if (tf.findBackendFactory('tensorflow')) tf.removeBackend('tensorflow');
  tf.registerBackend('tensorflow', () => new MathBackendCPU());
  for (const kernel of tf.getKernelsForBackend('cpu')) {
    const name = kernel.kernelName;
    if (tf.getKernel(name, 'tensorflow')) tf.unregisterKernel(name, 'tensorflow');
    const kernelFunc = name === 'BatchMatMul' ? (args) => { ${change} } : kernel.kernelFunc;
    tf.registerKernel({ ...kernel, backendName: 'tensorflow', kernelFunc: kernelFunc.bind(kernel) });
  }
`;

describe('the backend that is chosen', () => {
  const check = (name: string, module: string | undefined, chosen: string, reason: RegExp) =>
    test(name, async () => {
      const backend = await chooseBackend(await folderWith(module));
      expect(backend.reason).toMatch(reason);
      expect(backend.name).toBe(chosen);
      expect(backend.tf.memory().numTensors).toBe(0);
    });
  check('without tfjs-node', undefined, 'wasm', /^tfjs-node is not installed$/);
  check(
    'tfjs-node without its library',
    "throw new Error('The Node.js native addon module can not be found.\\nAdvice.')",
    'wasm',
    /^tfjs-node failed: The Node.js native addon module can not be found\.$/,
  );
  check('tfjs-node that registers nothing', '', 'wasm', /^tfjs-node failed: /);
  check(
    'tfjs-node that computes nonsense',
    standIn(
      'const product = kernel.kernelFunc(args); args.backend.data.get(product.dataId).values.fill(7); return product;',
    ),
    'wasm',
    /^tfjs-node computes a wrong training step: /,
  );
  check('tfjs-node that trains', standIn('return kernel.kernelFunc(args);'), 'tfjs-node', /^it trains here$/);
  check('without tfjs-node once more', undefined, 'wasm', /^tfjs-node is not installed$/);
});

describe('the repaired wasm backend', () => {
  const check = (name: string, a: readonly number[], b: readonly number[], transposeA: boolean, transposeB: boolean) =>
    test(name, async () => {
      const { tf } = await chooseBackend(await folderWith(undefined));
      const left = tf
        .range(
          0,
          a.reduce((x, y) => x * y),
        )
        .reshape([...a]);
      const right = tf
        .range(
          0,
          b.reduce((x, y) => x * y),
        )
        .reshape([...b]);
      const upright = (x: typeof left, turned: boolean) =>
        turned ? tf.transpose(x, x.rank === 3 ? [0, 2, 1] : [1, 0]) : x;
      const plain = tf.matMul(upright(left, transposeA), upright(right, transposeB));
      const before = tf.memory().numTensors;
      const product = tf.matMul(left, right, transposeA, transposeB);
      expect(tf.memory().numTensors).toBe(before + 1);
      expect([...product.dataSync()]).toEqual([...plain.dataSync()]);
      expect(product.shape).toEqual(plain.shape);
      tf.disposeVariables();
      tf.engine().reset();
    });
  check('first side turned', [4, 3], [4, 2], true, false);
  check('second side turned', [3, 4], [2, 4], false, true);
  check('both, in batches', [2, 4, 3], [2, 5, 4], true, true);
  check('neither, in batches', [2, 3, 4], [2, 4, 5], false, false);

  test('has a gradient for lookups', async () => {
    const { tf } = await chooseBackend(await folderWith(undefined));
    const gradient = tf.grad((table) =>
      tf.sum(
        tf.mul(
          tf.gather(table, tf.tensor1d([2, 0, 2], 'int32')),
          tf.tensor2d([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
        ),
      ),
    )(tf.zeros([3, 2]));
    expect([...gradient.dataSync()]).toEqual([3, 4, 0, 0, 6, 8]);
  });
});

test('its loader leaves no listeners for uncaught errors', async () => {
  const count = () => process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
  const before = count();
  await chooseBackend(await folderWith(undefined));
  expect(count()).toBe(before);
});

test('tensors have their methods', async () => {
  const { tf } = await chooseBackend(await folderWith(undefined));
  const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
  expect(x.add(1).matMul(x).sum().asScalar().dataSync()[0]).toBe(11 + 16 + 19 + 28);
  expect(x.concat(x, 0).shape).toEqual([4, 2]);
  expect(x.stack([x, x]).shape).toEqual([3, 2, 2]);
  expect(x.toInt().dtype).toBe('int32');
  expect(x.flatten().shape).toEqual([4]);
});
