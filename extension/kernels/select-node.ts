import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { kernelEnvironment } from './environment.ts';
import { nodeCandidates, type Runtime, selfTestNode } from './node-choice.ts';

/** “Choose Node…”: those on this machine, each tried out, or a file; kept as `multitask-notebook.nodePath`. */
export const selectNode: Feature = ({ context }) =>
  vscode.commands.registerCommand('multitask-notebook.selectNode', async () => {
    const settings = vscode.workspace.getConfiguration('multitask-notebook');
    const chosen = await vscode.window.showQuickPick(listNodes(context.extensionPath, settings.get('nodePath', '')), {
      title: 'Node for the kernel',
      placeHolder: 'A kernel that runs keeps its Node until it is restarted.',
    });
    const path = chosen?.path ?? (chosen && (await browse()));
    if (path !== undefined) await settings.update('nodePath', path, vscode.ConfigurationTarget.Global);
  });

/** Without a path: one that is chosen from the disk. */
type Choice = vscode.QuickPickItem & { readonly path?: string };

async function listNodes(extensionFolder: string, setting: string): Promise<Choice[]> {
  const environment = kernelEnvironment(process.env, {});
  const runtimes = nodeCandidates(setting, environment.PATH ?? environment.Path ?? '', process.execPath);
  const describe = async (runtime: Runtime): Promise<Choice> => {
    const result = await selfTestNode(runtime, join(extensionFolder, 'package.json'), environment);
    const path = runtime.program;
    if (!result.fit) return { label: '$(warning) Not usable', description: path, detail: result.reason, path };
    return { label: `Node ${result.version}`, description: path, path };
  };
  const nodes = runtimes.filter(({ from }) => from !== 'editor').map(describe);
  return [
    { label: 'Automatic', description: "the first good one on PATH, else VS Code's own", path: '' },
    ...(await Promise.all(nodes)),
    { label: 'Browse…' },
  ];
}

async function browse(): Promise<string | undefined> {
  const [file] = (await vscode.window.showOpenDialog({ title: 'Node', openLabel: 'Use this Node' })) ?? [];
  return file?.fsPath;
}
