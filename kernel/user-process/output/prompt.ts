import { boolean, type OptionTable, readOptions } from '../../multitask/options/index.ts';
import { asOurs } from '../built-ins/index.ts';
import { type Run, type Runs, signalOf } from '../execution/runs.ts';
import type { Output } from './output.ts';

/** `await prompt('name?')`: asks the person at the client for a line of text. Questions are asked one after another. */
export interface Prompter {
  prompt(question?: unknown, options?: PromptOptions): Promise<string>;
  /** The same for a run that is not, or no longer, the one that executes. */
  ask(run: Run | undefined, question: string, password: boolean): Promise<string>;
  /** The client's answer; null with the reason when there is none. */
  answer(request: number, value: string | null, reason?: NoAnswer): void;
}

export type PromptOptions = {
  /** Whether what is typed stays hidden; `false` without this. */
  readonly password?: boolean;
};

const promptOptions = {
  password: { type: boolean, default: false, about: 'Whether what is typed stays hidden', also: ['hidden', 'secret'] },
} as const satisfies OptionTable<PromptOptions>;

export type NoAnswer = 'refused' | 'ended' | 'interrupted' | undefined;

export function createPrompter(output: Output, runs: Runs): Prompter {
  const waiting = new Map<number, (value: string | null, reason: NoAnswer) => void>();
  let asked = 0;

  const ask: Prompter['ask'] = asOurs((run, question, password) => {
    const signal = run && signalOf(run);
    asked += 1;
    const request = asked;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const abort = asOurs((): void => {
        waiting.delete(request);
        reject(signal?.reason);
      });
      waiting.set(request, (value, reason) => {
        waiting.delete(request);
        signal?.removeEventListener('abort', abort);
        if (value === null) reject(new Error(whyNot[reason ?? 'refused']));
        else resolve(value);
      });
      signal?.addEventListener('abort', abort, { once: true });
      output.send({ kind: 'input', execution: run?.execution ?? 0, request, prompt: question, password });
    });
  });

  return {
    ask,
    prompt: asOurs((question = '', options = {}, ...more: readonly unknown[]) => {
      const { password } = readOptions('prompt', promptOptions, options, more);
      return ask(runs.current(), String(question), password);
    }),
    answer: (request, value, reason) => waiting.get(request)?.(value, reason),
  };
}

const whyNot = {
  refused:
    'This client takes no input (allow_stdin is false), so prompt() cannot ask. Give the value in the cell, or run it in a notebook or console.',
  ended: 'The cell ended before this question was answered. Let it wait for the answer: await prompt().',
  interrupted: 'The cell was interrupted before this question was answered.',
} as const;
