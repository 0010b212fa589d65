import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installedKernels, kernelName } from '../jupyter/index.ts';
import { noOperands, readCommandLine } from './command-line.ts';
import { locationOptions, readLocation } from './location.ts';

export const help = `Removes the kernel from Jupyter.

Usage: multitask-notebook uninstall [--user | --prefix DIR | --sys-prefix]

Without an option it is removed from every folder in which Jupyter finds it. The options are those of install.

Examples:
  multitask-notebook uninstall
  multitask-notebook uninstall --prefix /usr/local
`;

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readCommandLine(args, locationOptions);
  noOperands(positionals);
  const chosen = Object.keys(values).length > 0 ? [join(readLocation(values), 'kernels', kernelName)] : undefined;
  const found = chosen?.filter((folder) => existsSync(folder)) ?? installedKernels();
  for (const folder of found) {
    await rm(folder, { recursive: true });
    process.stdout.write(`Removed ${folder}\n`);
  }
  if (found.length === 0) process.stdout.write(`The kernel is not installed${chosen ? ` in ${chosen[0]}` : ''}.\n`);
  return 0;
}
