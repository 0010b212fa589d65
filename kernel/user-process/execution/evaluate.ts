import { types } from 'node:util';
import type { Bundle, CellError, ExpressionValue, FromUser, Outcome, ToUser } from '../../link/index.ts';
import { giveBuiltIns, mapDelete, ours, settle } from '../built-ins/index.ts';
import type { Output } from '../output/output.ts';
import { displayIdOf, hasOwnDisplay } from '../values/bundle.ts';
import { firstPromiseOf } from './first-promise.ts';
import type { Inspector, Reply } from './inspector.ts';
import type { Run, Runs } from './runs.ts';
import { type CellMaps, describeError } from './traceback.ts';

type Execute = Extract<ToUser, { kind: 'execute' }>;

/** Runs cells. */
export interface Evaluator {
  execute(message: Execute): void;
  /** Runs what something else than a cell calls; a promise that it gives is waited for. */
  handle(execution: number, name: string, handler: () => Promise<void> | undefined): void;
  /** Asks runs to stop. */
  abort(executions: readonly number[]): void;
  /** Ends a run whose code waits for what will never come, with the reason. */
  fail(execution: number, error: Error): void;
  /** Declares runs ended that did not stop. */
  abandon(executions: readonly number[]): void;
}

export type EvaluatorOptions = {
  readonly inspector: Inspector;
  readonly output: Output;
  readonly runs: Runs;
  readonly maps: CellMaps;
  /** Loads globals that a cell uses. */
  loadLibrary(names: readonly string[]): Promise<void>;
  /** A value as a cell shows it. */
  bundle(value: unknown): Bundle | Promise<Bundle>;
};

/**
 * Every step of a run can be the one that an interrupt terminates, and then its continuation never comes. So a run's end is
 * reported by whoever comes first: the run, or `abandon`. Steps are callbacks: an `async` function would go on, and end, with whatever
 * the notebook made of promises.
 */
