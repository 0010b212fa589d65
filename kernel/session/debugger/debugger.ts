import { isGenerated, type Scope } from '../../cell/index.ts';
import { textOf } from '../../guards/index.ts';
import type { Content } from '../../jupyter/index.ts';
import type { Fields } from '../../link/index.ts';
import type { Compiler } from '../compiler.ts';
import type { Ran, Sources } from '../sources.ts';
import { createBreakpoints } from './breakpoints.ts';
import { createCommands, threadId } from './commands.ts';
import { type CallFrame, type Devtools, type Motion, parsePaused } from './devtools.ts';
import { type ExceptionFilter, mayBeCaught } from './exceptions.ts';
import { createScripts } from './scripts.ts';
import { createStop, isException, type Stop } from './stop.ts';
import { createTranslate } from './translate.ts';
import { createValues, stopGroup } from './values.ts';

/** V8's debugger of the process that runs cells, in the words of the Debug Adapter Protocol. */
export interface Debugger {
  /** Makes V8 tell of what happens; before that nothing is answered. */
  attach(): Promise<void>;
  /** Answers a request; throws Refusal where it cannot. */
  answer(command: string, given: Content): Promise<Content>;
  /** A cell is about to run: resolves when its breakpoints are there. */
  runs(name: string, cell: Ran): Promise<void>;
  /** What V8 says. */
  hear(method: string, params: Fields): void;
  isStopped(): boolean;
  /** What the process answers; null as soon as it stands at a breakpoint. */
  unlessStopped<Answer>(answering: Promise<Answer>): Promise<Answer | null>;
  /** The variables of the notebook, while it stands. */
  notebook(): Promise<readonly Content[]>;
  /** The process that runs cells is another one. */
  restarted(): Promise<void>;
  /** For `debugInfo`. */
  breakpoints(): readonly Content[];
}

export type DebuggerOptions = {
  readonly devtools: Devtools;
  readonly compiler: Compiler;
  readonly sources: Sources;
  scope(): Scope;
  /** Tells clients an event of the Debug Adapter Protocol. */
  say(event: string, body: Content): void;
  log(line: string): void;
};

