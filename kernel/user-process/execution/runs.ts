import type { Cell } from '../../link/index.ts';
import { mapGet, nextTick, now, ours, queueMicrotask } from '../built-ins/index.ts';
import type { AgentMemory } from '../threads/agent-memory.ts';

/**
 * Whose code is running. A run is one execution of a cell; what it prints belongs to it, also after it ended.
 *
 * Node's own means (AsyncLocalStorage) makes an interrupt after an `await` abort the process on Node 20 and 22
 * (nodejs/node#38503). So the run is carried by hand: over timers (./timers.ts), over `await` in cells (the kernel's cell/awaits.ts), over
 * child processes (../output/descriptor-output.ts). Elsewhere the youngest run that is going on is the best guess, then the last.
 */
export type Run = {
  readonly execution: number;
  /** What tracebacks call the cell. */
  readonly name: string;
  /** Forgotten when another run begins after this one has ended: many runs are remembered. */
  cell: Cell | undefined;
  /** Runs of `fit` that it has begun to show. */
  trainings: number;
  /** Made by the first who asks (`signalOf`): most cells never do, and many runs are remembered. */
  controller: AbortController | undefined;
  /** Called when it is asked for. */
  readonly heard: () => void;
  isGoing: boolean;
  /** When it was interrupted, in milliseconds of `performance.now()`. */
  interruptedAt: number | undefined;
  /** How many of its errors nobody caught. */
  uncaught: number;
};

export interface Runs {
  begin(execution: number, name: string, cell?: Cell): Run;
  end(run: Run): void;
  /** The run whose code is executing, as far as can be known. */
  current(): Run | undefined;
  find(execution: number): Run | undefined;
  /** The run of an error that passed through its cell. */
  findByStack(stack: string): Run | undefined;
  /** What follows belongs to `run`, until the event loop turns to something else. */
  enter(run: Run | undefined): void;
  /** Asks a run to stop: its signal aborts, and its code does not go on after an `await`. */
  interrupt(run: Run): void;
  /** Whether a run was asked to stop, also when this thread has not heard it yet. */
  isInterrupted(run: Run): boolean;
  /** Forgets what `enter` said: after an interrupt, which may have cut off its end. */
  leave(): void;
}

/** Aborts when the run is interrupted. */
export function signalOf(run: Run): AbortSignal {
  run.heard();
  run.controller ??= new AbortController();
  return run.controller.signal;
}

/** Late output of older runs goes to the last one; a notebook that runs for days must not grow. */
const remembered = 250;

export function createRuns(memory: AgentMemory): Runs {
  const runs = new Map<number, Run>();
  const going: Run[] = [];
  let last: Run | undefined;
  let entered: Run | undefined;
  let leaving = false;

  const youngest = (): Run | undefined => (going.length > 0 ? going[going.length - 1] : undefined);

  const leave = (): void => {
    entered = undefined;
    leaving = false;
  };

  const interrupt = (run: Run): void => {
    if (run.interruptedAt !== undefined) return;
    run.interruptedAt = now();
    run.controller ??= new AbortController();
    run.controller.abort(new DOMException('The cell was interrupted.', 'AbortError'));
  };

  return {
    begin(execution, name, cell) {
      leave();
      if (last && !last.isGoing) last.cell = undefined;
      const run: Run = {
        execution,
        name,
        cell,
        trainings: 0,
        controller: undefined,
        heard: () => memory.hearRun(execution),
        isGoing: true,
        interruptedAt: undefined,
        uncaught: 0,
      };
      runs.set(execution, run);
      going.push(run);
      memory.setOldestRun(going[0]?.execution);
      memory.setYoungestRun(execution);
      last = run;
      const oldest = runs.size > remembered ? [...runs.values()].find((each) => !each.isGoing) : undefined;
      if (oldest) runs.delete(oldest.execution);
      return run;
    },
    interrupt,
    isInterrupted(run) {
      if (run.isGoing && run.execution <= memory.interruptedRun()) ours(() => interrupt(run));
      return run.interruptedAt !== undefined;
    },
    end(run) {
      run.isGoing = false;
      const index = going.indexOf(run);
      if (index >= 0) going.splice(index, 1);
      memory.setOldestRun(going[0]?.execution);
    },
    current: () => entered ?? youngest() ?? last,
    find: (execution) => mapGet(runs, execution),
    findByStack(stack) {
      for (const [, name] of stack.matchAll(/\b([\w-]+\.ts):\d+:\d+/g)) {
        const run = [...runs.values()].findLast((each) => each.name === name);
        if (run) return run;
      }
      return undefined;
    },
    enter(run) {
      if (!run || run === (entered ?? youngest())) return;
      entered = run;
      if (leaving) return;
      leaving = true;
      // A tick that is asked for by a microtask comes after all microtasks, so after everything that awaited this.
      queueMicrotask(() => nextTick(leave));
    },
    leave,
  };
}
