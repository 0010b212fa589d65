import { dirname, join } from 'node:path';
import type { Content, Outlet, Request, Session } from '../jupyter/index.ts';
import { createCollector } from '../link/index.ts';
import { createCommTable } from './comms.ts';
import { createCompiler } from './compiler.ts';
import { createCompleter } from './complete.ts';
import { createDebugging } from './debugger/requests.ts';
import { createDispatch } from './dispatch.ts';
import { uncaughtContent } from './errors.ts';
import { createExecution } from './execute.ts';
import { createHistory, createHistoryFiles } from './history/index.ts';
import { createInspection } from './inspect.ts';
import { type Ask, createLiveValues } from './live-values.ts';
import { createOutputs } from './outputs.ts';
import { pageFor } from './pager.ts';
import { createSupervisor, type Supervisor } from './process/supervisor.ts';
import { createSources } from './sources.ts';
import { createTypes } from './types.ts';
import { createWarmUp } from './warm-up.ts';

export type SessionOptions = {
  /** The notebook's folder. */
  readonly cwd: string;
  /** The built file that a user process runs. */
  readonly userProcess: { readonly script: string };
  /** Where the history of all sessions is kept; of this one alone without it. */
  readonly history?: string | undefined;
  log(line: string): void;
};

/** Milliseconds for a question about values; a thread that spins does not answer at all. */
const patience = 250;
const patienceForTables = 20_000;
/** Milliseconds after the start: when the sockets are bound and the user process is being started. */
const warmAfter = 60;

/** Errors of a comm's listeners that are shown whole; the rest becomes text, which clients join and cut. */
const shownFailures = 3;

/** One notebook's life: requests become cells that run in a user process, and what these say becomes messages. */
export function createSession({ cwd, userProcess: { script }, history: folder, log }: SessionOptions): Session {
  const userProcess = (): Supervisor => supervisor;
  const outputs = createOutputs({ slowDown: () => supervisor.pause(), speedUp: () => supervisor.resume() });
  const comms = createCommTable(outputs);
  const history = createHistory(folder === undefined ? undefined : createHistoryFiles({ folder, log }));
  const sources = createSources();
  const dispatch = createDispatch({ userProcess, outputs, comms, sources });
  const compiler = createCompiler();
  const execution = createExecution({
    userProcess,
    compiler,
    dispatch,
    outputs,
    sources,
    history,
    beforeRun: (name, ran) => debugging.runs(name, ran),
    page: (code) => pageFor(code, inspect),
    packagesChanged: () => types.refresh(),
    log,
  });
  const ask: Ask = async (question) => {
    // A person who opens a table waits for it.
    const isTable = question.kind === 'display' && question.grid === true;
    return debugging.unlessStopped(() => supervisor.ask(question, isTable ? patienceForTables : patience));
  };
  const values = createLiveValues(ask, compiler, execution.scope);
  const types = createTypes(join(dirname(script), '..'), cwd);
  const complete = createCompleter({ live: values, types, compiler, cells: execution.cells });
  const inspect = createInspection({ live: values, types, compiler, cells: execution.cells });
  const debugging = createDebugging({
    live: values,
    async load() {
      const { createDebugger } = await import('./debugger/debugger.ts');
      return createDebugger({
        devtools: (method, params = {}) => supervisor.debug(method, params),
        compiler,
        sources,
        scope: execution.scope,
        say: (event, body) => outputs.announce('debug_event', { type: 'event', event, body }),
        log,
      });
    },
    end: () => supervisor.send({ kind: 'undebug' }),
  });
  const supervisor = createSupervisor({
    script,
    cwd,
    onMessage: dispatch.receive,
    onRawOutput: dispatch.receiveRaw,
    onDebugEvent: debugging.hear,
    onDeath(death) {
      log(`${death.ename}: ${death.evalue}`);
      execution.forget();
      dispatch.receiveDeath(death);
      debugging.restarted().catch((error: Error) => log(error.message));
      announceRestart().catch((error: Error) => log(error.message));
    },
  });

  const warmUp = createWarmUp(dispatch.isIdle, () => supervisor.send({ kind: 'warm' }));
  warmUp.start();
  setTimeout(() => void compiler.warm().catch((error: Error) => log(error.message)), warmAfter).unref();

  /** After the replies to what ran: JupyterLab forgets requests that are open when it hears this. */
  const announceRestart = async (): Promise<void> => {
    await supervisor.ready();
    warmUp.start();
    outputs.announce('status', { execution_state: 'restarting' });
    if (dispatch.isIdle()) outputs.announce('status', { execution_state: 'idle' });
  };

  const comm = async (request: Request, outlet: Outlet): Promise<undefined> => {
    const opener = comms.openedBy(String(request.content.comm_id ?? ''));
    const message = comms.fromClient(request);
    const execution = dispatch.begin(opener ? { ...request, header: opener } : request, outlet);
    try {
      const end = await dispatch.send({ kind: 'comm', execution, comm: message });
      if (end.kind !== 'error') return;
      const error = uncaughtContent(end.error, sources.find);
      if (comms.failed(message.id) <= shownFailures) outputs.publish(execution, 'error', error);
      else outputs.stream(execution, 'stderr', `${error.ename}: ${error.evalue}\n`);
    } finally {
      dispatch.withdraw(execution);
      outputs.forget(execution);
    }
  };

  const countCell = createCollector();
  const answers: Readonly<Record<string, (request: Request, outlet: Outlet) => Promise<Content | undefined>>> = {
    execute_request: (request, outlet) => {
      warmUp.postpone();
      countCell();
      return execution.execute(request, outlet).finally(warmUp.postpone);
    },
    complete_request: ({ content }) => complete(content),
    inspect_request: ({ content }) => inspect(content),
    is_complete_request: async ({ content }) => ({ ...(await compiler.completeness(String(content.code ?? ''))) }),
    history_request: async ({ content }) => history.answer(content),
    comm_open: comm,
    comm_msg: comm,
    comm_close: comm,
    comm_info_request: async ({ content }) => comms.info(content),
    debug_request({ content }, outlet) {
      outputs.open(outlet);
      return debugging.answer(content);
    },
    interrupt_request: async () => {
      dispatch.interrupt();
      return {};
    },
  };

  return {
    // Everything that reads, and what a cell that waits may be waiting for.
    immediate: new Set(Object.keys(answers).filter((type) => type !== 'execute_request')),
    answer: async (request, outlet) => answers[request.header.msg_type]?.(request, outlet),
    metadataOf: execution.metadataOf,
    inputReply: dispatch.inputReply,
    async close() {
      warmUp.stop();
      await Promise.all([supervisor.close(), types.close(), history.settled()]);
    },
  };
}
