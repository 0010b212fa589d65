import * as vscode from 'vscode';
import { notebookExport } from './export/commands.ts';
import type { Feature } from './feature.ts';
import { handover } from './handover/handover.ts';
import { closedNotebooks } from './kernels/closed-notebooks.ts';
import { kernelCommands } from './kernels/commands.ts';
import { foreignCells } from './kernels/foreign-cells.ts';
import { Kernels } from './kernels/kernels.ts';
import { savedNotebooks } from './kernels/saved-notebooks.ts';
import { selectNode } from './kernels/select-node.ts';
import { kernelStatus } from './kernels/status.ts';
import { languageClient } from './language/client.ts';
import { quietTypescript } from './language/quiet-typescript.ts';
import { trainingRuns } from './runs/view.ts';
import { newNotebook } from './templates/command.ts';
import { variables } from './variables/view.ts';
import { walkthrough } from './walkthrough/walkthrough.ts';

const features: readonly Feature[] = [
  kernelCommands,
  kernelStatus,
  closedNotebooks,
  savedNotebooks,
  handover,
  selectNode,
  foreignCells,
  newNotebook,
  trainingRuns,
  variables,
  notebookExport,
  walkthrough,
  languageClient,
  quietTypescript,
];

// VS Code passes nothing to deactivate().
let kernels: Kernels | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Multitask Notebooks', { log: true });
  // Not the workspace's storage: while the window before still ends, VS Code gives the next one another folder for that.
  const handoverFolder = vscode.Uri.joinPath(context.globalStorageUri, 'kernels').fsPath;
  kernels = new Kernels({ extensionFolder: context.extensionPath, handoverFolder }, log);
  const parts = { context, log, kernels };
  context.subscriptions.push(log, kernels, ...features.map((feature) => feature(parts)));
}

/**
 * VS Code waits for this before it ends the process. It does not say whether the window is closed or loaded again, so
 * kernels are left to the next window, and end when none comes.
 */
export async function deactivate(): Promise<void> {
  await kernels?.handOverAll();
}
