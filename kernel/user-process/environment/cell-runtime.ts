import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { asOurs, ours } from '../built-ins/index.ts';
import { cellFile } from '../execution/internal-frames.ts';
import { type Run, type Runs, signalOf } from '../execution/runs.ts';
import { element, fragment } from './element.ts';
import type { Import } from './import.ts';
import type { ImportedNames } from './imported-names.ts';

export type CellRuntimeOptions = {
  /** The notebook's. */
  readonly folder: string;
  readonly runs: Runs;
  readonly importModule: Import;
  readonly names: ImportedNames;
  /** What `%` lines became. */
  readonly percent: object;
};

/**
 * `__cell`: what rewritten cells call in place of syntax that a script does not have. ../cell/rewrite.ts writes the calls.
 */
export function cellRuntime({ folder, runs, importModule, names, percent }: CellRuntimeOptions): object {
  const filename = cellFile(folder);
  const url = pathToFileURL(filename).href;
  const require = createRequire(filename);
  const goOn = <Value>(run: Run | undefined, value: Value): Value => {
    if (run && runs.isInterrupted(run)) throw ours(() => signalOf(run).reason);
    runs.enter(run);
    return value;
  };
  return Object.freeze({
    import: importModule,
    imported: asOurs(names.imported),
    used: asOurs(names.used),
    element,
    fragment,
    /** `import.meta` */
    get meta(): object {
      const run = runs.current();
      return {
        url,
        filename,
        dirname: folder,
        resolve: asOurs((specifier: string) => pathToFileURL(require.resolve(specifier)).href),
        /** Aborts when the cell is interrupted. */
        signal: run && ours(() => signalOf(run)),
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
    ...percent,
    /** Goes on after an `await` of a cell's own code, unless the cell was interrupted meanwhile. */
    resumed: <Value>(execution: number, value: Value): Value => goOn(runs.find(execution), value),
    /** The same for a function: its parts belong to the run that calls it. */
    resumption() {
      const run = runs.current();
      return <Value>(value: Value): Value => goOn(run, value);
    },
  });
}
