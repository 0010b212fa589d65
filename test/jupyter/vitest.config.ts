import { defineConfig } from 'vitest/config';

/** The deep suite with real Jupyter clients, one after another: each starts kernels and measures patience in seconds. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    pool: 'forks',
    reporters: ['default', new URL('../support/count-reporter.ts', import.meta.url).pathname],
    include: ['test/jupyter/*.deep.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
