import { defineConfig } from 'vitest/config';

/** The deep suite that installs what is released, as a stranger would. It needs out/*.vsix, a network for npm, and Linux. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    pool: 'forks',
    reporters: ['default', new URL('../support/count-reporter.ts', import.meta.url).pathname],
    include: ['test/release/*.deep.ts'],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
