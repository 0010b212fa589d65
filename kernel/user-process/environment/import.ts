import { register } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction, constants } from 'node:vm';

export type Import = (specifier: unknown, options?: ImportCallOptions) => Promise<unknown>;

export type ImporterOptions = {
  /** Whose imports they are: a file that need not exist, in the notebook's folder. */
  readonly filename: string;
  /** The built file with the loader for files beside the notebook. */
  readonly hooks: URL;
  /** The kernel's own packages, for notebooks in a folder without any. */
  ownModule(specifier: string): Promise<object> | undefined;
};

/** `import()` as a module at `filename` has it. Code that the inspector evaluates has none of its own. */
export function createImport({ filename, hooks, ownModule }: ImporterOptions): Import {
  const load = compileFunction('return import(specifier, options)', ['specifier', 'options'], {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  }) as Import;
  let hooked = false;

  return async (given, options) => {
    const specifier = String(given);
    if (/^(\.{0,2}\/|file:|[a-z]:\\)/i.test(specifier)) {
      // The loader takes a thread and a twentieth of a second, which notebooks without own files save.
      if (!hooked) register(hooks);
      hooked = true;
      process.setSourceMapsEnabled(true);
      return load(specifier, options ?? optionsFor(specifier));
    }
    // Also where a notebook's folder has a copy: that one would know nothing of this notebook's plots and interrupts.
    if (specifier === 'multitask-notebook') return ownModule(specifier);
    try {
      return await load(specifier, options);
    } catch (error) {
      const missing = missingPackage(error, specifier);
      if (missing === undefined) throw error;
      const own = ownModule(specifier);
      if (own) return own;
      const advice = `Install it with: npm install ${missing} (in ${dirname(filename)}).`;
      throw new Error(`There is no package ${missing} for this notebook. ${advice}`);
    }
  };
}

/** Node wants to be told that JSON is JSON; TypeScript does not. */
function optionsFor(specifier: string): ImportCallOptions | undefined {
  return /\.json$/.test(specifier) ? { with: { type: 'json' } } : undefined;
}

/** The package of `specifier` when that, and not one it imports, is what Node did not find. */
function missingPackage(error: unknown, specifier: string): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`package '${name}'`) ? name : undefined;
}
