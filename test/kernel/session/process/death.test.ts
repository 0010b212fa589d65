import { expect, test } from 'vitest';
import { describeDeath } from '../../../../kernel/session/process/death.ts';

test.each([
  [{ code: 3, signal: null }, '', 'ProcessExit', 'exit code 3'],
  [{ code: null, signal: 'SIGSEGV' }, '', 'ProcessCrash', 'SIGSEGV'],
  [{ code: null, signal: 'SIGKILL' }, '', 'ProcessCrash', 'killed (SIGKILL)'],
  [{ code: null, signal: 'SIGHUP' }, '', 'ProcessKilled', 'SIGHUP'],
  [
    { code: null, signal: 'SIGABRT' },
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    'OutOfMemory',
    'NODE_OPTIONS',
  ],
  [
    { code: 134, signal: null },
    'FATAL ERROR: invalid array length Allocation failed - JavaScript heap out of memory',
    'OutOfMemory',
    'heap',
  ],
  [
    { code: null, signal: 'SIGABRT' },
    'Assertion failed: (env->execution_async_id()) == (0)',
    'ProcessCrash',
    'uses AsyncLocalStorage',
  ],
  [
    { code: 1, signal: null },
    'Error: async hook stack has become corrupted (actual: 9, expected: 0)',
    'ProcessCrash',
    'Node 24 does',
  ],
  [{ code: 134, signal: null }, '', 'ProcessCrash', 'aborted'],
  [{ code: 3221225477, signal: null }, '', 'ProcessCrash', 'access violation'],
  [{ code: -1073741819, signal: null }, '', 'ProcessCrash', 'access violation'],
  [{ code: null, signal: null, error: new Error('spawn ENOENT') }, '', 'StartError', 'spawn ENOENT'],
] as const)('%j %j', (exit, lastWords, ename, cause) => {
  const death = describeDeath(exit, lastWords);
  expect(death.ename).toBe(ename);
  expect(death.evalue).toContain(cause);
});
