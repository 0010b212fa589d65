import type { PercentCommand } from '../../link/index.ts';
import { asOurs, now } from '../built-ins/index.ts';
import type { Runs } from '../execution/runs.ts';
import type { Output } from '../output/output.ts';
import { runChild } from './child.ts';
import { environment } from './env.ts';
import { npm } from './npm.ts';

export type PercentOptions = { readonly folder: string; readonly runs: Runs; readonly output: Output };

/** What the calls do that `%` lines became; ../../cell/percent writes them. */
export function createPercent({ folder, runs, output }: PercentOptions) {
  const watches = new Map<string, Watch>();
  const watchOf = (watch: number): string => `${runs.current()?.execution} ${watch}`;

  const perform = (command: PercentCommand): string | undefined | Promise<string | undefined> => {
    const run = runs.current();
    const print = (stream: 'stdout' | 'stderr', text: string): void => output.print(stream, text);
    switch (command.kind) {
      case 'help':
        return void print('stdout', command.text);
      case 'env':
        return void print('stdout', environment(process.env, command.name, command.value));
      case 'sh': {
        const options = { command: command.script, shell: true, cwd: process.cwd(), env: process.env };
        return runChild({ ...options, runs, run, hear: print }).then(asOurs(shellFailure));
      }
      case 'npm':
        return npm(command.words, { folder, runs, run, print });
    }
  };
  const begin = asOurs(perform);
  const stop = asOurs((watch: number) => {
    const key = watchOf(watch);
    const begun = watches.get(key);
    watches.delete(key);
    if (begun) output.print('stdout', `${timesText(begun, { at: now(), cpu: process.cpuUsage() })}\n`);
  });

  return {
    /** Its failure is an error of the line that called it: behind the `await`, a stack has it. */
    async command(command: PercentCommand): Promise<void> {
      const failure = await begin(command);
      if (failure !== undefined) throw new Error(failure);
    },
    timing: asOurs((watch: number) => {
      // Those of cells that failed before their ends are not kept for ever.
      if (watches.size > 100) watches.clear();
      watches.set(watchOf(watch), { at: now(), cpu: process.cpuUsage() });
    }),
    /** Passes a value on, a promise when it is settled. */
    async timed<Value>(watch: number, value: Value): Promise<Awaited<Value>> {
      const settled = await value;
      stop(watch);
      return settled;
    },
    timeIsUp: stop,
  };
}

type Watch = { readonly at: number; readonly cpu: NodeJS.CpuUsage };

/** "Time: 1.25 s, of all threads 4.1 s". */
function timesText(from: Watch, to: Watch): string {
  const cpu = to.cpu.user + to.cpu.system - from.cpu.user - from.cpu.system;
  return `Time: ${timeText((to.at - from.at) / 1000)} (processors: ${timeText(cpu / 1e6)})`;
}

/** Three digits, in the unit that suits. */
export function timeText(seconds: number): string {
  if (seconds < 1e-3) return `${Math.round(seconds * 1e6)} µs`;
  if (seconds < 0.9995) return `${(seconds * 1000).toFixed(seconds < 0.00995 ? 2 : seconds < 0.0995 ? 1 : 0)} ms`;
  if (seconds < 99.95) return `${seconds.toFixed(seconds < 9.995 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `${hours > 0 ? `${hours} h ` : ''}${minutes} min ${whole % 60} s`;
}

function shellFailure({ code, signal, error }: Awaited<ReturnType<typeof runChild>>): string | undefined {
  if (error) return `The shell did not start: ${error.message}`;
  if (code === 0) return undefined;
  return code === null ? `It was ended by ${signal}.` : `It ended with exit code ${code}.`;
}
