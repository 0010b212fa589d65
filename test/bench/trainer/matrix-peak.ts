import { Worker } from 'node:worker_threads';
import { compileKernels, type KernelBuild } from '../../../kernel/multitask/trainers/simd/run/kernels.ts';

/**
 * What the matrix kernel reaches on its own, on `threads` threads at once: 10⁹ floating-point operations per second of processor
 * time. Threads that share a core, its cache or its clock reach less together, as they do when they train.
 */
export async function matrixPeak(threads = 1): Promise<{ readonly gigaflops: number; readonly build: KernelBuild }> {
  const { module, build } = await compileKernels();
  const workers = Array.from({ length: threads }, () => new Worker(body, { eval: true, workerData: module }));
  let best = 0;
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = process.cpuUsage();
    const all = workers.map((worker) => {
      const done = new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
      worker.postMessage('go');
      return done;
    });
    const flops = (await Promise.all(all)).reduce((sum, each) => sum + each, 0);
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, flops / (user + system) / 1e3);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { gigaflops: best, build };
}

/** One thread: products of 96 × 256 and 256 × 256 whenever it is told; it answers with the operations. */
const body = `
const { parentPort, workerData } = require('node:worker_threads');
const memory = new WebAssembly.Memory({ initial: 512, maximum: 512, shared: true });
const abort = () => { throw new Error('A kernel failed.'); };
const { product } = new WebAssembly.Instance(workerData, { env: { memory, abort } }).exports;
new Float32Array(memory.buffer).fill(0.01);
const [rows, depth, columns] = [96, 256, 256];
const [a, w, c, scratch, zeros] = [1 << 20, 4 << 20, 8 << 20, 12 << 20, 16 << 20];
const step = 4 * 256 + 64;
parentPort.on('message', () => {
  const calls = 400;
  for (let i = 0; i < calls; i++) product(rows, depth, a, step, w, depth * 32, columns, zeros, 0, 0, c, step, scratch);
  parentPort.postMessage(2 * rows * depth * columns * calls);
});
`;
