import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { TransformOptions } from 'esbuild';
import { ours } from '../built-ins/index.ts';
import { fileSyntaxError } from './file-syntax-error.ts';
import {
  isInPackage,
  needsOlderDecorators,
  typeScriptExtensions,
  typeScriptOptions,
  withOlderDecorators,
} from './local-typescript.ts';
import { denoSpecifier, missingModule } from './missing-package.ts';

/** A module that Node is loading. */
type Loading = NodeJS.Module & { _compile(code: string, file: string): unknown };

/** `require` as a file at `filename` has it, which also takes TypeScript that is not in a package. */
export function createCellRequire(filename: string): NodeJS.Require {
  const plain = createRequire(filename);
  const require = Object.assign((specifier: string): unknown => {
    try {
      return plain(specifier);
    } catch (error) {
      throw ours(() => denoSpecifier(specifier) ?? missingModule(error, specifier) ?? error);
    }
  }, plain);
  const { extensions } = require;
  for (const extension of typeScriptExtensions) {
    const usual = extensions[extension] ?? extensions['.js'];
    extensions[extension] = (module, file) => {
      const options = ours(() => (isInPackage(file) ? undefined : typeScriptOptions(file, 'cjs')));
      if (!options) return usual?.(module, file);
      process.setSourceMapsEnabled(true);
      const { transformSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
      const source = readFileSync(file, 'utf8');
      const erase = (asked: TransformOptions): string => {
        try {
          return transformSync(source, asked).code;
        } catch (failure) {
          if (needsOlderDecorators(failure)) return erase(withOlderDecorators(asked));
          throw fileSyntaxError(failure, source, file);
        }
      };
      const code = ours(() => erase(options));
      (module as Loading)._compile(code, file);
    };
  }
  return require;
}
