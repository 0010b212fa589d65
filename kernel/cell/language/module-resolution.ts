import ts from 'typescript';
import { cellScheme } from './cell-module.ts';
import { compilerOptions } from './compiler-options.ts';

export type ResolverOptions = {
  /** The folder of this package, whose packages cells may import although the notebook's folder has none. */
  readonly packageFolder: string;
  cellFile(id: string): string;
  /** Whether a package is worth its time: none of ours that no cell mentions. */
  isWanted(specifier: string): boolean;
};

export type Resolver = {
  resolve(specifier: string, containingFile: string): ts.ResolvedModuleWithFailedLookupLocations;
  /** Forgets what was looked up: packages may have been installed since. */
  forget(): void;
};

/** What the kernel itself provides, whatever is installed beside the notebook: see ../../user-process/own-module.ts. */
const library = 'multitask-notebook';
const provided = /^(@tensorflow\/tfjs(-core|-layers)?|@duckdb\/node-api)$/;

/** Finds the files of modules that cells import: other cells, the notebook's own files and packages, then the kernel's. */
export function createResolver({ packageFolder, cellFile, isWanted }: ResolverOptions): Resolver {
  const host: ts.ModuleResolutionHost = ts.sys;
  const newCache = (): ts.ModuleResolutionCache =>
    ts.createModuleResolutionCache(packageFolder, (name) => name, compilerOptions);
  let cache = newCache();
  const find = (specifier: string, from: string): ts.ResolvedModuleWithFailedLookupLocations =>
    ts.resolveModuleName(specifier, from, compilerOptions, host, cache);
  // It need not exist: packages are looked for in the folders above it.
  const ownFile = `${packageFolder}/dist/kernel/cell/globals.d.ts`;

  return {
    resolve(specifier, containingFile) {
      if (specifier.startsWith(cellScheme)) {
        const resolvedFileName = cellFile(specifier.slice(cellScheme.length));
        const extension = resolvedFileName.endsWith('.jsx') ? ts.Extension.Jsx : ts.Extension.Tsx;
        return { resolvedModule: { resolvedFileName, extension, isExternalLibraryImport: false } };
      }
      if (!isWanted(specifier)) return { resolvedModule: undefined };
      if (specifier === library) return find(specifier, ownFile);
      const found = find(specifier, containingFile);
      return found.resolvedModule || !provided.test(specifier) ? found : find(specifier, ownFile);
    },
    forget() {
      cache = newCache();
    },
  };
}
