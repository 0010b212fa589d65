import { onCluster } from './on-cluster.ts';

/** Runs the suite on one of two hosts with a Ray cluster. */
async function main(): Promise<void> {
  const vitest = ['node', 'node_modules/vitest/vitest.mjs', 'run', '--config', 'test/cluster/vitest.config.ts'];
  process.exitCode = await onCluster([...vitest, ...process.argv.slice(2)]);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
