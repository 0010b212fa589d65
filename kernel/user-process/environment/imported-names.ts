import type { Module } from 'node:module';
import { nearest } from './nearest.ts';

/** What import statements of cells do with a module that was loaded. */
export interface ImportedNames {
  /** The module; of CommonJS all that it exports, also what Node did not find by reading its text. */
  whole(module: object): object;
  /**
   * The values of names, by what the cell calls them.
   * @throws where the module does not export a name that the cell uses
   */
  imported(module: object, specifier: string, used: Names, unused: Names): Record<string, unknown>;
  /**
   * Names that an earlier cell imported and did not use, perhaps as they are types.
   * @throws where the module did not export one
   */
  used(...names: readonly string[]): void;
}

/** What a module calls them, by what a cell calls them. */
type Names = Readonly<Record<string, string>>;

/** `loaded` are the CommonJS modules of the process. */
export function createImportedNames(loaded: () => Readonly<NodeJS.Dict<Module>>): ImportedNames {
  const missing = new Map<string, () => Error>();
  const wholes = new WeakMap<object, object>();

  /** What a CommonJS module exports; Node gives it as the default. */
  const commonJs = (module: object): object | undefined => {
    const exports: unknown = 'default' in module ? module.default : undefined;
    if ((typeof exports !== 'object' && typeof exports !== 'function') || exports === null) return undefined;
    return Object.values(loaded()).some((each) => each?.exports === exports) ? exports : undefined;
  };

  return {
    whole(module) {
      const known = wholes.get(module);
      if (known) return known;
      const exports = commonJs(module);
      const others = exports ? Object.keys(exports).filter((name) => !(name in module)) : [];
      if (!exports || others.length === 0) return module;
      const whole = Object.create(null, { [Symbol.toStringTag]: { value: 'Module' } }) as object;
      Object.assign(whole, module, Object.fromEntries(others.map((name) => [name, Reflect.get(exports, name)])));
      wholes.set(module, whole);
      return whole;
    },
    imported(module, specifier, used, unused) {
      const values: Record<string, unknown> = {};
      for (const [local, name] of Object.entries({ ...used, ...unused })) {
        missing.delete(local);
        // A method that a class gives to what a CommonJS module exports is no key of it.
        const holder = name in module ? module : commonJs(module);
        if (holder && name in holder) {
          values[local] = Reflect.get(holder, name);
          continue;
        }
        const error = (): Error => notExported(name, specifier, module);
        if (Object.hasOwn(used, local)) throw error();
        missing.set(local, error);
        values[local] = undefined;
      }
      return values;
    },
    used(...names) {
      for (const name of names) {
        const error = missing.get(name)?.();
        if (!error) continue;
        // It is asked before the first line of the cell, which has done nothing.
        error.stack = String(error);
        throw error;
      }
    },
  };
}

function notExported(name: string, specifier: string, module: object): Error {
  const names = Object.keys(module).filter((each) => !['default', 'module.exports', '__esModule'].includes(each));
  const what = name === 'default' ? 'no default export' : `no export '${name}'`;
  return new SyntaxError(`'${specifier}' has ${what}. ${advice(name, specifier, names, 'default' in module)}`);
}

function advice(name: string, specifier: string, names: readonly string[], hasDefault: boolean): string {
  const near = nearest(name, names);
  if (near.length > 0) return `Did you mean ${near.join(', ')}?`;
  if (names.length > 0) return `It exports ${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}.`;
  return hasDefault ? `It has a default export alone: import ${name} from '${specifier}'.` : 'It exports nothing.';
}
