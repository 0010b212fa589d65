import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { builtFile } from './built-file.ts';
import { type Kernels, kernelParameters } from './kernel-signatures.ts';

/** `relaxed` has fused multiply-add, where the processor has it. */
export type KernelBuild = 'relaxed' | 'simd';

export type CompiledKernels = { readonly module: WebAssembly.Module; readonly build: KernelBuild };

/**
 * Compiles the fastest build that this Node.js accepts, or the one asked for.
 * @throws when the kernels were not built, or this Node.js has no WebAssembly SIMD.
 */
export async function compileKernels(wanted?: KernelBuild): Promise<CompiledKernels> {
  for (const build of wanted ? [wanted] : (['relaxed', 'simd'] as const)) {
    const bytes = await readFile(builtFile(`${build}.wasm`));
    if (isAccepted(bytes, build)) return { module: await WebAssembly.compile(bytes), build };
  }
  throw new Error(
    `The SIMD trainer needs WebAssembly ${wanted ?? 'SIMD'}, which Node.js ${process.version} does not have here.`,
  );
}

/** Node.js 20 has relaxed SIMD behind a flag, which takes effect at once; later ones have it, and no longer the flag. */
function isAccepted(bytes: Uint8Array, build: KernelBuild): boolean {
  if (WebAssembly.validate(bytes)) return true;
  if (build !== 'relaxed' || !process.version.startsWith('v20.')) return false;
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(bytes);
}

/** The kernels on a memory that all threads share. */
export async function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<Kernels> {
  const abort = (): never => {
    throw new Error('A kernel of the SIMD trainer failed.');
  };
  const { exports } = await WebAssembly.instantiate(module, { env: { memory, abort } });
  return checkKernels(exports);
}

/** @throws when a kernel is missing, or has other parameters than `kernelParameters` says: the build is an old one. */
export function checkKernels(exports: Readonly<Record<string, unknown>>): Kernels {
  for (const [name, parameters] of Object.entries(kernelParameters)) {
    const kernel = exports[name];
    if (typeof kernel !== 'function') throw new Error(`The built kernels have no "${name}": build them again.`);
    if (kernel.length !== parameters.length)
      throw new Error(
        `The built kernel "${name}" takes ${kernel.length} numbers instead of ${parameters.length} (${parameters.join(', ')}): build the kernels again.`,
      );
  }
  return exports as Kernels;
}
