import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { kernelspecName } from './metadata.ts';

/**
 * A notebook that gets its first name keeps its kernel, its variables and the cell that runs.
 *
 * VS Code opens another document, which is empty at first, closes the old one, and tells no extension that they belong
 * together: they are the same where the cells are.
 */
export const savedNotebooks: Feature = ({ context, kernels }) => {
  const unsaved = () => kernels.all().filter(({ notebook }) => notebook.isUntitled);
  const moves = new WeakMap<vscode.NotebookDocument, vscode.NotebookDocument>();
  const adopt = (notebook: vscode.NotebookDocument | undefined) => {
    if (!notebook || notebook.isUntitled) return;
    const from = unsaved().find((kernel) => haveSameCells(kernel.notebook, notebook))?.notebook;
    if (!from || !kernels.moveTo(from, notebook)) return;
    moves.set(notebook, from);
    // Cells may only be run in notebooks that have our controller selected.
    const controller = { id: kernelspecName, extension: context.extension.id };
    void vscode.commands.executeCommand('notebook.selectKernel', controller);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveNotebookEditor((editor) => adopt(editor?.notebook)),
    kernels.controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      const from = moves.get(notebook);
      if (!from || !selected) return;
      moves.delete(notebook);
      kernels.of(notebook).queue.moveTo(from, notebook);
    }),
  );
};

function haveSameCells(a: vscode.NotebookDocument, b: vscode.NotebookDocument): boolean {
  const texts = (notebook: vscode.NotebookDocument) => notebook.getCells().map(({ document }) => document.getText());
  return a.notebookType === b.notebookType && JSON.stringify(texts(a)) === JSON.stringify(texts(b));
}