export function createEvaluator({ inspector, output, runs, maps, loadLibrary, bundle }: EvaluatorOptions): Evaluator {
  const going = new Map<number, Run>();
  /** Until a cell has ended, it is not known. */
  let resultsInherit = true;
  /** Of cells that V8 waits for, and of those that were abandoned, for which it waits for ever. */
  const pending = new Map<number, object>();
  let evaluations = 0;

  const finish = (run: Run, outcome: Outcome, ...before: readonly FromUser[]): void => {
    if (!going.delete(run.execution)) return;
    runs.end(run);
    const { execution, interruptedAt } = run;
    output.send(...before, { kind: 'done', execution, outcome: interruptedAt ? { kind: 'interrupted' } : outcome });
  };

  const failed =
    (run: Run) =>
    (error: unknown): void =>
      finish(run, { kind: 'error', error: describeError(error) });

  /**
   * Runs a cell. What comes of it is read from its promise: V8's own answer only describes it, and is not given at all when a cell
   * replaced `Promise[Symbol.species]`. What has no promise is no JavaScript.
   */
  const evaluate = (run: Run, code: string, done: (result: Result) => void): void => {
    let isDone = false;
    const finished = (result: Result): void => {
      if (isDone) return;
      isDone = true;
      attempt(() => done(result), failed(run));
    };
    evaluations += 1;
    const evaluation = evaluations;
    let hasPromise = false;
    const answered = (reply: Reply): void => {
      if (reply.kind !== 'refused') finished({ kind: reply.kind, of: inspector.take(reply.value) });
      // Also refused is to wait for the promise, where a cell broke that, or the process ends: of that the kernel tells.
      else if (!hasPromise || (wasTerminated(reply) && runs.isInterrupted(run))) finished(reply);
    };
    const began = (promise: Promise<unknown>): void => {
      hasPromise = true;
      pending.set(evaluation, promise);
      settle(
        promise,
        (result) => {
          resultsInherit = Object.getPrototypeOf(result) === objects;
          finished({ kind: 'value', of: (result as ReplResult)['.repl_result'] });
        },
        (error) => finished({ kind: 'thrown', of: error }),
      );
      // What follows is the cell's.
      giveBuiltIns();
    };
    const params = { expression: code, replMode: true, awaitPromise: true };
    const isWanted = (): boolean => {
      mapDelete(pending, evaluation);
      return !hasPromise;
    };
    const post = (): void => inspector.evaluate(params, answered, isWanted);
    firstPromiseOf(post, began);
    if (resultsInherit && hasPromise && 'then' in objects) ours(() => finished({ kind: 'thrown', of: neverEnds() }));
  };

  /** Calls `done` with a value as a cell shows it. */
  const show = (run: Run, value: unknown, done: (bundle: Bundle) => void): void => {
    const shown = bundle(value);
    if (types.isPromise(shown)) settle(shown, done, failed(run));
    else done(shown);
  };

  /** The last step: what the request wants to know beside the cell. */
  const answerExpressions = (run: Run, [first, ...rest]: readonly Expression[], values: Values): void => {
    if (!first) {
      finish(run, { kind: 'ok', expressions: values });
      return;
    }
    const [name, expression] = first;
    const answer = (value: ExpressionValue): void => answerExpressions(run, rest, { ...values, [name]: value });
    evaluate(run, expression, (result) => {
      if (result.kind !== 'value') answer({ status: 'error', ...errorOf(result) });
      else show(run, result.of, (shown) => answer({ status: 'ok', ...shown }));
    });
  };

  const begin = (run: Run, { code, name, map, silent, expressions }: Execute): void => {
    const { execution } = run;
    const asked = Object.entries(expressions);
    const end = (...value: readonly FromUser[]): void => {
      if (asked.length === 0) {
        finish(run, { kind: 'ok', expressions: {} }, ...value);
        return;
      }
      if (going.has(execution)) output.send(...value);
      answerExpressions(run, asked, {});
    };
    const showResult = (value: unknown): void => {
      if (value === undefined) end();
      else show(run, value, (shown) => end({ kind: 'result', execution, ...shown, displayId: displayIdOf(shown) }));
    };
    maps.add(name, map);
    runs.enter(run);
    evaluate(run, `${code}\n//# sourceURL=${name}`, (result) => {
      if (result.kind !== 'value') {
        const isInterrupted = result.kind === 'refused' && wasTerminated(result);
        finish(run, isInterrupted ? { kind: 'interrupted' } : { kind: 'error', error: errorOf(result) });
      } else if (silent || result.of === undefined) end();
      // A cell that ends in a promise shows what comes of it: who forgot an `await` wanted to see that.
      else if (types.isPromise(result.of) && !hasOwnDisplay(result.of)) settle(result.of, showResult, failed(run));
      else showResult(result.of);
    });
  };

  return {
    execute(message) {
      const run = runs.begin(message.execution, message.name, message.cell);
      going.set(message.execution, run);
      const start = (): void => attempt(() => begin(run, message), failed(run));
      if (message.library.length > 0) settle(loadLibrary(message.library), start, failed(run));
      else start();
    },
    handle(execution, name, handler) {
      const run = runs.begin(execution, name);
      going.set(execution, run);
      runs.enter(run);
      attempt(() => {
        const work = handler();
        const end = (): void => finish(run, { kind: 'ok', expressions: {} });
        if (work) settle(work, end, failed(run));
        else end();
      }, failed(run));
    },
    abort(executions) {
      runs.leave();
      for (const execution of executions) {
        const current = going.get(execution);
        if (!current) continue;
        const isHeard = current.controller !== undefined;
        runs.interrupt(current);
        // Nobody waits for the signal: nothing ends the run but this.
        if (!isHeard) finish(current, { kind: 'interrupted' });
      }
    },
    fail(execution, error) {
      const current = going.get(execution);
      if (current) failed(current)(error);
    },
    abandon(executions) {
      for (const execution of executions) {
        const current = going.get(execution);
        if (current) finish(current, { kind: 'interrupted' });
      }
    },
  };
}

/** What comes of code that V8 runs as in its console. */
type Result =
  | { readonly kind: 'value'; readonly of: unknown }
  | { readonly kind: 'thrown'; readonly of: unknown }
  | { readonly kind: 'refused'; readonly message: string };

const objects = Object.prototype;

function neverEnds(): Error {
  const error = new Error(
    'A cell added Object.prototype.then: JavaScript takes every object for a promise now, the result of a cell, too, and waits for it. Take it away again: delete Object.prototype.then',
  );
  error.stack = String(error);
  return error;
}

/** V8 resolves the promise of such code with this; on Node 20 it inherits from Object.prototype. */
type ReplResult = { readonly '.repl_result': unknown };

/** Node 24 says only "Inspector error -32603: Internal error" of an evaluation that was terminated. */
function wasTerminated({ message }: Extract<Result, { kind: 'refused' }>): boolean {
  return /terminated|-32603/i.test(message);
}

function errorOf(result: Exclude<Result, { kind: 'value' }>): CellError {
  if (result.kind === 'thrown') return describeError(result.of);
  return { ename: 'Error', evalue: result.message, traceback: [result.message] };
}

type Expression = readonly [name: string, expression: string];
type Values = Readonly<Record<string, ExpressionValue>>;

function attempt(work: () => void, failed: (error: unknown) => void): void {
  try {
    work();
  } catch (error) {
    failed(error);
  }
}
