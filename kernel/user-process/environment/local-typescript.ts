import { extname } from 'node:path';
import type { Loader, TransformFailure, TransformOptions } from 'esbuild';

/** Whether a file belongs to a package: by whole names of folders, as `my_node_modules_notes` is a person's own. */
export function isInPackage(file: string): boolean {
  return /(^|[\\/])node_modules[\\/]/.test(file);
}

/** How esbuild makes JavaScript of a file beside the notebook; undefined for what Node can load by itself. */
export function typeScriptOptions(file: string, format: 'esm' | 'cjs'): TransformOptions | undefined {
  const loader = loaders[extname(file)];
  if (!loader) return undefined;
  return {
    loader,
    sourcefile: file,
    sourcemap: 'inline',
    format,
    target: 'es2022',
    supported: { 'import-attributes': true },
    logLevel: 'silent',
  };
}

/** Only TypeScript's older decorators may stand before a parameter. */
export function needsOlderDecorators(failure: unknown): boolean {
  const errors = (failure as Partial<TransformFailure>).errors ?? [];
  return errors.some(({ text }) => /experimental decorators/i.test(text));
}

export function withOlderDecorators(options: TransformOptions): TransformOptions {
  return { ...options, tsconfigRaw: { compilerOptions: { experimentalDecorators: true } } };
}

export function isJavaScript(file: string): boolean {
  return /\.[cm]?js$/.test(file);
}

/** `.cts` and `.mts` say which kind of module they are to Node, which is for packages; here either is loaded as asked for. */
const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.tsx': 'tsx',
  '.mts': 'ts',
  '.cts': 'ts',
  '.jsx': 'jsx',
};

export const typeScriptExtensions: readonly string[] = Object.keys(loaders);
