import { fieldsOf, textOf } from '../../guards/index.ts';
import type { Content } from '../../jupyter/index.ts';
import type { Fields, LiveVariable } from '../../link/index.ts';
import type { LiveValues } from '../live-values.ts';
import type { Ran } from '../sources.ts';
import { cellPath, cellPaths } from './cell-path.ts';
import type { Debugger } from './debugger.ts';

/** Answers `debug_request`: the part that a variables view needs, and, for who asks to debug, a debugger that is loaded then. */
export interface Debugging {
  answer(request: Content): Promise<Content>;
  /** A cell is about to run: resolves when its breakpoints are there. */
  runs(name: string, cell: Ran): Promise<void>;
  /** What V8 says to a debugger. */
  hear(method: string, params: Fields): void;
  /** Asks the process that runs cells; null where that stands at a breakpoint, or does before it has answered. */
  unlessStopped<Answer>(ask: () => Promise<Answer>): Promise<Answer | null>;
  /** The process that runs cells is another one. */
  restarted(): Promise<void>;
}

export type DebuggingOptions = {
  readonly live: LiveValues;
  load(): Promise<Debugger>;
  /** Lets cells go on without one. */
  end(): void;
};

export function createDebugging({ live, load, end }: DebuggingOptions): Debugging {
  let sequence = 0;
  let starting: Promise<Debugger> | undefined;
  let running: Debugger | undefined;
  /** What the client that debugs calls itself. */
  let client = '';

  const start = async (): Promise<Debugger> => {
    running = await load();
    await running.attach();
    return running;
  };
  const stop = (): void => {
    starting = undefined;
    running = undefined;
  };
  const begin = (): Promise<Debugger> => {
    starting ??= start();
    starting.catch(stop);
    return starting;
  };

  const body = async (command: string, given: Content): Promise<Content> => {
    switch (command) {
      case 'debugInfo':
        return {
          isStarted: running !== undefined,
          ...cellPaths,
          breakpoints: running?.breakpoints() ?? [],
          stoppedThreads: running?.isStopped() ? [1] : [],
          richRendering: true,
          exceptionPaths: [],
          copyToGlobals: true,
        };
      case 'inspectVariables': {
        // JupyterLab asks for each message of a cell and shows the answer in place of all else: one that is asked just before a stop
        // comes before those of the stop, and is not empty.
        const found = await live.variables();
        if (running?.isStopped()) return { variables: await running.notebook() };
        return { variables: (found ?? []).map(toVariable) };
      }
      case 'richInspectVariables': {
        const name = String(given.variableName ?? '');
        if (name && running?.isStopped()) {
          const { result } = await running.answer('evaluate', { expression: name, frameId: given.frameId });
          return { data: { 'text/plain': result }, metadata: {} };
        }
        const bundle = name ? await live.display(name, { grid: given.grid === true }) : undefined;
        if (bundle) return bundle;
        throw new Error(`There is no variable ${name || 'of that name'}, or the cell that runs now keeps it busy.`);
      }
      case 'variables':
        if (running?.isStopped()) break;
        return { variables: ((await live.inside(Number(given.variablesReference))) ?? []).map(toVariable) };
      case 'dumpCell':
        if (running || typeof given.code !== 'string') break;
        return { sourcePath: cellPath(given.code) };
      case 'initialize':
        client = textOf(given.clientID);
        return (await begin()).answer(command, given);
      case 'attach':
        return (await begin()).answer(command, given);
      case 'disconnect':
        if (running) end();
        stop();
        return {};
    }
    if (!running) throw new Error(`Nobody debugs: ${command} needs initialize and attach before it.`);
    return running.answer(command, given);
  };

  return {
    async answer({ command, seq, arguments: given }) {
      const name = String(command ?? '');
      const outcome = await body(name, fieldsOf(given)).then(
        (answer) => ({ success: true, body: client === jupyterLab ? withoutTypes(answer) : answer }),
        (error: Error) => ({ success: false, message: error.message, body: {} }),
      );
      sequence += 1;
      return { type: 'response', seq: sequence, request_seq: Number(seq ?? 0), command: name, ...outcome };
    },
    runs: async (name, cell) => running?.runs(name, cell),
    hear: (method, params) => running?.hear(method, params),
    async unlessStopped(ask) {
      if (!running) return ask();
      return running.isStopped() ? null : running.unlessStopped(ask());
    },
    restarted: async () => running?.restarted(),
  };
}

/** JupyterLab's tree of variables shows the type in place of the value, unless it is one of Python's or there is none. */
const jupyterLab = 'jupyterlab';

function withoutTypes(answer: Content): Content {
  const { variables } = answer;
  if (!Array.isArray(variables)) return answer;
  return { ...answer, variables: variables.map((each) => ({ ...fieldsOf(each), type: undefined })) };
}

/** https://microsoft.github.io/debug-adapter-protocol/specification#Types_Variable, and `shape`, which is ours. */
function toVariable({ name, value, type, shape, reference }: LiveVariable): Content {
  const ours = shape === undefined ? {} : { shape };
  return { name, value, type, ...ours, evaluateName: name, variablesReference: reference };
}
