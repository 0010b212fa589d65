import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importer } from './import.ts';
import type { Run, Runs } from './runs.ts';

/**
 * `__cell`: what rewritten cells call in place of syntax that a script does not have. ../cell/rewrite.ts writes the calls.
 */
export function cellRuntime(folder: string, runs: Runs): object {
  const filename = join(folder, 'cell.ts');
  const url = pathToFileURL(filename).href;
  const require = createRequire(filename);
  return Object.freeze({
    import: importer(filename),
    /** `import.meta` */
    get meta(): object {
      return {
        url,
        filename,
        dirname: folder,
        resolve: (specifier: string) => pathToFileURL(require.resolve(specifier)).href,
        /** Aborts when the cell is interrupted. */
        signal: runs.current()?.controller.signal,
      };
    },
    /** The target of an assignment to a constant. */
    constant: (name: string) => ({
      get value(): undefined {
        return undefined;
      },
      set value(_: unknown) {
        throw new TypeError(`Assignment to constant variable '${name}': declare it with let to give it another value.`);
      },
    }),
    /** The run that a function is called from; its parts after an `await` belong to the same. */
    run: () => runs.current(),
    /** Goes on after an `await`, unless the run was interrupted meanwhile. */
    resumed<Value>(run: Run | number | undefined, value?: Value): Value | undefined {
      const resumedRun = typeof run === 'number' ? runs.find(run) : run;
      if (resumedRun?.interruptedAt !== undefined) throw resumedRun.controller.signal.reason;
      runs.enter(resumedRun);
      return value;
    },
  });
}
