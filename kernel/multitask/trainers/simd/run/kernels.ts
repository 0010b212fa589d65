import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { builtFile } from './built-file.ts';
import { type Kernels, kernelParameters } from './kernel-signatures.ts';
import { isBetterWide, joinVectors, type TestKernels, testPages, wideVectors } from './wide-vectors.ts';

/** What a build computes with. */
export const kernelBuilds = {
  /** `relaxed` in larger tiles, where V8 joins neighbouring vectors: bit for bit the same numbers. */
  wide: '256-bit vectors (fused multiply-add)',
  /** With fused multiply-add, where the processor has it. */
  relaxed: '128-bit vectors, relaxed SIMD (fused multiply-add)',
  simd: '128-bit vectors, SIMD that is not relaxed',
} as const;

export type KernelBuild = keyof typeof kernelBuilds;

export type CompiledKernels = { readonly module: WebAssembly.Module; readonly build: KernelBuild };

/**
 * Compiles the fastest build that runs here, or the one asked for: once in a process, as the engine optimises a module's code
 * while it runs.
 * @throws when the kernels were not built, or this Node.js has no WebAssembly SIMD.
 */
export function compileKernels(wanted?: KernelBuild): Promise<CompiledKernels> {
  const key = wanted ?? 'fastest';
  const compiled = compiledBefore.get(key) ?? (wanted ? compileBuild(wanted) : compileFastest());
  compiledBefore.set(key, compiled);
  compiled.catch(() => compiledBefore.delete(key));
  return compiled;
}

const compiledBefore = new Map<KernelBuild | 'fastest', Promise<CompiledKernels>>();

async function compileFastest(): Promise<CompiledKernels> {
  const relaxed = await compileKernels('relaxed').catch(() => undefined);
  if (!relaxed) return compileKernels('simd');
  if (!(await wideVectors()).isUsable) return relaxed;
  const wide = await compileKernels('wide');
  const [narrowTest, wideTest] = await Promise.all([relaxed, wide].map(({ module }) => testKernels(module)));
  if (isBetterWide(narrowTest, wideTest)) return wide;
  joinVectors('off');
  return relaxed;
}

async function testKernels(module: WebAssembly.Module): Promise<TestKernels> {
  const memory = new WebAssembly.Memory({ initial: testPages, maximum: testPages, shared: true });
  return { kernels: await instantiateKernels(module, memory), memory };
}

async function compileBuild(build: KernelBuild): Promise<CompiledKernels> {
  const bytes = await readFile(builtFile(`${build}.wasm`));
  if (!isAccepted(bytes, build))
    throw new Error(
      `The SIMD trainer needs WebAssembly ${build === 'simd' ? 'SIMD' : 'relaxed SIMD'}, which Node.js ${process.version} does not have here.`,
    );
  if (build === 'wide' && (await wideVectors()).isUsable) joinVectors('on');
  return { module: await WebAssembly.compile(bytes), build };
}

/** Node.js 20 has relaxed SIMD behind a flag, which takes effect at once; later ones have it, and no longer the flag. */
function isAccepted(bytes: Uint8Array, build: KernelBuild): boolean {
  if (WebAssembly.validate(bytes)) return true;
  if (build === 'simd' || !process.version.startsWith('v20.')) return false;
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
