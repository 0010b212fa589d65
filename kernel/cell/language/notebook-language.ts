import ts from 'typescript';
import type { Cell } from './cell.ts';
import { type CellModule, cellModules, cellScheme, type ReadCell, readCell } from './cell-module.ts';
import { compilerOptions } from './compiler-options.ts';
import type { DeclaredName } from './declared-names.ts';
import { providedPackages } from './provided-packages.ts';

/** TypeScript's own answers about the cells of a notebook. */
export interface NotebookLanguage {
  /** The code cells from now on, in the notebook's order. Those that stayed the same are not read again. */
  update(cells: readonly Cell[]): void;
  /** Packages and files beside the notebook may have changed. */
  refresh(): void;
  readonly service: ts.LanguageService;
  modules(): readonly CellModule[];
  module(id: string): CellModule | undefined;
  /** What a cell declares under a name. */
  declared(id: string, name: string): DeclaredName | undefined;
  fileOf(id: string): string;
  /** The cell that a file is. */
  moduleOf(file: string): CellModule | undefined;
}

export type NotebookLanguageOptions = {
  /** The notebook's folder: its packages and files are found from here. */
  readonly folder: string;
  /** The folder of this package. */
  readonly packageFolder: string;
  /** Keeps what was read of packages for several notebooks. */
  readonly registry?: ts.DocumentRegistry;
};

/** Declarations that take a large part of a second to read, and that most notebooks never mention. */
const heavy = [
  { name: 'tensorflow', packages: /^@tensorflow\//, mention: /\btf\b|tensorflow|LayersModel/ },
  { name: 'duckdb', packages: /^@duckdb\//, mention: /duckdb/i },
] as const;

export function createNotebookLanguage({ folder, packageFolder, registry }: NotebookLanguageOptions): NotebookLanguage {
  const home = slashed(folder);
  const own = slashed(packageFolder);
  const globals = `${own}/dist/kernel/cell`;
  let reads = new Map<string, ReadCell>();
  let modules: readonly CellModule[] = [];
  let files = new Map<string, CellFile>();
  const wanted = new Set<string>();
  const unresolved = new Set<string>();
  const rounds = new Map<string, number>();
  let versions = 0;
  let nodeTypes: string | undefined;

  const fileOf = (id: string): string => {
    const read = reads.get(id);
    const extension = read?.cell.language === 'javascript' ? 'jsx' : (read?.reading ?? 'tsx');
    return `${home}/.cell-${encodeURIComponent(id)}.${extension}`;
  };
  const readOptions = (): ts.CompilerOptions => ({ ...compilerOptions, paths: providedPackages(home, own) });
  let options = readOptions();
  const newCache = (): ts.ModuleResolutionCache => ts.createModuleResolutionCache(home, (name) => name, options);
  let cache = newCache();

  const resolve = (specifier: string, from: string): ts.ResolvedModuleWithFailedLookupLocations => {
    if (specifier.startsWith(cellScheme)) {
      const resolvedFileName = fileOf(decodeURIComponent(specifier.slice(cellScheme.length)));
      const extension = resolvedFileName.slice(resolvedFileName.lastIndexOf('.')) as ts.Extension;
      return { resolvedModule: { resolvedFileName, extension, isExternalLibraryImport: false } };
    }
    const isLeftOut = heavy.some(({ packages, name }) => packages.test(specifier) && !wanted.has(name));
    return isLeftOut ? { resolvedModule: undefined } : ts.resolveModuleName(specifier, from, options, ts.sys, cache);
  };
  /** TypeScript looks up the imports of a file again only when it has another version. */
  const resolveAgain = (): void => {
    for (const file of unresolved) rounds.set(file, (rounds.get(file) ?? 0) + 1);
  };

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getCurrentDirectory: () => home,
    getScriptFileNames() {
      nodeTypes ??= findNodeTypes([home, own]);
      const ambient = [`${globals}/globals.d.ts`, ...(wanted.has('tensorflow') ? [`${globals}/tf.d.ts`] : [])];
      return [...ambient, ...(nodeTypes ? [nodeTypes] : []), ...files.keys()];
    },
    getScriptVersion: (file) => `${files.get(file)?.version ?? versionOnDisk(file)} ${rounds.get(file) ?? ''}`,
    getScriptSnapshot(file) {
      const text = files.get(file)?.module.text ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (file) => files.has(file) || ts.sys.fileExists(file),
    readFile: (file) => files.get(file)?.module.text ?? ts.sys.readFile(file),
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    resolveModuleNameLiterals(literals, containingFile) {
      const found = literals.map(({ text }) => resolve(text, containingFile));
      if (found.every(({ resolvedModule }) => resolvedModule)) unresolved.delete(containingFile);
      else unresolved.add(containingFile);
      return found;
    },
  };

  return {
    service: ts.createLanguageService(host, registry),
    fileOf,
    update(cells) {
      reads = new Map(
        cells.map((cell) => {
          const before = reads.get(cell.id);
          const isSame = before?.cell.text === cell.text && before.cell.language === cell.language;
          return [cell.id, isSame ? before : readCell(cell)];
        }),
      );
      modules = cellModules([...reads.values()]);
      files = new Map(
        modules.map((module) => {
          const file = fileOf(module.cell.id);
          const before = files.get(file);
          if (before?.module.text === module.text) return [file, { module, version: before.version }];
          versions += 1;
          return [file, { module, version: String(versions) }];
        }),
      );
      for (const { name, mention } of heavy) {
        if (wanted.has(name) || !cells.some(({ text }) => mention.test(text))) continue;
        wanted.add(name);
        resolveAgain();
      }
    },
    refresh() {
      options = readOptions();
      cache = newCache();
      nodeTypes = undefined;
      resolveAgain();
    },
    modules: () => modules,
    module: (id) => files.get(fileOf(id))?.module,
    declared: (id, name) => reads.get(id)?.declares.find((each) => each.name === name),
    moduleOf: (file) => files.get(file)?.module,
  };
}

type CellFile = { readonly module: CellModule; readonly version: string };

/** Files of packages do not change while a notebook is open; those beside it do. */
function versionOnDisk(file: string): string {
  return file.endsWith('.d.ts') ? '' : String(ts.sys.getModifiedTime?.(file)?.getTime() ?? '');
}

/** Types of Node: those of the notebook's folder where it has them, else ours. */
function findNodeTypes(folders: readonly string[]): string | undefined {
  // Without roots, those above the working directory would come first, wherever that is.
  const options = { ...compilerOptions, typeRoots: [] };
  const found = folders.map((folder) => ts.resolveTypeReferenceDirective('node', `${folder}/cell.ts`, options, ts.sys));
  return found.map((each) => each.resolvedTypeReferenceDirective?.resolvedFileName).find((file) => file !== undefined);
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/\/$/, '');
}
