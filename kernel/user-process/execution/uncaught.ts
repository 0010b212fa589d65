import { asOurs } from '../built-ins/index.ts';
import type { Output } from '../output/output.ts';
import { hearAlways } from './process-events.ts';
import { type Runs, signalOf } from './runs.ts';
import { describeError } from './traceback.ts';

/** Errors that nobody caught are shown by the cell that started the code; the process and its variables stay. */
export function showUncaughtErrors(output: Output, runs: Runs): void {
  const show = (title: string) =>
    asOurs((error: unknown): void => {
      const stack = error instanceof Error ? String(error.stack) : '';
      const run = runs.findByStack(stack) ?? runs.current();
      // What an interrupt stopped is no news.
      if (run?.interruptedAt !== undefined && error === signalOf(run).reason) return;
      const text = `${title}: ${describeError(error).traceback.join('\n')}\n`;
      output.send({ kind: 'stream', execution: run?.execution ?? 0, name: 'stderr', text });
    });
  hearAlways({
    // Node emits it first, and nothing follows when that throws.
    uncaughtExceptionMonitor: () => {},
    uncaughtException: show('Uncaught'),
    unhandledRejection: show('Unhandled rejection'),
    // `process.exit` in a cell: what it printed before still arrives.
    exit: asOurs(() => void output.drain(300)),
  });
  // Clients that interrupt by signal may reach us too; what a cell is told comes from the kernel.
  process.on('SIGINT', () => {});
}
