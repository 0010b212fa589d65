import * as vscode from 'vscode';
import type { Feature } from './feature.ts';

/**
 * Ends the kernel of a notebook whose last tab was closed.
 *
 * Not onDidCloseNotebookDocument alone: VS Code keeps the document for an unknown time after its tab is gone.
 */
export const closedNotebooks: Feature = ({ kernels }) => {
  const timers = new Set<NodeJS.Timeout>();
  const closeUnlessShown = (uri: vscode.Uri) => {
    // A tab that moves to another group is closed and opened again.
    const timer = setTimeout(() => {
      timers.delete(timer);
      const notebook = vscode.workspace.notebookDocuments.find((open) => String(open.uri) === String(uri));
      if (notebook && !isShown(uri)) void kernels.close(notebook);
    }, 500);
    timers.add(timer);
  };
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      for (const { input } of closed) {
        if (input instanceof vscode.TabInputNotebook) closeUnlessShown(input.uri);
      }
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => void kernels.close(notebook)),
    { dispose: () => timers.forEach(clearTimeout) },
  );
};

function isShown(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputNotebook && String(input.uri) === String(uri)),
  );
}
