import * as vscode from 'vscode';
import { cellDebugger } from './debugger/index.ts';
import { notebookExport } from './export/index.ts';
import { type Feature, startFeatures } from './feature.ts';
import { handover } from './handover/index.ts';
import {
  closedNotebooks,
  foreignCells,
  Kernels,
  kernelCommands,
  kernelStatus,
  savedNotebooks,
  selectNode,
} from './kernels/index.ts';
import { languageClient, quietTypescript } from './language/index.ts';
import { languageTools } from './language-tools/index.ts';
import { outputQuestions } from './questions/index.ts';
import { trainingRuns } from './runs/index.ts';
import { staleCells } from './stale/index.ts';
import { newNotebook } from './templates/index.ts';
import { variables } from './variables/index.ts';
import { walkthrough } from './walkthrough/index.ts';
import { widgets } from './widgets/index.ts';

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
  outputQuestions,
  staleCells,
  widgets,
  cellDebugger,
  notebookExport,
  walkthrough,
  languageClient,
  quietTypescript,
  languageTools,
];

// VS Code passes nothing to deactivate().
let kernels: Kernels | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Multitask Notebooks', { log: true });
  // Not the workspace's storage: while the window before still ends, VS Code gives the next one another folder for that.
  const handoverFolder = vscode.Uri.joinPath(context.globalStorageUri, 'kernels').fsPath;
  kernels = new Kernels({ extensionFolder: context.extensionPath, handoverFolder }, log);
  const parts = { context, log, kernels };
  context.subscriptions.push(log, kernels, ...startFeatures(features, parts));
}

/**
 * VS Code waits for this before it ends the process. It does not say whether the window is closed or loaded again, so
 * kernels are left to the next window, and end when none comes.
 */
export async function deactivate(): Promise<void> {
  await kernels?.handOverAll();
}
