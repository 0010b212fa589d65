import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { head, killHost, makeHosts, removeHosts, startRay, worker } from './hosts.ts';

/** Makes two hosts with a Ray cluster, runs the suite on one of them, and leaves nothing. */
async function main(): Promise<void> {
  const python = execFileSync('sh', ['test/cluster/setup.sh'], { encoding: 'utf8' }).trim();
  mkdirSync('out', { recursive: true });
  makeHosts();
  try {
    const ray = await startRay(python, 'out/cluster-ray.log');
    const vitest = ['node', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/cluster/vitest.config.ts'];
    const { status } = spawnSync('ip', ['netns', 'exec', head, ...vitest, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...process.env, MULTITASK_RAY: ray.url, MULTITASK_RAY_PYTHON: python },
    });
    process.exitCode = status ?? 1;
    await ray.end();
  } finally {
    for (const host of [head, worker]) killHost(host);
    removeHosts();
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
