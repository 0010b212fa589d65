import { register } from 'node:module';
import { compileFunction, constants } from 'node:vm';
import { ours } from '../built-ins/index.ts';
import { denoSpecifier, missingModule } from './missing-package.ts';

export type Import = (specifier: unknown, options?: ImportCallOptions) => Promise<unknown>;

export type ImporterOptions = {
  /** Whose imports they are: a file that need not exist, in the notebook's folder. */
  readonly filename: string;
  /** The built file with the loader for files beside the notebook. */
  readonly hooks: URL;
  /** The kernel's own packages, for notebooks in a folder without any. */
  ownModule(specifier: string): Promise<object> | undefined;
  /** A module with all that it exports. */
  whole(module: object): object;
};

/** `import()` as a module at `filename` has it. Code that the inspector evaluates has none of its own. */
export function createImport({ filename, hooks, ownModule, whole }: ImporterOptions): Import {
  const load = compileFunction('return import(specifier, options)', ['specifier', 'options'], {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as Import;
  let hooked = false;

  const loadFile = async (specifier: string, options?: ImportCallOptions): Promise<unknown> => {
    const asked = ours(() => {
      // The loader takes a thread and a twentieth of a second, which notebooks without own files save.
      if (!hooked) register(hooks);
      hooked = true;
      process.setSourceMapsEnabled(true);
      return options ?? optionsFor(specifier);
    });
    try {
      return await load(specifier, asked);
    } catch (error) {
      throw ours(() => missingModule(error, specifier)) ?? error;
    }
  };

  const loadWhole = async (given: unknown, options?: ImportCallOptions): Promise<unknown> => {
    const specifier = ours(() => String(given));
    if (ours(() => /^(\.{0,2}\/|file:|[a-z]:\\)/i.test(specifier))) return loadFile(specifier, options);
    // Also where a notebook's folder has a copy: that one would know nothing of this notebook's plots and interrupts.
    if (specifier === 'multitask-notebook') return ours(() => ownModule(specifier));
    const deno = ours(() => denoSpecifier(specifier));
    if (deno) throw deno;
    try {
      return await load(specifier, options);
    } catch (error) {
      const missing = ours(() => missingModule(error, specifier));
      if (!missing) throw error;
      const own = ours(() => ownModule(specifier));
      if (own) return own;
      throw missing;
    }
  };
  return async (given, options) => {
    const module = await loadWhole(given, options);
    return typeof module === 'object' && module !== null ? ours(() => whole(module)) : module;
  };
}

/** Node wants to be told that JSON is JSON; TypeScript does not. */
function optionsFor(specifier: string): ImportCallOptions | undefined {
  return /\.json$/.test(specifier) ? { with: { type: 'json' } } : undefined;
}
