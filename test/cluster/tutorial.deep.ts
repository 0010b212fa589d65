import { expect, test } from 'vitest';
import { runNotebook } from '../support/run-notebook.ts';
import { checkTutorial } from '../support/tutorials.ts';

test('the tutorial trains on the cluster, too', { timeout: 600_000 }, async () => {
  const RAY_API_SERVER_ADDRESS = process.env.MULTITASK_RAY ?? expect.fail('npm run test:cluster makes the cluster');
  const run = await runNotebook('notebooks/to-a-cluster.ipynb', { RAY_API_SERVER_ADDRESS });
  expect(run.exitCode, run.terminal).toBe(0);
  checkTutorial('to-a-cluster', run.outputs, 'made here');
});
