import { equal } from 'node:assert/strict';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import type { Journey } from '../journey.ts';

/** The tests of `extension-host/`, run by VS Code itself as `--extensionTestsPath` does. */
export const extensionHostJourney: Journey = {
  title: 'extension-host',
  trust: 'given',

  prepare() {
    buildSync({
      entryPoints: ['test/vscode/extension-host/index.ts'],
      outfile: tests,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['vscode'],
    });
  },

  extensionTests: () => tests,

  async run({ workbench, check }) {
    await check('every test in the extension host passes', async () => {
      equal(await workbench.extensionTests, 0);
    });
  },
};

const tests = resolve('out/extension-host/index.cjs');
