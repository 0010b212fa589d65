import * as vscode from 'vscode';
import { isShown } from './closed-notebooks.ts';
import type { Kernels } from './kernels.ts';
import { asksForUs, notebookType } from './metadata.ts';

/**
 * The notebooks in tabs that our kernel runs: chosen by the person, else asked for by the file. Tells of every change.
 *
 * In tabs, because VS Code keeps a document for minutes after its last tab is gone, and with it what was wrong in it.
 */
export function watchOurNotebooks(
  kernels: Kernels,
  changed: (notebooks: readonly vscode.NotebookDocument[]) => void,
): vscode.Disposable {
  const chosen = new Map<vscode.NotebookDocument, boolean>();
  const isOurs = (notebook: vscode.NotebookDocument): boolean =>
    notebook.notebookType === notebookType && (chosen.get(notebook) ?? asksForUs(notebook.metadata));
  let last = '';
  const tell = (): void => {
    const ours = vscode.workspace.notebookDocuments.filter(
      (notebook) => !notebook.isClosed && isOurs(notebook) && isShown(notebook.uri),
    );
    const now = ours.map(({ uri }) => String(uri)).join('\n');
    if (now === last) return;
    last = now;
    changed(ours);
  };
  tell();
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(tell),
    vscode.window.tabGroups.onDidChangeTabs(tell),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => {
      chosen.delete(notebook);
      tell();
    }),
    vscode.workspace.onDidChangeNotebookDocument(({ metadata }) => {
      if (metadata) tell();
    }),
    kernels.controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      chosen.set(notebook, selected);
      tell();
    }),
  );
}
