import { beforeAll } from 'vitest';
import { mendCluster } from './hosts.ts';

const { MULTITASK_RAY: url, MULTITASK_RAY_PYTHON: python = '' } = process.env;

/**
 * A file may have killed a host, or cut it off for so long that the other gave it up. Of a job that ended there Ray may write, behind its
 * deletion, that it has failed.
 */
beforeAll(async () => {
  await mendCluster(python, 'out/cluster-ray.log');
  const jobs: { submission_id: string; status: string }[] = await (await fetch(`${url}/api/jobs/`)).json();
  for (const { submission_id, status } of jobs)
    if (status === 'FAILED') await fetch(`${url}/api/jobs/${submission_id}`, { method: 'DELETE' });
});
