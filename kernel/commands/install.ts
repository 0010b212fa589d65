import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName, kernelSpec, writeKernelSpec } from '../jupyter/index.ts';
import { mainScript } from '../package-root.ts';
import { flagsHelp, noOperands, readCommandLine } from './command-line/index.ts';
import { locationFlags, readLocation } from './location.ts';

export const flags = locationFlags;

export const help = `Registers the kernel with Jupyter, so that JupyterLab, Notebook, nbconvert and VS Code offer it.

Usage: multitask-notebook install [--user | --prefix DIR | --sys-prefix]

${flagsHelp(flags)}
Examples:
  npx multitask-notebook install
  npx multitask-notebook install --prefix /usr/local
`;

export async function run(args: readonly string[]): Promise<number> {
  const { flags: given } = readCommandLine(args, flags, noOperands);
  const script = mainScript();
  if (!existsSync(script)) throw new Error(`${script} is missing. Build it first: npm run build`);
  const folder = await writeKernelSpec(readLocation(given.options), kernelSpec(process.execPath, script));
  process.stdout.write(`Installed ${kernelDisplayName}: ${join(folder, 'kernel.json')}\n`);
  if (/[\\/]_npx[\\/]/.test(script)) {
    process.stderr.write(
      `It points into npx's cache, which npm may empty. To keep it: npm install --global multitask-notebook\n`,
    );
  }
  return 0;
}
