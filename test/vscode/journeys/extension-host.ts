import { equal } from 'node:assert/strict';
import { resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { chooseTarget } from '../../../extension/packaging/target.ts';
import type { Journey } from '../journey.ts';

const tests = resolve('out/extension-host/index.cjs');

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

  // What the package is made of; its only difference to the installed one is the folder.
  extensionTests: { path: tests, extension: resolve('out/vsix', chooseTarget(undefined)) },

  async run({ workbench, check }) {
    await check('every test in the extension host passes', async () => {
      equal(await workbench.extensionTests, 0);
    });
  },
};
