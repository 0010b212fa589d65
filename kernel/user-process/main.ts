/**
 * The process that runs cells: this thread executes them, ./agent.ts talks with the kernel, ./writer.ts carries output.
 * Started by ./host.ts with the folder of the notebook as its working directory.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { runtime } from '../cell/rewrite.ts';
import { bundleOf } from './bundle.ts';
import { cellRuntime } from './cell-runtime.ts';
import { agentFd, outputFd } from './descriptors.ts';
import { createDisplay } from './display.ts';
import { createEvaluator } from './evaluate.ts';
import { installGlobals } from './globals.ts';
import { openReceipt, receiveLetters, type ToMain } from './inbox.ts';
import { createInspector } from './inspector.ts';
import { createOutput, installStreams } from './output.ts';
import { createPrompter } from './prompt.ts';
import { ringMemory } from './ring.ts';
import { createRuns } from './runs.ts';
import { installTimers } from './timers.ts';
import { installStackTraces } from './traceback.ts';
import { showUncaughtErrors } from './uncaught.ts';

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.cwd();
const nodeGlobals = Object.getOwnPropertyNames(globalThis);

const memory = ringMemory(1 << 22);
const receiptMemory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
const writer = new Worker(join(here, 'writer.js'), { execArgv: [], workerData: { fd: outputFd, ringMemory: memory } });
const agent = new Worker(join(here, 'agent.js'), { execArgv: [], workerData: { fd: agentFd, receiptMemory } });
writer.unref();

const runs = createRuns();
const output = createOutput(memory, runs);
const display = createDisplay(output, runs);
const prompter = createPrompter(output, runs);
const inspector = createInspector();
const maps = installStackTraces(new URL('..', import.meta.url).href);
const evaluator = createEvaluator({
  inspector,
  output,
  runs,
  maps,
  loadLibrary: async () => {},
  bundle: async (value) => bundleOf(value),
});

const letters = receiveLetters(agent, openReceipt(receiptMemory), {
  urgent(message) {
    if (message.kind === 'input') prompter.answer(message.request, message.value);
    else if (message.kind === 'abort') {
      for (const { execution } of withdraw(message.executions)) {
        output.send({ kind: 'done', execution, outcome: { kind: 'interrupted' } });
      }
      evaluator.abort(message.executions);
    } else if (message.kind === 'abandon') evaluator.abandon(message.executions);
  },
  ordinary(message) {
    if (message.kind === 'execute') evaluator.execute(message);
  },
});

function withdraw(executions: readonly number[]): Extract<ToMain, { kind: 'execute' }>[] {
  const isMeant = (message: ToMain) => message.kind === 'execute' && executions.includes(message.execution);
  return letters.withdraw(isMeant).filter((message) => message.kind === 'execute');
}

installTimers(runs);
installStreams(output);
showUncaughtErrors(output, runs);
installGlobals({ folder, runs, output, display, prompter });
Object.defineProperty(globalThis, runtime, { value: cellRuntime(folder, runs), enumerable: false });
// `process.exit` in a cell: what it printed before still arrives.
process.on('exit', () => output.drain(300));

agent.once('online', () =>
  output.send({ kind: 'ready', version: process.version, globals: [...nodeGlobals, runtime] }),
);
