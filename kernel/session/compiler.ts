import {
  type Completeness,
  emptyScope,
  findPercentLines,
  type PercentLine,
  type Scope,
  type Transpiled,
} from '../cell/index.ts';
import { runtime } from '../link/index.ts';

/** The compiler of cells, loaded behind the first answers of a kernel: esbuild and a parser take a while to start. */
export interface Compiler {
  transpile(source: string, scope: Scope, execution: number): Promise<Transpiled>;
  completeness(source: string): Promise<Completeness>;
  percentLines(source: string): Promise<readonly PercentLine[]>;
  /** Makes the first cell as quick as the second. */
  warm(): Promise<void>;
}

/** The process that runs cells is the same Node as this one, so what is global here is global there. */
const globals = new Set([...Object.getOwnPropertyNames(globalThis), runtime]);

export function createCompiler(): Compiler {
  // Node looks a module that is loaded up anew each time, which takes as long as a short cell.
  let loaded: Promise<typeof import('../cell/transpile.ts')> | undefined;
  const compiler: Compiler = {
    async transpile(source, scope, execution) {
      loaded ??= import('../cell/transpile.ts');
      const { transpile } = await loaded;
      return transpile(source, { scope, globals, execution });
    },
    async completeness(source) {
      const { completeness } = await import('../cell/completeness.ts');
      return completeness(source);
    },
    async percentLines(source) {
      // Most cells have none, and need no parser.
      if (!source.includes('%')) return [];
      const { mistakes } = await import('../cell/cell-text.ts');
      return findPercentLines(source, mistakes).lines;
    },
    async warm() {
      await compiler.transpile('0', emptyScope, 0);
    },
  };
  return compiler;
}
