import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Names say what a test needs: `*.test.ts` nothing, `*.process.test.ts` a built dist/, `*.data.test.ts` also MULTITASK_DATA. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    pool: 'forks',
    reporters: ['default', fileURLToPath(new URL('support/count-reporter.ts', import.meta.url))],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/**/*.{process,data}.test.ts'] },
      },
      { extends: true, test: { name: 'process', include: ['test/**/*.process.test.ts'], fileParallelism: false } },
      { extends: true, test: { name: 'data', include: ['test/**/*.data.test.ts'], fileParallelism: false } },
    ],
  },
});
