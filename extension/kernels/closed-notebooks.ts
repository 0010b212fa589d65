import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';

/**
 * Ends the kernel of a notebook that is in no tab any more.
 *
 * Not onDidCloseNotebookDocument: VS Code keeps the document for an unknown time after its tab is gone. And not at once: a
 * tab that moves to another group is closed and opened again, and so is a notebook that gets its first name.
 */
export const closedNotebooks: Feature = ({ kernels }) => {
  const timers = new Set<NodeJS.Timeout>();
  const closeUnshown = () => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      for (const { notebook } of kernels.all()) if (!isShown(notebook.uri)) void kernels.close(notebook);
    }, 1000);
    timers.add(timer);
  };
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (closed.some(({ input }) => input instanceof vscode.TabInputNotebook)) closeUnshown();
    }),
    vscode.workspace.onDidCloseNotebookDocument(closeUnshown),
    { dispose: () => timers.forEach(clearTimeout) },
  );
};

/** Whether a tab holds the notebook, in front or not, also as what another version is compared with. */
export function isShown(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(({ input }) => String(notebookIn(input)) === String(uri)),
  );
}

function notebookIn(input: unknown): vscode.Uri | undefined {
  if (input instanceof vscode.TabInputNotebook) return input.uri;
  return input instanceof vscode.TabInputNotebookDiff ? input.modified : undefined;
}
