import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installedKernels, kernelName } from '../jupyter/index.ts';
import { flagsHelp, noOperands, readCommandLine } from './command-line/index.ts';
import { locationFlags, readLocation } from './location.ts';

export const flags = locationFlags;

export const help = `Removes the kernel from Jupyter.

Usage: multitask-notebook uninstall [--user | --prefix DIR | --sys-prefix]

Without an option it is removed from every folder in which Jupyter finds it.

${flagsHelp(flags)}
Examples:
  npx multitask-notebook uninstall
  npx multitask-notebook uninstall --prefix /usr/local
`;

export async function run(args: readonly string[]): Promise<number> {
  const { options } = readCommandLine(args, flags, noOperands).flags;
  const chosen = Object.keys(options).length > 0 ? [join(readLocation(options), 'kernels', kernelName)] : undefined;
  const found = chosen?.filter((folder) => existsSync(folder)) ?? installedKernels();
  for (const folder of found) {
    await rm(folder, { recursive: true });
    process.stdout.write(`Removed ${folder}\n`);
  }
  if (found.length === 0) process.stdout.write(`The kernel is not installed${chosen ? ` in ${chosen[0]}` : ''}.\n`);
  return 0;
}
