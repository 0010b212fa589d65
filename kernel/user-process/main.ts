/**
 * The process that runs cells: this thread executes them, threads/agent.ts talks with the kernel, threads/writer.ts carries output.
 * Started by the kernel's session/process/host.ts with the folder of the notebook as its working directory.
 */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { type Answer, agentFd, createCollector, outputFd, runtime } from '../link/index.ts';
import { gateQuestionTarget } from '../payloads/gate-questions.ts';
import { tableQuestionTarget } from '../payloads/table/index.ts';
import { keepBuiltIns, ours } from './built-ins/index.ts';
import { cellRuntime } from './environment/cell-runtime.ts';
import { installGlobals } from './environment/globals.ts';
import { createImport } from './environment/import.ts';
import { createImportedNames } from './environment/imported-names.ts';
import { createLibrary } from './environment/library.ts';
import { ownModule } from './environment/own-module.ts';
import { installWorkers } from './environment/workers.ts';
import { createEvaluator } from './execution/evaluate.ts';
import { createInspector } from './execution/inspector.ts';
import { cellFile } from './execution/internal-frames.ts';
import { createAnswerer } from './execution/questions.ts';
import { createReplacedForGood } from './execution/replaced-for-good.ts';
import { createRuns } from './execution/runs.ts';
import { installTimers } from './execution/timers.ts';
import { installStackTraces } from './execution/traceback.ts';
import { showUncaughtErrors } from './execution/uncaught.ts';
import { createComms } from './output/comms.ts';
import { catchDescriptorOutput } from './output/descriptor-output.ts';
import { createDisplay } from './output/display.ts';
import { createOutput, installStreams } from './output/output.ts';
import { createPrompter } from './output/prompt.ts';
import { installStdin } from './output/stdin.ts';
import { createPercent } from './percent/index.ts';
import { createShownTables } from './tables/shown-tables.ts';
import { newAgentMemory, openAgentMemory } from './threads/agent-memory.ts';
import { receiveMessages, type ToMain } from './threads/inbox.ts';
import { ringMemory } from './threads/ring.ts';
import { bundleOf } from './values/bundle.ts';

// VS Code's own runtime needs this to be a Node; whatever a cell starts must not become one by it.
delete process.env.ELECTRON_RUN_AS_NODE;

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.cwd();

// What is in it when a cell is interrupted is still shown first: a megabyte of short lines is read in a twentieth of a second.
const memory = ringMemory(1 << 20);
const agentMemory = newAgentMemory();
// Not the thread's own events: those are emitted by what all emitters inherit, which a cell may replace.
const { port1: messageBox, port2: messagePort } = new MessageChannel();
const helper = (script: string, workerData: object, ...transferList: MessagePort[]) =>
  new Worker(join(here, script), {
    execArgv: [],
    workerData,
    transferList,
    resourceLimits: { maxYoungGenerationSizeMb: 1 },
  });
const writer = helper('threads/writer.js', { fd: outputFd, ringMemory: memory });
const agent = helper('threads/agent.js', { fd: agentFd, agentMemory, messagePort }, messagePort);
writer.unref();

const shared = openAgentMemory(agentMemory);
const runs = createRuns(shared);
const output = createOutput(memory, runs);
const display = createDisplay(output, runs.current);
const prompter = createPrompter(output, runs);
const tables = createShownTables();
const { comms, receive: receiveComm } = createComms(
  output,
  runs,
  new Map([
    [gateQuestionTarget, (comm, question) => library.answerGates(comm, question)],
    [tableQuestionTarget, (comm, question) => ours(() => tables.answer(comm, question))],
  ]),
);
const inspector = createInspector();
const maps = installStackTraces();
const answer = createAnswerer(inspector, tables.ofVariable);
const library = createLibrary({
  runs,
  displayFor: (run) => createDisplay(output, () => run),
  training: () => shared.beginTraining(),
});
const evaluator = createEvaluator({
  inspector,
  output,
  runs,
  maps,
  loadLibrary: library.load,
  bundle: (value) => bundleOf(value, tables.ofValue),
});
const { cache } = createRequire(cellFile(folder));
const importedNames = createImportedNames(() => cache);
const importModule = createImport({
  filename: cellFile(folder),
  hooks: new URL('environment/module-hooks.js', pathToFileURL(here + sep)),
  ownModule: (specifier) => ownModule(specifier, library),
  whole: importedNames.whole,
});

const countCell = createCollector();
const messages = receiveMessages(messageBox, shared, {
  urgent(message) {
    if (message.kind === 'input') prompter.answer(message.request, message.value, message.reason);
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
      countCell();
      evaluator.execute(message);
    } else if (message.kind === 'comm') evaluator.handle(message.execution, 'comm', () => receiveComm(message.comm));
    else if (message.kind === 'warm') void library.warm();
    else if (message.kind === 'ask') {
      const { request, question } = message;
      output.send({ kind: 'answer', request, value: answered(() => answer(question)) });
    }
  },
});

/** A question about a value that cannot be read has no answer. */
function answered(answer: () => Answer | null): Answer | null {
  try {
    return answer();
  } catch {
    return null;
  }
}

/** Runs that were asked for and did not begin. */
function withdrawRuns(executions: readonly number[]): Extract<ToMain, { execution: number }>[] {
  const isMeant = (message: ToMain) => 'execution' in message && executions.includes(message.execution);
  return messages.withdraw(isMeant).filter((message) => 'execution' in message);
}

const input = installStdin({
  runs,
  prompter,
  fail: (run, error) => run && evaluator.fail(run.execution, error),
});
installTimers(runs);
installStreams(output, display, input.printed, tables.ofConsole);
catchDescriptorOutput(output, runs, shared);
installWorkers(new URL('environment/register-hooks.js', pathToFileURL(here + sep)));
showUncaughtErrors(output, runs);
installGlobals({ folder, runs, output, display, prompter, comms, grid: tables.ofValue });
Object.defineProperty(globalThis, runtime, {
  value: cellRuntime({
    folder,
    runs,
    importModule,
    names: importedNames,
    percent: createPercent({ folder, runs, output }),
  }),
  enumerable: false,
});

agent.once('online', () => {
  output.send({ kind: 'ready' });
  // It takes a few milliseconds, which nobody waits for: no cell comes before the kernel has heard.
  keepBuiltIns(createReplacedForGood(output));
});
