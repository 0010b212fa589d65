import { defineConfig } from 'vitest/config';

/** Runs on one of two hosts, beside a Ray cluster of both: `main.ts` makes them. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    pool: 'forks',
    reporters: ['default', new URL('../support/count-reporter.ts', import.meta.url).pathname],
    include: ['test/cluster/*.deep.ts'],
    setupFiles: ['test/cluster/whole-cluster.ts'],
    fileParallelism: false,
    // Some hosts are slow, and Ray takes minutes of them to start again what was on a host that died.
    testTimeout: 900_000,
    hookTimeout: 120_000,
  },
});
