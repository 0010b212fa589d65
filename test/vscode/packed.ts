import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chooseTarget } from '../../extension/packaging/target.ts';
import { isProgram } from './program.ts';

/** A Chromium on the PATH. */
export function findBrowser(): string | undefined {
  return ['chromium', 'chromium-browser', 'google-chrome']
    .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
    .find(isProgram);
}

/** Packs the extension for this platform, and returns where its `.vsix` is. */
export function packExtension(): string {
  execFileSync('npm', ['run', '--silent', 'package'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const target = chooseTarget(undefined);
  const vsix = readdirSync('out').find((name) => name.startsWith(`multitask-notebook-${target}-`));
  if (!vsix) throw new Error(`npm run package made no .vsix for ${target} in out/.`);
  return join('out', vsix);
}
