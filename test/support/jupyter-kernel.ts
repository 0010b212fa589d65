import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RequestOptions } from '../../kernel/jupyter/client.ts';
import { kernelArgv } from '../../kernel/jupyter/kernelspec.ts';
import { type LaunchedKernel, type LaunchOptions, launchKernel } from '../../kernel/jupyter/launch.ts';
import type { Content, Message } from '../../kernel/jupyter/messages.ts';

/** The command line under test: the built one, or that of an installed package in MULTITASK_MAIN. */
export const mainScript = process.env.MULTITASK_MAIN ?? resolve(import.meta.dirname, '../../dist/kernel/main.js');

/** A real kernel process of the built kernel, and its client. */
export interface TestKernel extends LaunchedKernel {
  /** Runs a cell and tells its reply and its outputs in short. */
  run(code: string, content?: Content, options?: RequestOptions): Promise<CellRun>;
}

export type CellRun = {
  readonly status: unknown;
  readonly reply: Content;
  readonly messages: readonly Message[];
  /** What it printed on stdout. */
  readonly stdout: string;
  readonly stderr: string;
  /** text/plain of its result. */
  readonly result: unknown;
};

/** Starts a kernel; it is shut down when the test ends. */
export async function startKernel(options: Partial<LaunchOptions> = {}): Promise<TestKernel> {
  const kernel = await launchKernel({
    argv: kernelArgv(process.execPath, mainScript),
    cwd: process.cwd(),
    ...options,
  });
  onTestFinished(async () => {
    await kernel.shutdown();
  });
  return { ...kernel, run: (code, content, requestOptions) => runCell(kernel, code, content, requestOptions) };
}

async function runCell(
  { client }: LaunchedKernel,
  code: string,
  content: Content = {},
  options: RequestOptions = {},
): Promise<CellRun> {
  const messages: Message[] = [];
  const onOutput = (message: Message): void => {
    messages.push(message);
    options.onOutput?.(message);
  };
  const reply = await client.request('shell', 'execute_request', { code, ...content }, { ...options, onOutput });
  const stream = (name: string) =>
    messages
      .filter((message) => message.header.msg_type === 'stream' && message.content.name === name)
      .map((message) => message.content.text)
      .join('');
  const result = messages.find(({ header }) => header.msg_type === 'execute_result')?.content.data;
  return {
    status: reply.content.status,
    reply: reply.content,
    messages,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    result: (result as Content | undefined)?.['text/plain'],
  };
}
