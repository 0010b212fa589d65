/**
 * Node's module loader for files beside the notebook, in the thread that Node gives such hooks (`module.register`): TypeScript
 * without a build, names without an extension, and the newest text of an edited file when its cell runs again.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type TransformOptions, transform } from 'esbuild';
import { fileSyntaxError } from './file-syntax-error.ts';
import {
  isInPackage,
  isJavaScript,
  needsOlderDecorators,
  typeScriptOptions,
  withOlderDecorators,
} from './local-typescript.ts';

/** Which local files a local file imports, as seen so far. */
const imports = new Map<string, Set<string>>();

export const resolve: ResolveHook = async (specifier, context, next) => {
  const parent = localPath(context.parentURL);
  if (!parent || !/^(\.{0,2}\/|file:|[a-z]:\\)/i.test(specifier)) return next(specifier, context);
  const wanted = new URL(specifier, context.parentURL);
  wanted.search = '';
  const file = existingFile(fileURLToPath(wanted));
  if (!file || isInPackage(file)) return next(specifier, context);

  imports.set(parent, (imports.get(parent) ?? new Set()).add(file));
  const url = pathToFileURL(file);
  const resolved = typeScriptOptions(file, 'esm') ? { format: 'module' as const } : await next(url.href, context);
  // A file is another module when it, or what it imports, has changed; else it keeps its state.
  url.search = `?version=${version(file)}`;
  return { ...resolved, url: url.href, shortCircuit: true };
};

export const load: LoadHook = async (url, context, next) => {
  const file = localPath(url);
  if (file === undefined) return next(url, context);
  const options = typeScriptOptions(file, 'esm');
  if (options) {
    const source = readFileSync(file, 'utf8');
    return { format: 'module', source: await erase(source, file, options), shortCircuit: true };
  }
  // Node loads it, but says of a mistake in it neither line nor column.
  if (isJavaScript(file)) await erase(readFileSync(file, 'utf8'), file, { loader: 'js', logLevel: 'silent' });
  return next(url, context);
};

async function erase(source: string, file: string, options: TransformOptions): Promise<string> {
  try {
    return (await transform(source, options)).code;
  } catch (failure) {
    if (needsOlderDecorators(failure)) return erase(source, file, withOlderDecorators(options));
    throw fileSyntaxError(failure, source, file);
  }
}

function localPath(url: string | undefined): string | undefined {
  if (!url?.startsWith('file:')) return undefined;
  const path = fileURLToPath(url);
  return isInPackage(path) ? undefined : path;
}

/** TypeScript writes `./lib` or `./lib.js` for lib.ts. */
function existingFile(path: string): string | undefined {
  const stem = path.replace(/\.([cm]?)jsx?$/, '');
  const candidates = [
    path,
    ...(stem === path ? [] : ['.ts', '.tsx', '.mts', '.cts'].map((extension) => stem + extension)),
    ...['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'].map((end) => path + end),
  ];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

function version(file: string): string {
  const files = new Set<string>();
  const collect = (each: string): void => {
    if (files.has(each)) return;
    files.add(each);
    for (const imported of imports.get(each) ?? []) collect(imported);
  };
  collect(file);
  const hash = createHash('sha1');
  for (const each of [...files].sort()) {
    const { mtimeMs, size } = statSync(each, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
    hash.update(`${each}\0${mtimeMs}\0${size}\0`);
  }
  return hash.digest('hex').slice(0, 12);
}
