import { defineConfig } from 'vitest/config';

/** The deep suite with a real libtensorflow, which `setup.sh` builds; `npm run test:tfjs-node` says where. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    pool: 'forks',
    reporters: ['default', new URL('../support/count-reporter.ts', import.meta.url).pathname],
    include: ['test/tfjs-node/*.deep.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
