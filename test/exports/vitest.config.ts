import { defineConfig } from 'vitest/config';

/** What others make of our exports: `setup.sh` installs them. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    pool: 'forks',
    reporters: ['default', new URL('../support/count-reporter.ts', import.meta.url).pathname],
    include: ['test/exports/*.deep.ts'],
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
