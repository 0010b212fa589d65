import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availableClients, installKernel } from './clients.ts';

type Outcome = { readonly name: string; readonly outcome: string; readonly detail: string };

const installation = installKernel();
afterAll(() => installation.remove());

const everywhere = [
  'test_clear_output',
  'test_completion',
  'test_display_data',
  'test_error',
  'test_execute_result',
  'test_execute_stderr',
  'test_execute_stdout',
  'test_history',
  'test_inspect',
  'test_is_complete',
  'test_kernel_info',
  'test_pager',
];
const tests: Readonly<Record<string, readonly string[]>> = {
  Debian: everywhere,
  PyPI: [...everywhere, 'test_recv_iopub_welcome_msg'],
};

describe.each(availableClients())('jupyter_kernel_test of $name', ({ name, python }) => {
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    const script = join(import.meta.dirname, 'conformance.py');
    const { stdout } = await promisify(execFile)(python, [script], { env: installation.env, timeout: 170_000 });
    for (const line of stdout.split('\n').filter((each) => each.startsWith('{'))) {
      const outcome = JSON.parse(line) as Outcome;
      outcomes.set(outcome.name, outcome);
    }
  });

  it.each(tests[name])('%s', (test) => {
    expect(outcomes.get(test)).toEqual({ name: test, outcome: 'passed', detail: '' });
  });

  it('has no other test', () => {
    expect([...outcomes.keys()].sort()).toEqual([...tests[name]].sort());
  });
});
