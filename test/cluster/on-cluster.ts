import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { head, killHost, makeHosts, removeHosts, startRay, worker } from './hosts.ts';

/**
 * Makes two hosts with a Ray cluster, runs a command on one of them, and leaves nothing.
 * @param command finds the cluster in MULTITASK_RAY, and a Python that has what the cluster has in MULTITASK_RAY_PYTHON.
 * @returns its exit status.
 */
export async function onCluster(command: readonly string[]): Promise<number> {
  const python = execFileSync('sh', ['test/cluster/setup.sh'], { encoding: 'utf8' }).trim();
  mkdirSync('out', { recursive: true });
  makeHosts();
  try {
    const ray = await startRay(python, 'out/cluster-ray.log');
    const { status } = spawnSync('ip', ['netns', 'exec', head, ...command], {
      stdio: 'inherit',
      env: { ...process.env, MULTITASK_RAY: ray.url, MULTITASK_RAY_PYTHON: python },
    });
    await ray.end();
    return status ?? 1;
  } finally {
    for (const host of [head, worker]) killHost(host);
    removeHosts();
  }
}
