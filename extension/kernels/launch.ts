import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { LaunchedKernel } from '../../kernel/jupyter/index.ts';
import { kernelArgv } from '../../kernel/jupyter/kernelspec.ts';
import { kernelEnvironment } from './environment.ts';
import { chooseNode, type NodeChoice, nodeCandidates, selfTestNode } from './node-choice.ts';

export type KernelPlace = {
  /** The installed extension: it holds the kernel and ZeroMQ. */
  readonly extensionFolder: string;
  /** The notebook's folder: where cells read files and find packages. */
  readonly folder: string;
  /** `multitask-notebook.nodePath`; empty when it is not set. */
  readonly nodeSetting: string;
  /** `multitask-notebook.history` */
  readonly keepsHistory: boolean;
  readonly log: (line: string) => void;
  /** Hears of the Node that the kernel will run on. */
  readonly onNode: (choice: NodeChoice) => void;
};

/** Starts the packaged kernel on the best Node there is. Throws an error for the person: what was wrong, what to do. */
export async function launchPackagedKernel(place: KernelPlace): Promise<LaunchedKernel> {
  const script = join(place.extensionFolder, 'dist/kernel/main.js');
  await access(script).catch(() => {
    throw new Error(`The extension's kernel is missing (${script}). Install the extension again.`);
  });
  const choice = await chooseKernelNode(place);
  place.onNode(choice);
  const { runtime, version, refused } = choice;
  for (const { runtime, reason } of refused) place.log(`Not used: ${runtime.program}: ${reason}`);
  place.log(`Node ${version}: ${runtime.program}`);

  // Loaded at the first kernel, not when VS Code starts: ZeroMQ is a native addon.
  const { launchKernel } = await import('../../kernel/jupyter/launch.ts');
  return launchKernel({
    argv: kernelArgv(runtime.program, script),
    cwd: place.folder,
    env: kernelEnvironment(process.env, {
      ...runtime.environment,
      ...(place.keepsHistory ? {} : { MULTITASK_HISTORY: 'off' }),
    }),
    onLog: (text) => {
      for (const line of text.trimEnd().split('\n')) place.log(line);
    },
  });
}

/** The Node that runs the kernel, and what else needs the packages of the extension. */
export function chooseKernelNode({
  extensionFolder,
  nodeSetting,
}: Pick<KernelPlace, 'extensionFolder' | 'nodeSetting'>): Promise<NodeChoice> {
  const environment = kernelEnvironment(process.env, {});
  return chooseNode(
    nodeCandidates(nodeSetting, environment.PATH ?? environment.Path ?? '', process.execPath),
    (runtime) => selfTestNode(runtime, join(extensionFolder, 'package.json'), environment),
  );
}
