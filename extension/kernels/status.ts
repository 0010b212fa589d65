import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import type { KernelState } from './connection.ts';
import { asksForUs } from './metadata.ts';

/** A status bar item that says what the kernel of the notebook in front is doing. */
export const kernelStatus: Feature = ({ kernels }) => {
  const item = vscode.window.createStatusBarItem('multitask-notebook.kernel', vscode.StatusBarAlignment.Right, 100);
  item.name = 'Multitask kernel';
  item.command = 'multitask-notebook.kernelMenu';
  const show = () => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const kernel = notebook && kernels.find(notebook);
    if (!notebook || (!kernel && !asksForUs(notebook.metadata))) return item.hide();
    const { text, tooltip } = describe(kernel?.connection.state ?? { kind: 'stopped' });
    item.text = text;
    item.tooltip = tooltip;
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    kernels.onDidChange(show),
    vscode.window.onDidChangeActiveNotebookEditor(show),
    vscode.commands.registerCommand('multitask-notebook.kernelMenu', chooseCommand),
  );
};

function describe(state: KernelState): { readonly text: string; readonly tooltip: string } {
  switch (state.kind) {
    case 'stopped':
      return { text: '$(circle-outline) TypeScript', tooltip: 'The kernel starts with the first cell.' };
    case 'starting':
      return { text: '$(loading~spin) TypeScript: starting', tooltip: 'The kernel is starting.' };
    case 'idle':
      return { text: '$(circle-filled) TypeScript', tooltip: 'The kernel waits for a cell.' };
    case 'busy':
      return { text: '$(loading~spin) TypeScript: busy', tooltip: 'The kernel runs a cell.' };
    case 'lost':
      return { text: '$(error) TypeScript: stopped', tooltip: `The kernel stopped: ${state.how}.` };
  }
}

const menu = [
  { label: '$(debug-stop) Interrupt', command: 'multitask-notebook.interruptKernel' },
  { label: '$(debug-restart) Restart', command: 'multitask-notebook.restartKernel' },
  { label: '$(run-all) Restart and Run All', command: 'multitask-notebook.restartAndRunAll' },
  { label: '$(settings-gear) Choose Node…', command: 'multitask-notebook.selectNode' },
  { label: '$(output) Show Log', command: 'multitask-notebook.showLog' },
];

async function chooseCommand(): Promise<void> {
  const chosen = await vscode.window.showQuickPick(menu, { placeHolder: 'The kernel of this notebook' });
  if (chosen) await vscode.commands.executeCommand(chosen.command);
}
