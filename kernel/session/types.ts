import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

export type TypeQuestion = {
  readonly kind: 'complete' | 'inspect';
  /** The cells that ran, and the one that is being written last. */
  readonly sources: readonly string[];
  /** In the last one, in UTF-16 code units. */
  readonly offset: number;
};

export type TypedMember = { readonly name: string; readonly type: string };

export type TypeAnswer =
  | { readonly kind: 'complete'; readonly members: readonly TypedMember[] }
  | { readonly kind: 'inspect'; readonly text: string | undefined };

/** What TypeScript knows of the cells. */
export interface Types {
  /** The answer, or undefined when there is none within `milliseconds`, e.g. because TypeScript is still being loaded. */
  ask(question: TypeQuestion, milliseconds: number): Promise<TypeAnswer | undefined>;
  /** Whether it has answered yet; the first answer takes seconds. */
  isReady(): boolean;
  close(): Promise<void>;
}

/** @param kernelFolder the folder of the built kernel */
export function createTypes(kernelFolder: string, folder: string): Types {
  const waiting = new Map<number, (answer: TypeAnswer | undefined) => void>();
  let worker: Worker | undefined;
  let asked = 0;
  let ready = false;

  const start = (): Worker => {
    const workerData = { folder, ambient: ambientFiles(kernelFolder, folder) };
    const started = new Worker(join(kernelFolder, 'session', 'language-worker.js'), { workerData, execArgv: [] });
    started.on('message', ({ id, answer }: { id: number; answer: TypeAnswer | undefined }) => {
      ready = true;
      waiting.get(id)?.(answer);
    });
    started.on('error', () => {
      // Completion from live values goes on; the next question starts another.
      worker = undefined;
      ready = false;
    });
    started.unref();
    return started;
  };

  return {
    ask(question, milliseconds) {
      worker ??= start();
      asked += 1;
      const id = asked;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(undefined), milliseconds);
        const settle = (answer: TypeAnswer | undefined): void => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(answer);
        };
        waiting.set(id, settle);
        worker?.postMessage({ id, question });
      });
    },
    isReady: () => ready,
    async close() {
      await worker?.terminate();
    },
  };
}

/** Types of the globals, and Node's: those of the notebook's folder where it has them, else the kernel's own. */
function ambientFiles(kernelFolder: string, folder: string): string[] {
  const found = [join(folder, 'notebook.js'), join(kernelFolder, 'main.js')].flatMap((from) => {
    try {
      return [join(dirname(createRequire(from).resolve('@types/node/package.json')), 'index.d.ts')];
    } catch {
      return [];
    }
  });
  return [join(kernelFolder, 'cell', 'globals.d.ts'), ...found.slice(0, 1)].filter((file) => existsSync(file));
}
