import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The path of a file that the build makes of this folder. The code that asks may run from its source or from any bundle,
 * so the way goes through the package itself.
 * @throws when it was not built.
 */
export function builtFile(name: string): string {
  const root = dirname(createRequire(import.meta.url).resolve('multitask-notebook/package.json'));
  const path = join(root, 'dist', 'kernel', 'multitask', 'trainers', 'simd', name);
  if (!existsSync(path)) throw new Error(`${path} is missing: \`npm run build\` makes it.`);
  return path;
}
