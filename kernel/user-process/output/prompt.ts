import { type Runs, signalOf } from '../execution/runs.ts';
import type { Output } from './output.ts';

/** `await prompt('name?')`: asks the person at the client for a line of text. */
export interface Prompter {
  prompt(question?: unknown, options?: { readonly password?: boolean }): Promise<string>;
  /** The client's answer; null when it does not take questions. */
  answer(request: number, value: string | null): void;
}

export function createPrompter(output: Output, runs: Runs): Prompter {
  const waiting = new Map<number, (value: string | null) => void>();
  let asked = 0;
  return {
    prompt(question = '', { password = false } = {}) {
      const run = runs.current();
      const signal = run && signalOf(run);
      asked += 1;
      const request = asked;
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        waiting.set(request, (value) => {
          waiting.delete(request);
          if (value === null) reject(new Error(refused));
          else resolve(value);
        });
        signal?.addEventListener('abort', () => {
          waiting.delete(request);
          reject(signal.reason);
        });
        output.send({ kind: 'input', execution: run?.execution ?? 0, request, prompt: String(question), password });
      });
    },
    answer: (request, value) => waiting.get(request)?.(value),
  };
}

const refused =
  'This client takes no input (allow_stdin is false), so prompt() cannot ask. Give the value in the cell, or run it in a notebook or console.';
