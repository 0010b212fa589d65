/**
 * The process that runs cells: this thread executes them, ./agent.ts talks with the kernel, ./writer.ts carries output.
 * Started by ./host.ts with the folder of the notebook as its working directory.
 */
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { runtime } from '../cell/runtime-name.ts';
import { newAgentMemory, openAgentMemory } from './agent-memory.ts';
import { bundleOf } from './bundle.ts';
import { cellRuntime } from './cell-runtime.ts';
import { createCollector } from './collector.ts';
import { createComms } from './comms.ts';
import { catchDescriptorOutput } from './descriptor-output.ts';
import { agentFd, outputFd } from './descriptors.ts';
import { createDisplay } from './display.ts';
import { createEvaluator } from './evaluate.ts';
import { installGlobals } from './globals.ts';
import { createImport } from './import.ts';
import { receiveLetters, type ToMain } from './inbox.ts';
import { createInspector } from './inspector.ts';
import { cellFile } from './internal-frames.ts';
import { createLibrary } from './library.ts';
import { createOutput, installStreams } from './output.ts';
import { ownModule } from './own-module.ts';
import { createPrompter } from './prompt.ts';
import { createAnswerer } from './questions.ts';
import { ringMemory } from './ring.ts';
import { createRuns } from './runs.ts';
import { installTimers } from './timers.ts';
import { installStackTraces } from './traceback.ts';
import { showUncaughtErrors } from './uncaught.ts';

// VS Code's own runtime needs this to be a Node; whatever a cell starts must not become one by it.
delete process.env.ELECTRON_RUN_AS_NODE;

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.cwd();

const memory = ringMemory(1 << 22);
const agentMemory = newAgentMemory();
const helper = (script: string, workerData: object) =>
  new Worker(join(here, script), { execArgv: [], workerData, resourceLimits: { maxYoungGenerationSizeMb: 1 } });
const writer = helper('writer.js', { fd: outputFd, ringMemory: memory });
const agent = helper('agent.js', { fd: agentFd, agentMemory });
writer.unref();

const shared = openAgentMemory(agentMemory);
const runs = createRuns(shared);
const output = createOutput(memory, runs);
const display = createDisplay(output, runs.current);
const prompter = createPrompter(output, runs);
const { comms, hear: hearComm } = createComms(output, runs);
const inspector = createInspector();
const maps = installStackTraces();
const answer = createAnswerer(inspector);
const library = createLibrary({
  runs,
  displayFor: (run) => createDisplay(output, () => run),
  training: () => shared.beginTraining(),
});
const evaluator = createEvaluator({ inspector, output, runs, maps, loadLibrary: library.load, bundle: bundleOf });
const importModule = createImport({
  filename: cellFile(folder),
  hooks: new URL('module-hooks.js', pathToFileURL(here + sep)),
  ownModule: (specifier) => ownModule(specifier, library),
});

const countCell = createCollector();
const letters = receiveLetters(agent, shared, {
  urgent(message) {
    if (message.kind === 'input') prompter.answer(message.request, message.value);
    else if (message.kind === 'abandon') evaluator.abandon(message.executions);
    else if (message.kind === 'abort') {
      for (const { execution } of withdrawRuns(message.executions)) {
        output.send({ kind: 'done', execution, outcome: { kind: 'interrupted' } });
      }
      evaluator.abort(message.executions);
    }
  },
  ordinary(message) {
    if (message.kind === 'execute') {
      evaluator.execute(message);
      countCell();
    } else if (message.kind === 'comm') evaluator.handle(message.execution, 'comm', () => hearComm(message.comm));
    else if (message.kind === 'warm') void library.warm();
    else if (message.kind === 'ask') {
      const { request, question } = message;
      answer(question).then(
        (value) => output.send({ kind: 'answer', request, value }),
        () => output.send({ kind: 'answer', request, value: null }),
      );
    }
  },
});

/** Runs that were asked for and did not begin. */
function withdrawRuns(executions: readonly number[]): Extract<ToMain, { execution: number }>[] {
  const isMeant = (message: ToMain) => 'execution' in message && executions.includes(message.execution);
  return letters.withdraw(isMeant).filter((message) => 'execution' in message);
}

installTimers(runs);
installStreams(output, display);
catchDescriptorOutput(output, runs);
showUncaughtErrors(output, runs);
installGlobals({ folder, runs, output, display, prompter, comms });
Object.defineProperty(globalThis, runtime, { value: cellRuntime(folder, runs, importModule), enumerable: false });
// `process.exit` in a cell: what it printed before still arrives.
process.on('exit', () => output.drain(300));

agent.once('online', () => output.send({ kind: 'ready' }));
