import { defineConfig } from 'vitest/config';

/** The renderers in a real browser engine, where layout, Plotly, focus and downloads are real. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    pool: 'forks',
    reporters: ['default', new URL('../support/count-reporter.ts', import.meta.url).pathname],
    include: ['test/renderers/*.chromium.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
