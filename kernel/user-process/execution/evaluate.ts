import { types } from 'node:util';
import type { Bundle, CellError, ExpressionValue, Outcome, ToUser } from '../../link/index.ts';
import type { Output } from '../output/output.ts';
import { hasOwnDisplay } from '../values/bundle.ts';
import { firstPromiseOf } from './first-promise.ts';
import type { Inspector, Reply } from './inspector.ts';
import type { Run, Runs } from './runs.ts';
import { type CellMaps, describeError } from './traceback.ts';

type Execute = Extract<ToUser, { kind: 'execute' }>;

/** Runs cells. */
export interface Evaluator {
  execute(message: Execute): void;
  /** Runs code of a cell that something else than a cell calls. */
  handle(execution: number, name: string, handler: () => void): void;
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
 * reported by whoever comes first: the run, or `abandon`.
 */
export function createEvaluator({ inspector, output, runs, maps, loadLibrary, bundle }: EvaluatorOptions): Evaluator {
  const going = new Map<number, Run>();
  /** Of cells that wait, and of those that were abandoned and wait for ever. */
  const pending = new Map<number, object>();

  const finish = (run: Run, outcome: Outcome): void => {
    if (!going.delete(run.execution)) return;
    runs.end(run);
    output.send({
      kind: 'done',
      execution: run.execution,
      outcome: run.interruptedAt ? { kind: 'interrupted' } : outcome,
    });
    inspector.release(group(run));
  };

  const evaluate = (run: Run, code: string): Promise<Reply> => {
    let answer: Reply | undefined;
    let resolveReply: (reply: Reply) => void = () => {};
    const reply = new Promise<Reply>((resolve) => {
      resolveReply = resolve;
    });
    const params = { expression: code, replMode: true, awaitPromise: true, objectGroup: group(run) };
    const promise = firstPromiseOf(() =>
      inspector.post('Runtime.evaluate', params, (given) => {
        answer = given;
        pending.delete(run.execution);
        resolveReply(given);
      }),
    );
    // A cell that was terminated, or is no JavaScript, has its answer already.
    if (promise && !answer) pending.set(run.execution, promise);
    return reply;
  };

  const expressionValue = (expression: string, run: Run): Promise<ExpressionValue> =>
    evaluate(run, expression).then(async (reply): Promise<ExpressionValue> => {
      if (reply.kind !== 'value') return { status: 'error', ...errorOf(reply) };
      return { status: 'ok', ...(await bundle(inspector.take(reply.value))) };
    });

  const errorOf = (reply: Exclude<Reply, { kind: 'value' }>): CellError => {
    if (reply.kind === 'thrown') return describeError(inspector.take(reply.value));
    return { ename: 'Error', evalue: reply.message, traceback: [reply.message] };
  };

  const run = async (run: Run, { code, name, map, library, silent, expressions }: Execute): Promise<Outcome> => {
    if (library.length > 0) await loadLibrary(library);
    maps.add(name, map);
    runs.enter(run);
    const reply = await evaluate(run, `${code}\n//# sourceURL=${name}`);
    if (reply.kind !== 'value') {
      // Node 24 says only "Inspector error -32603: Internal error" of an evaluation that was terminated.
      if (reply.kind === 'refused' && /terminated|-32603/i.test(reply.message)) return { kind: 'interrupted' };
      return { kind: 'error', error: errorOf(reply) };
    }
    if (!silent && reply.value.type !== 'undefined') {
      const { of: value } = await settled(inspector.take(reply.value));
      const shown = value === undefined ? undefined : await bundle(value);
      if (shown && going.has(run.execution)) output.send({ kind: 'result', execution: run.execution, ...shown });
    }
    const values: Record<string, ExpressionValue> = {};
    for (const [key, expression] of Object.entries(expressions)) values[key] = await expressionValue(expression, run);
    return { kind: 'ok', expressions: values };
  };

  return {
    execute(message) {
      const current = runs.begin(message.execution, message.name);
      going.set(message.execution, current);
      run(current, message).then(
        (outcome) => finish(current, outcome),
        (error: unknown) => finish(current, { kind: 'error', error: describeError(error) }),
      );
    },
    handle(execution, name, handler) {
      const current = runs.begin(execution, name);
      going.set(execution, current);
      runs.enter(current);
      try {
        handler();
        finish(current, { kind: 'ok', expressions: {} });
      } catch (error) {
        finish(current, { kind: 'error', error: describeError(error) });
      }
    },
    abort(executions) {
      runs.leave();
      for (const execution of executions) {
        const current = going.get(execution);
        if (current) runs.interrupt(current);
      }
    },
    fail(execution, error) {
      const current = going.get(execution);
      if (current) finish(current, { kind: 'error', error: describeError(error) });
    },
    abandon(executions) {
      for (const execution of executions) {
        const current = going.get(execution);
        if (current) finish(current, { kind: 'interrupted' });
      }
    },
  };
}

/** A cell that ends in a promise shows what comes of it: who forgot an `await` wanted to see that. */
async function settled(value: unknown): Promise<{ readonly of: unknown }> {
  return types.isPromise(value) && !hasOwnDisplay(value) ? { of: await value } : { of: value };
}

function group(run: Run): string {
  return `run ${run.execution}`;
}
