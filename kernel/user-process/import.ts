import { compileFunction, constants } from 'node:vm';

type Import = (specifier: string, options?: ImportCallOptions) => Promise<unknown>;

/** `import()` as a module at `filename` has it. Code that the inspector evaluates has none of its own. */
export function importer(filename: string): Import {
  const load = compileFunction('return import(specifier, options)', ['specifier', 'options'], {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as Import;
  return (specifier, options) => load(specifier, options ?? optionsFor(specifier));
}

/** Node wants to be told that JSON is JSON; TypeScript does not. */
function optionsFor(specifier: string): ImportCallOptions | undefined {
  return /\.json$/.test(specifier) ? { with: { type: 'json' } } : undefined;
}
