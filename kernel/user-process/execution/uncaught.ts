import { uncaughtTitles } from '../../link/index.ts';
import { asOurs } from '../built-ins/index.ts';
import type { Output } from '../output/output.ts';
import { hearAlways } from './process-events.ts';
import { type Runs, signalOf } from './runs.ts';
import { describeError } from './traceback.ts';

/** Of one run, as errors of their own. A timer can throw a thousand times a second: the rest becomes text, which clients join and cut. */
const shownAtMost = 10;

/** Errors that nobody caught are shown by the cell that started the code; the process and its variables stay. */
export function showUncaughtErrors(output: Output, runs: Runs): void {
  const show = (title: (typeof uncaughtTitles)[number]) =>
    asOurs((error: unknown): void => {
      const stack = error instanceof Error ? String(error.stack) : '';
      const run = runs.findByStack(stack) ?? runs.current();
      // What an interrupt stopped is no news.
      if (run?.interruptedAt !== undefined && error === signalOf(run).reason) return;
      const described = describeError(error);
      const ename = `${title}: ${described.ename}`;
      const text = `${title}: ${described.traceback.join('\n')}`;
      const execution = run?.execution ?? 0;
      if (run) run.uncaught += 1;
      if (run && run.uncaught > shownAtMost)
        output.send({ kind: 'stream', execution, name: 'stderr', text: `${text}\n` });
      else output.send({ kind: 'error', execution, error: { ...described, ename, traceback: text.split('\n') } });
    });
  hearAlways({
    // Node emits it first, and nothing follows when that throws.
    uncaughtExceptionMonitor: () => {},
    uncaughtException: show(uncaughtTitles[0]),
    unhandledRejection: show(uncaughtTitles[1]),
    // `process.exit` in a cell: what it printed before still arrives.
    exit: asOurs(() => void output.drain(300)),
  });
  // Clients that interrupt by signal may reach us too; what a cell is told comes from the kernel.
  process.on('SIGINT', () => {});
}
