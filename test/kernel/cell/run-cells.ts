import { Session } from 'node:inspector';
import { inspect } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { emptyScope, extendScope, type Scope, unsettled } from '../../../kernel/cell/scope.ts';
import { transpile } from '../../../kernel/cell/transpile.ts';

export type Ran = { readonly shows: string } | { readonly throws: string };

type Evaluated = {
  readonly result: { readonly type: string; readonly objectId?: string };
  readonly exceptionDetails?: { readonly exception?: { readonly objectId?: string; readonly description?: string } };
};

/** A notebook without its processes: cells are transpiled as the kernel does it, and V8's REPL mode runs them in a realm of its own. */
export function startCells() {
  const session = new Session();
  session.connect();
  const post = <Result>(method: string, params: object): Promise<Result> =>
    new Promise((resolve, reject) => {
      session.post(method, params, (error: Error | null, result?: object) =>
        error ? reject(error) : resolve(result as Result),
      );
    });
  let contextId = 0;
  let received: (value: unknown) => void = () => {};
  const runtime = stubRuntime(() => received);
  session.post('Runtime.enable');
  session.on('Runtime.executionContextCreated', ({ params }) => {
    contextId = (params as { context: { id: number } }).context.id;
  });

  return {
    /** What each cell shows, or says of what it threw. */
    async run(cells: readonly string[], globals: Readonly<Record<string, unknown>> = {}): Promise<readonly Ran[]> {
      const { id, context } = newRealm(globals);
      const names = new Set(runInContext('Object.getOwnPropertyNames(globalThis)', context) as string[]);
      let scope: Scope = emptyScope;
      const ran: Ran[] = [];
      for (const [execution, source] of cells.entries()) {
        const cell = await transpile(source, { scope, globals: names, execution });
        if (cell.kind === 'syntax-error') {
          ran.push({ throws: `SyntaxError: ${cell.error.message}` });
          continue;
        }
        const before = scope;
        scope = extendScope(scope, cell.declared);
        const end = await evaluate(cell.code, id);
        if ('throws' in end) scope = extendScope(scope, unsettled(before, cell.declared));
        ran.push(end);
      }
      return ran;
    },
    /** The same of scripts that are JavaScript already. */
    async evaluate(
      scripts: readonly string[],
      globals: Readonly<Record<string, unknown>> = {},
    ): Promise<readonly Ran[]> {
      const { id } = newRealm(globals);
      const ran: Ran[] = [];
      for (const script of scripts) ran.push(await evaluate(script, id));
      return ran;
    },
    close: () => session.disconnect(),
  };

  function newRealm(globals: Readonly<Record<string, unknown>>) {
    const context = createContext({ ...globals });
    Object.defineProperty(context, '__cell', { value: runtime });
    runInContext('Symbol.dispose ??= Symbol("dispose"); Symbol.asyncDispose ??= Symbol("asyncDispose")', context);
    // The event of a new realm comes before `createContext` returns.
    return { id: contextId, context };
  }

  async function evaluate(expression: string, id: number): Promise<Ran> {
    const params = { expression, contextId: id, replMode: true, awaitPromise: true };
    const { result, exceptionDetails } = await post<Evaluated>('Runtime.evaluate', params);
    return exceptionDetails ? { throws: await thrown(exceptionDetails) } : { shows: await shown(result) };
  }

  async function shown(result: Evaluated['result'] & { value?: unknown; unserializableValue?: string }) {
    if (!result.objectId) return result.unserializableValue ?? inspect(result.value);
    return take(result.objectId, (value) => inspect(value, { depth: 6 }));
  }

  async function thrown({ exception }: NonNullable<Evaluated['exceptionDetails']>): Promise<string> {
    if (!exception?.objectId) return String(exception?.description ?? (exception as { value?: unknown })?.value);
    return take(exception.objectId, String);
  }

  /** The inspector only describes values; a function of ours receives them. */
  async function take(objectId: string, read: (value: unknown) => string): Promise<string> {
    let text = '';
    received = (value) => {
      text = read(value);
    };
    const reply = await post<Evaluated>('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: 'function () { __cell.take(this) }',
    });
    if (reply.exceptionDetails) throw new Error(JSON.stringify(reply.exceptionDetails));
    return text;
  }
}

/** What ../../../kernel/user-process/environment/cell-runtime.ts gives, without runs and interrupts. */
function stubRuntime(received: () => (value: unknown) => void) {
  return {
    take: (value: unknown) => received()(value),
    resumed: (_execution: number, value: unknown) => value,
    resumption: () => (value: unknown) => value,
    import: (specifier: string) => import(specifier),
    meta: {},
    constant: (name: string) => ({
      set value(_: unknown) {
        throw new TypeError(`Assignment to constant variable '${name}'`);
      },
    }),
  };
}
