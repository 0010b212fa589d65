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
    testTimeout: 420_000,
    hookTimeout: 120_000,
  },
});
