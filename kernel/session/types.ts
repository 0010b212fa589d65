import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { NotebookLanguageOptions } from '../cell/language/index.ts';

export type TypeQuestion = {
  readonly kind: 'complete' | 'inspect';
  /** The cells that ran, and the one that is being written last. */
  readonly sources: readonly string[];
  /** In the last one, in UTF-16 code units. */
  readonly offset: number;
};

export type TypedMember = { readonly name: string; readonly type: string };

export type TypeAnswer =
  | {
      readonly kind: 'complete';
      readonly members: readonly TypedMember[];
      /** No other names may be written there: these are properties of an object, or what a text may be. */
      readonly isMember: boolean;
    }
  | { readonly kind: 'inspect'; readonly text: string | undefined };

/** What TypeScript knows of the cells. */
export interface Types {
  /** The answer, or undefined when there is none within `milliseconds`, e.g. because TypeScript is still being loaded. */
  ask(question: TypeQuestion, milliseconds: number): Promise<TypeAnswer | undefined>;
  /** Whether it has answered yet; the first answer takes seconds. */
  isReady(): boolean;
  /** Packages beside the notebook may have changed. */
  refresh(): void;
  close(): Promise<void>;
}

/** @param kernelFolder the folder of the built kernel */
export function createTypes(kernelFolder: string, folder: string): Types {
  const waiting = new Map<number, (answer: TypeAnswer | undefined) => void>();
  let worker: Worker | undefined;
  let asked = 0;
  let ready = false;

  const start = (): Worker => {
    const workerData: NotebookLanguageOptions = { folder, packageFolder: join(kernelFolder, '../..') };
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
    refresh: () => worker?.postMessage('refresh'),
    async close() {
      await worker?.terminate();
    },
  };
}
