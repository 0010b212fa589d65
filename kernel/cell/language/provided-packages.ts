import ts from 'typescript';
import { compilerOptions } from './compiler-options.ts';

/**
 * Packages that cells may import although the notebook's folder has none, as TypeScript's `paths`. It finds them there, and
 * names them so where it writes an import. The same ones as in ../../user-process/own-module.ts.
 */
export function providedPackages(folder: string, packageFolder: string): ts.MapLike<string[]> {
  // It need not exist: packages are looked for in the folders above it.
  const own = `${packageFolder}/dist/kernel/cell/globals.d.ts`;
  const find = (name: string, from: string): string | undefined =>
    ts.resolveModuleName(name, from, compilerOptions, ts.sys).resolvedModule?.resolvedFileName;

  const paths: ts.MapLike<string[]> = {};
  // Also where the folder has a copy: the kernel runs its own.
  const library = find('multitask-notebook', own);
  if (library) paths['multitask-notebook'] = [library];
  for (const name of ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@duckdb/node-api']) {
    const provided = find(name, `${folder}/cell.ts`) ? undefined : find(name, own);
    if (provided) paths[name] = [provided];
  }
  if (!find('@tensorflow/tfjs', `${folder}/cell.ts`)) {
    paths['@tensorflow/tfjs'] = [`${packageFolder}/dist/kernel/cell/tf.d.ts`];
  }
  return paths;
}
