import { createHash } from 'node:crypto';
import { emptyScope, extendScope, meantAsCommand, type Scope, unsettled } from '../cell/index.ts';
import type { Content, Outlet, Request } from '../jupyter/index.ts';
import { type Cell, type CellError, libraryNames } from '../link/index.ts';
import type { Compiler } from './compiler.ts';
import type { Dispatch } from './dispatch.ts';
import { deathError, errorContent, interruptedError, syntaxErrorOf, unexpectedError } from './errors.ts';
import type { History } from './history/index.ts';
import type { Outputs } from './outputs.ts';
import type { Supervisor } from './process/supervisor.ts';
import type { Ran, Sources } from './sources.ts';

/** Runs cells: answers `execute_request`. */
export interface Execution {
  execute(request: Request, outlet: Outlet): Promise<Content>;
  /** Which names the cell of a request declared, read and changed, where it ran. */
  metadataOf(request: Request): Content | undefined;
  /** What earlier cells declared. */
  scope(): Scope;
  /** The cells that ran, in their order. */
  cells(): readonly string[];
  /** The user process is another one: nothing is declared any more. */
  forget(): void;
}

export type ExecutionOptions = {
  userProcess(): Supervisor;
  readonly compiler: Compiler;
  readonly dispatch: Dispatch;
  readonly outputs: Outputs;
  readonly sources: Sources;
  readonly history: History;
  /** Called before a cell runs, and waited for. */
  beforeRun(name: string, ran: Ran): Promise<void>;
  /** The page that a cell asks for with `name?`. */
  page(code: string): Promise<Content | undefined>;
  /** Called when a cell may have installed or removed some. */
  packagesChanged(): void;
  log(line: string): void;
};

export function createExecution({
  userProcess,
  compiler,
  dispatch,
  outputs,
  sources,
  history,
  beforeRun,
  page,
  packagesChanged,
  log,
}: ExecutionOptions): Execution {
  let scope = emptyScope;
  let count = 0;
  const names = new WeakMap<Request, Content>();

  return {
    async execute(request, outlet) {
      const { code, silent, storesHistory, expressions } = readRequest(request.content);
      if (storesHistory) history.add(count + 1, code);
      if (storesHistory) count += 1;
      const execution_count = count;
      const execution = dispatch.begin(request, outlet);
      if (!silent) outputs.publish(execution, 'execute_input', { code, execution_count });

      const fail = (error: CellError): Content => {
        const content = errorContent(error, sources.find);
        outputs.publish(execution, 'error', content);
        return { status: 'error', execution_count, ...content };
      };

      const name = storesHistory ? `cell-${execution_count}.ts` : `expression-${execution}.ts`;
      const answer = async (): Promise<Content> => {
        const cell = await compiler.transpile(code, scope, execution);
        if (cell.kind === 'syntax-error') {
          dispatch.withdraw(execution);
          const asked = await page(code);
          if (asked) return { status: 'ok', execution_count, payload: [asked], user_expressions: {} };
          return fail(syntaxErrorOf(cell.error, name));
        }
        await userProcess().ready();
        for (const hidden of cell.hidden) outputs.stream(execution, 'stderr', hiddenGlobal(hidden));
        const ran = { source: code, map: cell.map };
        sources.add(name, ran);
        await beforeRun(name, ran);

        names.set(request, { names: { declares: cell.declared.map(({ name }) => name), ...cell.uses } });
        const before = scope;
        scope = extendScope(scope, cell.declared);
        const library = libraryNames.filter((each) => cell.free.has(each));
        const { code: javascript, map } = cell;
        const end = await dispatch.send(
          {
            kind: 'execute',
            execution,
            name,
            code: javascript,
            ...(storesHistory ? { cell: cellOf(request, code) } : {}),
            map,
            library,
            silent,
            expressions,
          },
          (value) => {
            history.addOutput(execution_count, String((value.data as Content)['text/plain'] ?? ''));
            outputs.publish(execution, 'execute_result', { execution_count, ...value });
          },
        );
        // Also where another line of the cell failed: packages may have come.
        if (cell.commands.includes('npm') || cell.commands.includes('sh')) packagesChanged();
        if (end.kind === 'ok') {
          return { status: 'ok', execution_count, payload: [], user_expressions: end.expressions };
        }
        if (end.kind === 'death') names.set(request, { names: 'none' });
        else scope = extendScope(scope, unsettled(before, cell.declared));
        if (end.kind === 'error') return fail(withHint(end.error, code));
        return fail(end.kind === 'death' ? deathError(end.death) : interruptedError);
      };
      try {
        return await answer();
      } catch (error) {
        // A compiler that fails, or a process that does not start, is an error of this cell; the next one is tried again.
        log(`execute_request failed: ${(error as Error)?.stack ?? error}`);
        return fail(unexpectedError(error));
      } finally {
        dispatch.withdraw(execution);
      }
    },
    metadataOf: (request) => names.get(request),
    scope: () => scope,
    cells: sources.latest,
    forget() {
      scope = emptyScope;
      sources.clear();
    },
  };
}

/** JupyterLab and VS Code name the cell; for other clients a cell is its text. */
function cellOf({ metadata }: Request, code: string): Cell {
  const { cellId } = metadata;
  const id =
    typeof cellId === 'string' && cellId !== '' && cellId.length <= 1000
      ? cellId
      : createHash('sha256').update(code).digest('hex');
  return { id, ...(code.length > longestSource ? {} : { source: code }) };
}

/** Characters of a text that is compared line by line with the one before. */
const longestSource = 100_000;

function readRequest(content: Content) {
  const silent = content.silent === true;
  const expressions = Object.entries((content.user_expressions ?? {}) as object).map(([key, each]) => [
    key,
    String(each),
  ]);
  return {
    code: String(content.code ?? ''),
    silent,
    storesHistory: content.store_history !== false && !silent,
    expressions: Object.fromEntries(expressions) as Readonly<Record<string, string>>,
  };
}

/** A name that is not defined may be a `%` line that TypeScript could read. */
function withHint(error: CellError, source: string): CellError {
  const [, name] = /^(\w+) is not defined$/.exec(error.evalue) ?? [];
  const hint = name === undefined ? undefined : meantAsCommand(source, name);
  if (hint === undefined) return error;
  const evalue = `${error.evalue}. ${hint}`;
  return { ...error, evalue, traceback: error.traceback.map((line) => line.replace(error.evalue, evalue)) };
}

function hiddenGlobal(name: string): string {
  return `Warning: ${name} is now this notebook's variable in every cell; packages still see Node's, and so does globalThis.${name}.\n`;
}
