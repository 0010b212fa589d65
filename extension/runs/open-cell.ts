import * as vscode from 'vscode';

export function openNotebook(address: string): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(({ uri, isClosed }) => !isClosed && String(uri) === address);
}

/** Goes to the cell at this position; a closed notebook is opened. */
export async function openCell(address: string, cell: number): Promise<void> {
  const notebook = openNotebook(address) ?? (await vscode.workspace.openNotebookDocument(vscode.Uri.parse(address)));
  const index = Math.min(cell, notebook.cellCount - 1);
  const range = new vscode.NotebookRange(index, index + 1);
  let editor: vscode.NotebookEditor;
  try {
    editor = await vscode.window.showNotebookDocument(notebook, { selections: [range] });
  } catch (error) {
    if (!isInFront(notebook.uri)) return;
    throw error;
  }
  if (isInFront(notebook.uri)) editor.revealRange(range, vscode.NotebookEditorRevealType.InCenter);
}

/** The person may have gone on to another tab while one opens. */
function isInFront(address: vscode.Uri): boolean {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab?.input instanceof vscode.TabInputNotebook && `${activeTab.input.uri}` === `${address}`;
}
