import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { findNotebook, type ToolbarContext } from './toolbar.ts';

/** Restart, interrupt and the log, as commands. */
export const kernelCommands: Feature = ({ kernels, log }) => {
  const register = (name: string, run: (notebook: vscode.NotebookDocument) => unknown) =>
    vscode.commands.registerCommand(`multitask-notebook.${name}`, async (from?: ToolbarContext) => {
      const notebook = findNotebook(from);
      if (notebook) await run(notebook);
      else void vscode.window.showInformationMessage('Open a notebook first.');
    });
  return vscode.Disposable.from(
    register('interruptKernel', (notebook) => kernels.interrupt(notebook)),
    register('restartKernel', async (notebook) => {
      if (await mayRestart()) await kernels.restart(notebook);
    }),
    register('restartAndRunAll', async (notebook) => {
      if (!(await mayRestart())) return;
      await kernels.restart(notebook);
      await vscode.commands.executeCommand('notebook.execute', notebook.uri);
    }),
    vscode.commands.registerCommand('multitask-notebook.showLog', () => log.show()),
  );
};

async function mayRestart(): Promise<boolean> {
  const settings = vscode.workspace.getConfiguration('multitask-notebook');
  if (!settings.get('confirmRestart', true)) return true;
  const [restart, always] = ['Restart', "Restart and Don't Ask Again"];
  const chosen = await vscode.window.showWarningMessage(
    'Restart the kernel? All variables are lost, models and their weights too.',
    { modal: true },
    restart,
    always,
  );
  if (chosen === always) await settings.update('confirmRestart', false, vscode.ConfigurationTarget.Global);
  return chosen !== undefined;
}
