/** How a process ended. */
export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly error?: Error };

/** Why a user process ended, as the error of the cell that ran. */
export type Death = { readonly ename: string; readonly evalue: string };

const consequence = 'The process that runs cells was started again; variables are lost.';

/** `lastWords` is the end of what it wrote to its standard error: V8 says there that the heap is full. */
export function describeDeath({ code, signal, error }: Exit, lastWords: string): Death {
  if (error)
    return { ename: 'StartError', evalue: `The process that runs cells could not be started: ${error.message}` };
  if (/heap out of memory|Reached heap limit|OOMErrorHandler/i.test(lastWords)) {
    const advice =
      'Keep fewer rows in memory, or start the kernel with NODE_OPTIONS=--max-old-space-size=8192 (megabytes).';
    return {
      ename: 'OutOfMemory',
      evalue: `The cell used up the memory of the JavaScript heap. ${advice} ${consequence}`,
    };
  }
  if (lastWords.startsWith(foreignBytes(''))) return { ename: 'ProcessKilled', evalue: `${lastWords}. ${consequence}` };
  if (/async hook stack has become corrupted|execution_async_id\(\)/.test(lastWords)) {
    return { ename: 'ProcessCrash', evalue: `${asyncHooks} ${consequence}` };
  }
  const crash = signal ? crashes[signal] : code === null ? undefined : windowsCrashes[code >>> 0];
  if (crash) return { ename: 'ProcessCrash', evalue: `${crash} ${consequence}` };
  if (signal)
    return { ename: 'ProcessKilled', evalue: `The process that runs cells was ended by ${signal}. ${consequence}` };
  return { ename: 'ProcessExit', evalue: `The cell ended its process with exit code ${code}. ${consequence}` };
}

/** nodejs/node#38503 */
const asyncHooks =
  'A cell that uses AsyncLocalStorage (or async_hooks) was interrupted behind an await or in a callback, which Node 20 and 22 do not survive. Node 24 does: choose it for this kernel, or let the cell end by itself.';

/** What a process is told to have ended by; of any descriptor without one. */
export function foreignBytes(fd: number | ''): string {
  const beginning = 'The cell wrote to file descriptor ';
  return fd === '' ? beginning : `${beginning}${fd}, which belongs to the kernel`;
}

const crashes: Readonly<Partial<Record<NodeJS.Signals, string>>> = {
  SIGSEGV: 'Native code of the cell crashed (SIGSEGV: it touched memory that is not its own).',
  SIGBUS: 'Native code of the cell crashed (SIGBUS: it touched memory that is not there).',
  SIGILL: 'Native code of the cell crashed (SIGILL: this processor does not know an instruction).',
  SIGFPE: 'Native code of the cell crashed (SIGFPE: an arithmetic fault).',
  SIGABRT: 'The process that runs cells aborted itself (SIGABRT): process.abort(), or native code that found an error.',
  SIGTRAP: 'The process that runs cells stopped at a fatal error of V8 (SIGTRAP).',
  SIGKILL: 'The process that runs cells was killed (SIGKILL): by someone, or by the system when its memory ran out.',
};

/** Windows tells the same through exit codes (NTSTATUS). */
const windowsCrashes: Readonly<Record<number, string>> = {
  134: 'The process that runs cells aborted itself: process.abort(), or native code that found an error.',
  3221225477: 'Native code of the cell crashed (access violation: it touched memory that is not its own).',
  3221225501: 'Native code of the cell crashed (this processor does not know an instruction).',
  3221225725: 'Native code of the cell used up its stack.',
  2147483651: 'The process that runs cells stopped at a fatal error of V8.',
};
