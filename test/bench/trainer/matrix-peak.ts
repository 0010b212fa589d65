import {
  compileKernels,
  instantiateKernels,
  type KernelBuild,
} from '../../../kernel/multitask/trainers/simd/run/kernels.ts';

/** What the matrix kernel reaches on its own, on one thread: 10⁹ floating-point operations per second of processor time. */
export async function matrixPeak(): Promise<{ readonly gigaflops: number; readonly build: KernelBuild }> {
  const { module, build } = await compileKernels();
  const memory = new WebAssembly.Memory({ initial: 512, maximum: 512, shared: true });
  const { product } = await instantiateKernels(module, memory);
  new Float32Array(memory.buffer).fill(0.01);
  const [rows, depth, columns] = [96, 256, 256];
  const [a, w, c, scratch, zeros] = [1 << 20, 4 << 20, 8 << 20, 12 << 20, 16 << 20];
  const step = 4 * 256 + 64;
  const once = () => product(rows, depth, a, step, w, depth * 32, columns, zeros, 0, 0, c, step, scratch);
  let best = 0;
  for (let attempt = 0; attempt < 10; attempt++) {
    const before = process.cpuUsage();
    const calls = 400;
    for (let i = 0; i < calls; i++) once();
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, (2 * rows * depth * columns * calls) / (user + system) / 1e3);
  }
  return { gigaflops: best, build };
}
