import * as vscode from 'vscode';
import { notebookType } from './metadata.ts';

/** What VS Code passes to a command in a notebook's toolbar. */
export type ToolbarContext = { readonly notebookEditor?: { readonly notebookUri?: vscode.Uri } };

/** The notebook whose toolbar a command was called from, else the one in front; undefined where that is not one of ours. */
export function findNotebook(from: ToolbarContext | undefined): vscode.NotebookDocument | undefined {
  const uri = from?.notebookEditor?.notebookUri;
  const notebook = uri
    ? vscode.workspace.notebookDocuments.find((open) => String(open.uri) === String(uri))
    : vscode.window.activeNotebookEditor?.notebook;
  return notebook?.notebookType === notebookType ? notebook : undefined;
}
