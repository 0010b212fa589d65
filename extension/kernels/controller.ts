import * as vscode from 'vscode';
import { asksForUs, cellLanguages, kernelDisplayName, kernelspecName, notebookType } from './metadata.ts';

export type Cells = {
  readonly execute: (notebook: vscode.NotebookDocument, cells: readonly vscode.NotebookCell[]) => Promise<void>;
  readonly interrupt: (notebook: vscode.NotebookDocument) => Promise<void>;
};

/** Our entry in VS Code's list of kernels, chosen by itself for notebooks that ask for our kernelspec. */
export function createController({ execute, interrupt }: Cells): {
  readonly controller: vscode.NotebookController;
  readonly disposable: vscode.Disposable;
} {
  const controller = vscode.notebooks.createNotebookController(kernelspecName, notebookType, kernelDisplayName);
  controller.supportedLanguages = cellLanguages;
  controller.supportsExecutionOrder = true;
  controller.description = 'Multi-task recommenders';
  controller.executeHandler = (cells, notebook) => execute(notebook, cells);
  controller.interruptHandler = interrupt;

  const prefer = (notebook: vscode.NotebookDocument) => {
    if (notebook.notebookType !== notebookType) return;
    const affinity = asksForUs(notebook.metadata)
      ? vscode.NotebookControllerAffinity.Preferred
      : vscode.NotebookControllerAffinity.Default;
    controller.updateNotebookAffinity(notebook, affinity);
  };
  vscode.workspace.notebookDocuments.forEach(prefer);
  const opened = vscode.workspace.onDidOpenNotebookDocument(prefer);
  return { controller, disposable: vscode.Disposable.from(controller, opened) };
}
