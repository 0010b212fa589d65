import { expect, test } from 'vitest';
import { ClusterError, type RayCluster } from '../../../../../kernel/multitask/cluster/index.ts';
import { jobName, submitJob } from '../../../../../kernel/multitask/cluster/jobs/index.ts';

type Client = RayCluster['client'];

/** A cluster that notes what it is asked; `submit` may refuse. */
function clusterThat(submit: Client['submit']) {
  const asked: string[] = [];
  const client: Partial<Client> = {
    submit,
    job: async (id) => void asked.push(`job ${id}`),
    remove: async (id) => void asked.push(`remove ${id}`),
  };
  const cluster = { client, env: { TOKEN: 'x', KEPT: 'theirs' }, pip: ['torch'] } as Partial<RayCluster> as RayCluster;
  return { cluster, asked };
}

const job = { script: 'ray_train.py', uri: 'gcs://a.zip', env: { KEPT: 'ours', OWN: '1' }, title: 'MMoE' };

test('a name says for what and when, and is no other’s', () => {
  const names = [jobName('My model, ü'), jobName('My model, ü')];
  for (const name of names) expect(name).toMatch(/^multitask-My-model--\d{14}-[0-9a-f]{6}$/);
  expect(names[0]).not.toBe(names[1]);
});

test.each([
  ['/mnt/shared runs', "python ray_train.py '/mnt/shared runs'"],
  ["/mnt/anna's $(runs)", "python ray_train.py '/mnt/anna'\\''s $(runs)'"],
])('the argument %s reaches the script as it is', async (argument, entrypoint) => {
  const seen: Parameters<Client['submit']>[0][] = [];
  const { cluster } = clusterThat(async (submission) => {
    seen.push(submission);
    return 'a';
  });
  await submitJob(cluster, { ...job, id: 'a', argument, metadata: { storage: argument } });
  expect(seen).toEqual([
    {
      id: 'a',
      entrypoint,
      // What the person says comes last.
      runtimeEnv: { working_dir: 'gcs://a.zip', env_vars: { KEPT: 'theirs', OWN: '1', TOKEN: 'x' }, pip: ['torch'] },
      metadata: { made_by: 'multitask-notebook', title: 'MMoE', storage: argument },
    },
  ]);
});

test('a job whose submission fails is ended, as it may have begun, and the error is the cluster’s', async () => {
  const { cluster, asked } = clusterThat(() => Promise.reject(new ClusterError('failed', 'no room')));
  await expect(submitJob(cluster, { ...job, id: 'a', argument: '/x', metadata: {} })).rejects.toThrow('no room');
  expect(asked).toEqual(['job a', 'remove a']);
});
