import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { typeScriptExtensions, typeScriptOptions } from './local-typescript.ts';

/** A module that Node is loading. */
type Loading = NodeJS.Module & { _compile(code: string, file: string): unknown };

/** `require` as a file at `filename` has it, which also takes TypeScript that is not in a package. */
export function createCellRequire(filename: string): NodeJS.Require {
  const require = createRequire(filename);
  const { extensions } = require;
  for (const extension of typeScriptExtensions) {
    const usual = extensions[extension] ?? extensions['.js'];
    extensions[extension] = (module, file) => {
      const options = file.includes('node_modules') ? undefined : typeScriptOptions(file, 'cjs');
      if (!options) return usual?.(module, file);
      process.setSourceMapsEnabled(true);
      const { transformSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
      const { code } = transformSync(readFileSync(file, 'utf8'), options);
      (module as Loading)._compile(code, file);
    };
  }
  return require;
}
