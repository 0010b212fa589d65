import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * Names say what a test needs: `*.test.ts` nothing, `*.alone.test.ts` a process of its own (it replaces modules or looks at the state
 * of the whole process), `*.process.test.ts` a built dist/, `*.deep.test.ts` the same and minutes, `*.data.test.ts` also MULTITASK_DATA.
 */
export default defineConfig({
  // VS Code is there in VS Code alone.
  resolve: { alias: { vscode: fileURLToPath(new URL('support/fake-vscode.ts', import.meta.url)) } },
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    pool: 'forks',
    // Without this one core stays free, which of two is half of them.
    maxWorkers: '100%',
    reporters: ['default', fileURLToPath(new URL('support/count-reporter.ts', import.meta.url))],
    // What tests run is no history of a person's.
    env: { MULTITASK_HISTORY: 'off' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        // Modules are loaded once a worker, not once a file: that was half of the time.
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.{alone,process,deep,data}.test.ts'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'unit-alone', include: ['test/**/*.alone.test.ts'] } },
      {
        extends: true,
        // Most of their time is waiting for other processes: two at once, behind the unit tests.
        test: {
          name: 'process',
          include: ['test/**/*.process.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'deep',
          include: ['test/**/*.deep.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          // They are long, and stand side by side.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'data',
          include: ['test/**/*.data.test.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
