import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import threads, { type WorkerOptions } from 'node:worker_threads';
import { ours } from '../built-ins/index.ts';
import { isInPackage, typeScriptOptions } from './local-typescript.ts';

/**
 * Lets `new Worker('./rank.ts')` of a cell take TypeScript, as `import` does.
 *
 * @param hooks the built ./register-hooks.ts
 */
export function installWorkers(hooks: URL): void {
  const TypeScriptWorker = class Worker extends threads.Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(
        file,
        ours(() => (isTypeScript(file) && !options.eval ? withHooks(options, hooks) : options)),
      );
    }
  };
  Object.assign(threads, { Worker: TypeScriptWorker });
  syncBuiltinESMExports();
}

function isTypeScript(file: string | URL): boolean {
  if (typeof file !== 'string' && file.protocol !== 'file:') return false;
  const path = typeof file === 'string' ? file : fileURLToPath(file);
  return !isInPackage(path) && typeScriptOptions(path, 'esm') !== undefined;
}

function withHooks(options: WorkerOptions, hooks: URL): WorkerOptions {
  // Flags that a thread inherits unless it is given others; those of V8 are the process's.
  const inherited = options.execArgv ?? ['--no-warnings'];
  return { ...options, execArgv: [...inherited, '--import', hooks.href] };
}
