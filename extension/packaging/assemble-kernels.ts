import { readdirSync } from 'node:fs';

const folder = 'kernel/multitask/trainers/simd/assembly';

/** What the kernels are made of, this file included. */
export function assemblyFiles(): readonly string[] {
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  return ['extension/packaging/assemble-kernels.ts', ...sources.map((name) => `${folder}/${name}`)];
}

const relaxed = ['--enable', 'relaxed-simd'];

/** The builds and what makes each: constants of the sources, and what the compiler may use. */
const builds = {
  simd: ['--use', 'WIDE=0'],
  relaxed: ['--use', 'WIDE=0', ...relaxed],
  wide: ['--use', 'WIDE=1', ...relaxed],
};

/**
 * Compiles the SIMD trainer's kernels, AssemblyScript, to WebAssembly three times: `simd.wasm`; `relaxed.wasm` with fused
 * multiply-add for the processors and versions of Node.js that have it; and `wide.wasm`, the same in larger tiles, for those
 * that join neighbouring vectors to wider ones. Returns the files.
 */
export async function assembleKernels(target: string): Promise<readonly string[]> {
  // The compiler takes a second to load: only where it is needed.
  const { main } = await import('assemblyscript/asc');
  const files: string[] = [];
  for (const [build, features] of Object.entries(builds)) {
    const file = `${target}/${build}.wasm`;
    const { error, stderr } = await main([
      `${folder}/index.ts`,
      ...['--outFile', file],
      ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--noAssert', '--runtime', 'stub'],
      ...['--enable', 'simd', '--enable', 'threads', ...features],
      ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
      ...['--disableWarning', '112'], // exported functions with vectors: imported by the other files alone
    ]);
    const warnings = stderr.toString();
    if (error || warnings) throw new Error(`The kernels do not compile: ${error?.message ?? ''}\n${warnings}`);
    files.push(file);
  }
  return files;
}
