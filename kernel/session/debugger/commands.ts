import type { Scope } from '../../cell/index.ts';
import { fieldsOf, textOf } from '../../guards/index.ts';
import type { Content } from '../../jupyter/index.ts';
import type { Breakpoints } from './breakpoints.ts';
import { type Devtools, type Motion, Refusal } from './devtools.ts';
import { type ExceptionFilter, exceptionFilters } from './exceptions.ts';
import type { Scripts } from './scripts.ts';
import type { Frame, Stop } from './stop.ts';
import type { Translate } from './translate.ts';
import { inWords, resultOf, stopGroup, typeOf, type Values } from './values.ts';

export type CommandsOptions = {
  readonly devtools: Devtools;
  readonly scripts: Scripts;
  readonly breakpoints: Breakpoints;
  readonly values: Values;
  readonly translate: Translate;
  scope(): Scope;
  /** Where the process stands, if it does. */
  stop(): Stop | undefined;
  goOn(by: Motion): Promise<void>;
  pause(): Promise<void>;
  /** Breakpoints are others now, and the exceptions to stop at where they are given. */
  changed(exceptions?: readonly ExceptionFilter[]): Promise<void>;
  say(event: string, body: Content): void;
};

/** The one thread that runs cells. */
export const threadId = 1;

type Command = (given: Content) => Promise<Content> | Content;

/** Answers the requests of the Debug Adapter Protocol, by their names there. */
export function createCommands(options: CommandsOptions): (command: string, given: Content) => Promise<Content> {
  const { devtools, scripts, breakpoints, values, translate, scope, stop, goOn, pause, changed, say } = options;

  const stopped = (): Stop => {
    const now = stop();
    if (!now) throw new Refusal('The cell does not stand at a breakpoint.');
    return now;
  };

  const move =
    (by: Motion): Command =>
    async () => {
      stopped();
      await goOn(by);
      return { allThreadsContinued: true };
    };

  const evaluateOutside = async (expression: string) => {
    const code = await translate.code(expression);
    const asked = {
      expression: code,
      replMode: true,
      awaitPromise: true,
      objectGroup: stopGroup,
      generatePreview: true,
    };
    return resultOf(await devtools('Runtime.evaluate', asked));
  };

  const commands: Readonly<Record<string, Command>> = {
    initialize: () => capabilities,
    attach() {
      say('initialized', {});
      return {};
    },
    configurationDone: () => ({}),
    dumpCell: ({ code }) => {
      if (typeof code !== 'string') throw new Refusal('dumpCell needs the text of a cell as "code".');
      return { sourcePath: scripts.dump(code) };
    },
    async setBreakpoints({ source, breakpoints: given, lines }) {
      const path = textOf(fieldsOf(source).path);
      if (path === '') throw new Refusal('setBreakpoints needs the path of a source.');
      const byLines = Array.isArray(lines) ? lines.map((line) => ({ line })) : [];
      const set = await breakpoints.set(path, Array.isArray(given) ? given.map(fieldsOf) : byLines);
      await changed();
      return { breakpoints: set };
    },
    async setExceptionBreakpoints({ filters }) {
      const wanted = Array.isArray(filters) ? filters.map(String) : [];
      const known = exceptionFilters.map(({ filter }) => filter);
      const unknown = wanted.find((each) => !known.some((filter) => filter === each));
      if (unknown !== undefined)
        throw new Refusal(`There is no exception filter ${unknown}; there are ${known.join(' and ')}.`);
      await changed(known.filter((filter) => wanted.includes(filter)));
      return { breakpoints: wanted.map(() => ({ verified: true })) };
    },
    threads: () => ({ threads: [{ id: threadId, name: 'Cells' }] }),
    stackTrace({ startFrame, levels }) {
      const { frames } = stopped();
      const start = Number(startFrame ?? 0);
      const shown = frames.slice(start, Number(levels) > 0 ? start + Number(levels) : undefined);
      return { stackFrames: shown.map(stackFrame), totalFrames: frames.length };
    },
    scopes: ({ frameId }) => stopped().scopes(frameId),
    variables: ({ variablesReference, ...page }) => stopped().variables(variablesReference, page),
    setVariable: (given) => stopped().setVariable(given),
    async evaluate({ expression, frameId, context }) {
      const now = stop();
      const text = textOf(expression);
      if (text.trim() === '') throw new Refusal('There is nothing to evaluate.');
      const value = now ? await now.evaluate(frameId, text, context) : await evaluateOutside(text);
      const { indexedVariables, namedVariables, variablesReference } = values.variable('', value);
      return { result: inWords(value), type: typeOf(value), variablesReference, indexedVariables, namedVariables };
    },
    exceptionInfo() {
      const { exception } = stopped();
      if (exception === undefined) throw new Refusal('The cell does not stand at an exception.');
      const [first = ''] = exception.split('\n', 1);
      const [, name = 'Error'] = /^([\w$.]+)(?::|$)/.exec(first) ?? [];
      return { exceptionId: name, description: first, breakMode: 'always', details: { stackTrace: exception } };
    },
    continue: move('Debugger.resume'),
    next: move('Debugger.stepOver'),
    stepIn: move('Debugger.stepInto'),
    stepOut: move('Debugger.stepOut'),
    async pause() {
      if (!stop()) await pause();
      return {};
    },
    source({ source, sourceReference }) {
      const path = textOf(fieldsOf(source).path) || textOf(sourceReference);
      const content = scripts.text(path);
      if (content === undefined) throw new Refusal(`Nobody knows the text of ${path || 'a source without a path'}.`);
      return { content, mimeType: 'text/x-typescript' };
    },
    modules: () => {
      const modules = scripts.files().map(({ path }) => ({ id: path, name: path, path }));
      return { modules, totalModules: modules.length };
    },
    async copyToGlobals({ srcVariableName, dstVariableName, srcFrameId }) {
      const [from, to] = [textOf(srcVariableName), textOf(dstVariableName)];
      if (!isName(from) || !isName(to)) throw new Refusal('copyToGlobals needs the names of two variables.');
      await stopped().evaluate(srcFrameId, scope().has(to) ? `${to} = ${from}` : `globalThis.${to} = ${from}`, 'repl');
      return {};
    },
  };

  return async (command, given) => {
    const answer = Object.hasOwn(commands, command) ? commands[command] : undefined;
    if (!answer) throw new Refusal(`The debugger of this kernel does not know the request ${command}.`);
    return answer(given);
  };
}

function stackFrame({ id, call: { functionName }, place: { line, column, name, path, isPersons } }: Frame): Content {
  const hint = isPersons ? {} : { presentationHint: 'subtle' };
  return { id, name: functionName || name, source: { name, path, ...hint }, line, column, ...hint };
}

function isName(text: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text);
}

/** https://microsoft.github.io/debug-adapter-protocol/specification#Types_Capabilities */
const capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsExceptionInfoRequest: true,
  supportsModulesRequest: true,
  supportsValueFormattingOptions: false,
  supportsTerminateRequest: false,
  supportTerminateDebuggee: false,
  exceptionBreakpointFilters: exceptionFilters,
};
