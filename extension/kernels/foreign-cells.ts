import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { asksForUs, cellLanguages, notebookType } from './metadata.ts';

/** Says under a cell of another language why it does not run: VS Code skips such cells without a word. */
export const foreignCells: Feature = ({ kernels }) => {
  const changed = new vscode.EventEmitter<void>();
  const ours = new WeakSet<vscode.NotebookDocument>();
  const provider: vscode.NotebookCellStatusBarItemProvider = {
    onDidChangeCellStatusBarItems: changed.event,
    provideCellStatusBarItems({ kind, document, notebook }) {
      if (kind !== vscode.NotebookCellKind.Code || cellLanguages.includes(document.languageId)) return;
      if (!ours.has(notebook) && !asksForUs(notebook.metadata)) return;
      const item = new vscode.NotebookCellStatusBarItem(
        `$(info) The TypeScript kernel does not run ${document.languageId} cells`,
        vscode.NotebookCellStatusBarAlignment.Right,
      );
      item.tooltip = 'Choose another kernel for this notebook, or another language for this cell.';
      item.command = 'notebook.cell.changeLanguage';
      return item;
    },
  };
  return vscode.Disposable.from(
    changed,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, provider),
    kernels.controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      if (selected) ours.add(notebook);
      else ours.delete(notebook);
      changed.fire();
    }),
  );
};
