import { main } from 'assemblyscript/asc';

/**
 * Compiles the SIMD trainer's kernels, AssemblyScript, to WebAssembly twice: `simd.wasm`, and `relaxed.wasm` with fused
 * multiply-add for the processors and versions of Node.js that have it.
 */
export async function assembleKernels(folder: string): Promise<void> {
  for (const [build, features] of Object.entries({ simd: [], relaxed: ['--enable', 'relaxed-simd'] })) {
    const { error, stderr } = await main([
      'kernel/multitask/trainers/simd/assembly/index.ts',
      ...['--outFile', `${folder}/${build}.wasm`],
      ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd', '--enable', 'threads', ...features],
      ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
      ...['--disableWarning', '112'], // exported functions with vectors: imported by the other files alone
    ]);
    const warnings = stderr.toString();
    if (error || warnings) throw new Error(`The kernels do not compile: ${error?.message ?? ''}\n${warnings}`);
  }
}
