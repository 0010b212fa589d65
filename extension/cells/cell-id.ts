import type * as vscode from 'vscode';

/** What a kernel knows a cell by when it runs again: the id that its notebook saves, else its document's place in this window. */
export function cellId({ metadata, document }: Pick<vscode.NotebookCell, 'metadata' | 'document'>): string {
  const { id } = metadata;
  return typeof id === 'string' && id !== '' ? id : document.uri.fragment || String(document.uri);
}
