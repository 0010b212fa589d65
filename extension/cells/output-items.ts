import * as vscode from 'vscode';
import type { Item } from './cell-outputs.ts';

/** An output may hold one item of a MIME type: the pieces of a stream become one. */
export function joinText(items: readonly Item[]): readonly Item[] {
  const mimes = [...new Set(items.map(({ mime }) => mime))];
  return mimes.map((mime) => {
    const pieces = items.filter((item) => item.mime === mime).map(({ data }) => data);
    return { mime, data: Buffer.concat(pieces) };
  });
}

export function toOutputItem({ data, mime }: Item): vscode.NotebookCellOutputItem {
  return new vscode.NotebookCellOutputItem(data, mime);
}
