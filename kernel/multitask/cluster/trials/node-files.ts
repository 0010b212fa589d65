import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../../package/index.ts';

/** What trains a trial, where a host has Node and nothing else: bundles without packages beside them, and the kernels. */
export async function nodeFiles(): Promise<Record<string, Uint8Array>> {
  const files = Object.entries(places).map(
    async ([name, place]) => [name, await readFile(join(packageRoot(), place))] as const,
  );
  return Object.fromEntries(await Promise.all(files));
}

/** Of the program, as a job's folder has it. */
export const program = 'dist/kernel/trials/program.js';

const simd = 'dist/kernel/multitask/trainers/simd';

/** In a job's folder, and in the package. The trainer looks for its files where the package has them. */
const places: Readonly<Record<string, string>> = {
  'package.json': 'package.json',
  [program]: program,
  [`${simd}/threads/worker.js`]: 'dist/kernel/trials/worker.js',
  ...Object.fromEntries(['simd', 'relaxed', 'wide'].map((build) => [`${simd}/${build}.wasm`, `${simd}/${build}.wasm`])),
};
