import { codeFrame } from '../cell/code-frame.ts';
import { emptyScope, extendScope, type Scope, unsettled } from '../cell/scope.ts';
import type { CellSyntaxError } from '../cell/syntax-error.ts';
import { transpile } from '../cell/transpile.ts';
import type { Content, Header, Outlet, Request } from '../jupyter/messages.ts';
import type { Death } from '../user-process/death.ts';
import type { CellError, FromUser, Outcome } from '../user-process/protocol.ts';
import type { LiveProcess } from './live-process.ts';
import type { Outputs } from './outputs.ts';

/** Runs cells and answers `execute_request`. */
export interface Execution {
  execute(request: Request, outlet: Outlet): Promise<Content>;
  interrupt(): void;
  inputReply(content: Content): void;
  /** What earlier cells declared. */
  scope(): Scope;
  hear(message: FromUser): void;
  hearRaw(name: 'stdout' | 'stderr', text: string): void;
  hearDeath(death: Death): void;
}

type Going = {
  readonly execution: number;
  readonly request: Request;
  readonly count: number;
  readonly outlet: Outlet;
  end(end: Outcome | { readonly kind: 'death'; readonly death: Death }): void;
};

export function createExecution(live: () => LiveProcess, outputs: Outputs): Execution {
  const going = new Map<number, Going>();
  const sources = new Map<string, string>();
  let scope = emptyScope;
  let count = 0;
  let executions = 0;
  let asking: { readonly request: number } | undefined;

  const fail = (execution: number, error: Pick<CellError, 'ename' | 'evalue' | 'traceback'>, n: number): Content => {
    const { ename, evalue, traceback } = error;
    outputs.publish(execution, 'error', { ename, evalue, traceback });
    return { status: 'error', execution_count: n, ename, evalue, traceback };
  };

  const execute: Execution['execute'] = async (request, outlet) => {
    const { code, silent, storesHistory, expressions } = readRequest(request.content);
    executions += 1;
    const execution = executions;
    if (storesHistory) count += 1;
    const n = count;
    outputs.begin(execution, request.header, outlet);
    if (!silent) outputs.publish(execution, 'execute_input', { code, execution_count: n });

    const { globals } = await live().ready();
    const name = storesHistory ? `cell-${n}.ts` : `expression-${execution}.ts`;
    const cell = await transpile(code, { scope, globals: new Set(globals), execution });
    if (cell.kind === 'syntax-error') return fail(execution, describeSyntaxError(cell.error, name), n);
    sources.set(name, code);

    const before = scope;
    scope = extendScope(scope, cell.declared);
    const outcome = await new Promise<Outcome | { kind: 'death'; death: Death }>((resolve) => {
      going.set(execution, { execution, request, count: n, outlet, end: resolve });
      live().send({
        kind: 'execute',
        execution,
        name,
        code: cell.code,
        map: cell.map,
        library: [],
        silent,
        expressions,
      });
    });
    going.delete(execution);
    if (outcome.kind !== 'ok' && scope.size > 0) scope = extendScope(scope, unsettled(before, cell.declared));
    if (outcome.kind === 'death') scope = emptyScope;
    await outputs.flushed();
    switch (outcome.kind) {
      case 'ok':
        return { status: 'ok', execution_count: n, payload: [], user_expressions: outcome.expressions };
      case 'error':
        return fail(execution, withFrame(outcome.error, sources), n);
      case 'interrupted':
        return fail(execution, interrupted, n);
      case 'death':
        return fail(execution, { ...outcome.death, traceback: [`${outcome.death.ename}: ${outcome.death.evalue}`] }, n);
    }
  };

  return {
    execute,
    scope: () => scope,
    interrupt() {
      if (going.size > 0) live().send({ kind: 'interrupt', executions: [...going.keys()] });
    },
    inputReply({ value }) {
      if (!asking) return;
      live().send({ kind: 'input', request: asking.request, value: String(value ?? '') });
      asking = undefined;
    },
    hear(message) {
      switch (message.kind) {
        case 'stream':
          return outputs.stream(message.execution, message.name, message.text);
        case 'display': {
          const { execution, data, metadata, displayId, update } = message;
          const transient = displayId === undefined ? {} : { display_id: displayId };
          return outputs.publish(execution, update ? 'update_display_data' : 'display_data', {
            data,
            metadata,
            transient,
          });
        }
        case 'clear':
          return outputs.publish(message.execution, 'clear_output', { wait: message.wait });
        case 'result': {
          const { execution, data, metadata } = message;
          const execution_count = going.get(execution)?.count ?? count;
          return outputs.publish(execution, 'execute_result', { execution_count, data, metadata });
        }
        case 'input': {
          const asker = going.get(message.execution);
          if (asker?.request.content.allow_stdin !== true) {
            return live().send({ kind: 'input', request: message.request, value: null });
          }
          asking = { request: message.request };
          void outputs
            .flushed()
            .then(() => asker.outlet.askInput(asker.request, { prompt: message.prompt, password: message.password }));
          return;
        }
        case 'done':
          return going.get(message.execution)?.end(message.outcome);
      }
    },
    hearRaw(name, text) {
      const running = [...going.keys()].at(-1) ?? executions;
      outputs.stream(running, name, text);
    },
    hearDeath(death) {
      scope = emptyScope;
      asking = undefined;
      for (const each of going.values()) each.end({ kind: 'death', death });
    },
  };
}

/** The name that Jupyter clients know. */
const interrupted = {
  ename: 'KeyboardInterrupt',
  evalue: 'The cell was interrupted; variables keep their values.',
  traceback: ['KeyboardInterrupt: The cell was interrupted; variables keep their values.'],
};

function readRequest(content: Content) {
  const silent = content.silent === true;
  const expressions = Object.entries((content.user_expressions ?? {}) as object).map(([key, value]) => [
    key,
    String(value),
  ]);
  return {
    code: String(content.code ?? ''),
    silent,
    storesHistory: content.store_history !== false && !silent,
    expressions: Object.fromEntries(expressions) as Record<string, string>,
  };
}

function describeSyntaxError({ message, line, column, frame }: CellSyntaxError, name: string) {
  const evalue = `${message} (line ${line}, column ${column})`;
  return {
    ename: 'SyntaxError',
    evalue,
    traceback: [`SyntaxError: ${message}`, `    at ${name}:${line}:${column}`, '', ...frame.split('\n')],
  };
}

/** The lines of the cell in which an error arose, between its message and its stack. */
function withFrame(error: CellError, sources: ReadonlyMap<string, string>): CellError {
  const source = error.at && sources.get(error.at.name);
  if (!error.at || source === undefined) return error;
  const frame = codeFrame(source, error.at.line, error.at.column).split('\n');
  const stack = error.traceback.findIndex((line) => line.startsWith('    at '));
  const at = stack < 0 ? error.traceback.length : stack;
  return { ...error, traceback: [...error.traceback.slice(0, at), '', ...frame, '', ...error.traceback.slice(at)] };
}

export type { Header };