export function createDebugger({ devtools, compiler, sources, scope, say, log }: DebuggerOptions): Debugger {
  const scripts = createScripts(sources);
  const translate = createTranslate(compiler, scope);
  const values = createValues(devtools);
  const breakpoints = createBreakpoints({ devtools, scripts, translate });
  let filters: readonly ExceptionFilter[] = [];
  let stop: Stop | undefined;
  /** Called when it stops: who asked the process something waits for no answer then. */
  const waiting = new Set<() => void>();
  /** How it goes on since the last stop: a stop where nobody wrote anything goes on so, too. */
  let motion: Motion = 'Debugger.resume';
  /** Where the step began that goes on. */
  let left: Stop | undefined;
  let wantsPause = false;
  /** V8's breakpoint before files with a source map. */
  let beforeFiles: string | undefined;

  const attempt = (work: Promise<unknown>): void =>
    void work.catch((error: Error) => log(`The debugger: ${error.message}`));

  const attach = async (): Promise<void> => {
    await devtools('Debugger.enable');
    await follow();
  };

  /** What V8 is told of files and of exceptions. */
  const follow = async (): Promise<void> => {
    // V8 judges an exception behind an `await` of a cell as caught, by the kernel: which are is decided here.
    await devtools('Debugger.setPauseOnExceptions', { state: filters.length > 0 ? 'all' : 'none' });
    // A file stops before it runs, to be given its breakpoints, as long as any file has some.
    if (breakpoints.hasFiles() === (beforeFiles !== undefined)) return;
    if (beforeFiles !== undefined) {
      await devtools('Debugger.removeBreakpoint', { breakpointId: beforeFiles });
      beforeFiles = undefined;
    } else {
      const asked = { instrumentation: 'beforeScriptWithSourceMapExecution' };
      beforeFiles = textOf((await devtools('Debugger.setInstrumentationBreakpoint', asked)).breakpointId);
    }
  };

  const goOn = async (by: Motion): Promise<void> => {
    motion = by;
    const told = stop;
    left = by === 'Debugger.stepOver' || by === 'Debugger.stepInto' ? stop : undefined;
    stop = undefined;
    values.forget();
    attempt(devtools('Runtime.releaseObjectGroup', { objectGroup: stopGroup }));
    // Before it goes on: it may stop again at once.
    if (told) say('continued', { threadId, allThreadsContinued: true });
    await devtools(by);
  };

  const lineAt = async ({ location: { scriptId, lineNumber, columnNumber = 0 } }: CallFrame): Promise<string> => {
    const { scriptSource } = await devtools('Debugger.getScriptSource', { scriptId });
    return textOf(scriptSource).split('\n')[lineNumber]?.slice(columnNumber) ?? '';
  };

  const paused = async (params: Fields): Promise<void> => {
    const parsed = parsePaused(params);
    if (!parsed.ok) throw new Error(parsed.reason);
    const { reason, data = {}, hitBreakpoints = [], callFrames } = parsed.value;
    const [top] = callFrames;
    if (reason === 'instrumentation') {
      const script = scripts.find(textOf(data.url));
      if (script) await breakpoints.place(script);
      return void (await devtools('Debugger.resume'));
    }
    if (!top) return void (await devtools('Debugger.resume'));
    const hit = breakpoints.hit(hitBreakpoints);
    for (const { log } of hit) {
      if (log !== undefined)
        await devtools('Debugger.evaluateOnCallFrame', { callFrameId: top.callFrameId, expression: log });
    }
    const stopping = hit.filter((each) => each.log === undefined);
    const isThrown = isException(parsed.value);
    const isLeft = hitBreakpoints.length > 0 && stopping.length === 0;
    if (isLeft || (isThrown && !isWanted(reason, data, callFrames))) return void (await devtools(motion));
    const next = createStop(parsed.value, { devtools, scripts, translate, values, scope });
    const isStep = !isThrown && hitBreakpoints.length === 0;
    const isWritten = next.frames[0]?.place.isWritten;
    if (isStep && !wantsPause && (!isWritten || isSameLine(next, left))) return void (await devtools(motion));
    if (isStep && isGenerated(await lineAt(top)))
      return void (await devtools(wantsPause ? 'Debugger.stepOver' : motion));

    stop = next;
    for (const stopped of waiting) stopped();
    const words = isThrown
      ? { reason: 'exception', description: 'Paused on exception', text: textOf(data.description).split('\n')[0] }
      : {
          reason:
            stopping.length > 0
              ? 'breakpoint'
              : wantsPause
                ? 'pause'
                : motion === 'Debugger.resume'
                  ? 'breakpoint'
                  : 'step',
        };
    wantsPause = false;
    const ids = stopping.map(({ id }) => id);
    say('stopped', { ...words, threadId, allThreadsStopped: true, hitBreakpointIds: ids });
  };

  const isWanted = (reason: string, data: Fields, frames: readonly CallFrame[]): boolean => {
    const texts = frames.map(({ url }) => scripts.text(scripts.find(url)?.path ?? '') ?? '');
    const isCaught = data.uncaught !== true && (reason === 'exception' || mayBeCaught(texts));
    return filters.includes(isCaught ? 'caught' : 'uncaught');
  };

  const events: Readonly<Record<string, (params: Fields) => unknown>> = {
    'Debugger.paused': (params) => attempt(paused(params)),
    'Debugger.resumed'() {
      if (!stop) return;
      // Somebody else let it go on: an interrupt.
      stop = undefined;
      values.forget();
      say('continued', { threadId, allThreadsContinued: true });
    },
    'Debugger.scriptParsed': ({ url, sourceMapURL }) => scripts.read(textOf(url), textOf(sourceMapURL)),
    'Runtime.bindingCalled': ({ payload }) => attempt(sayLog(textOf(payload))),
  };

  const sayLog = async (payload: string): Promise<void> => {
    const [id, text] = JSON.parse(payload) as readonly unknown[];
    const from = breakpoints.find(Number(id));
    say('output', {
      category: 'console',
      output: `${String(text)}\n`,
      ...(from ? { source: { path: from.path }, line: from.line } : {}),
    });
  };

  const answer = createCommands({
    devtools,
    scripts,
    breakpoints,
    values,
    translate,
    scope,
    stop: () => stop,
    goOn,
    async pause() {
      wantsPause = true;
      await devtools('Debugger.pause');
    },
    async changed(exceptions) {
      filters = exceptions ?? filters;
      await follow();
    },
    say,
  });

  return {
    attach,
    answer,
    async runs(name, cell) {
      const script = scripts.ran(name, cell);
      // What an interrupt passed over is over.
      const ready = devtools('Debugger.setSkipAllPauses', { skip: false }).then(() => breakpoints.place(script));
      await ready.catch((error: Error) => log(`The debugger: ${error.message}`));
    },
    hear: (method, params) => events[method]?.(params),
    isStopped: () => stop !== undefined,
    unlessStopped: (answering) =>
      new Promise((resolve, reject) => {
        const stopped = () => resolve(null);
        waiting.add(stopped);
        void answering.then(resolve, reject).finally(() => waiting.delete(stopped));
      }),
    notebook: async () => (await stop?.notebook()) ?? [],
    async restarted() {
      scripts.forget();
      beforeFiles = undefined;
      breakpoints.forget();
      if (stop) say('continued', { threadId, allThreadsContinued: true });
      stop = undefined;
      values.forget();
      motion = 'Debugger.resume';
      await attach();
    },
    breakpoints: breakpoints.all,
  };
}

/** V8 stops several times in a line: behind an `await`, and before a function returns. A step goes to another one. */
function isSameLine({ frames }: Stop, before: Stop | undefined): boolean {
  const [top] = frames;
  const [topBefore] = before?.frames ?? [];
  if (!before || !top || !topBefore) return false;
  // Behind an `await`, callers are gone.
  const isDepthSame = frames.length === before.frames.length || (frames.length === 1 && top.call.functionName !== '');
  const { path, line } = topBefore.place;
  return (
    isDepthSame &&
    top.call.functionName === topBefore.call.functionName &&
    top.place.path === path &&
    top.place.line === line
  );
}
