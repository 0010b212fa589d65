import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Feature } from './feature.ts';
import { notebookType, ourMetadata } from './notebook-metadata.ts';
import { type FileCell, readNotebook, titleOf } from './read-notebook.ts';

/** “New Multitask Notebook…”: a blank one, or a copy of one that comes with the extension. */
export const newNotebook: Feature = ({ context }) =>
  vscode.commands.registerCommand('multitask-notebook.newNotebook', async () => {
    const chosen = await vscode.window.showQuickPick(listNotebooks(context.asAbsolutePath('notebooks')), {
      title: 'New Multitask Notebook',
      placeHolder: 'What shall it start with?',
    });
    if (!chosen) return;
    const notebook = await vscode.workspace.openNotebookDocument(notebookType, toNotebookData(chosen.cells));
    await vscode.window.showNotebookDocument(notebook);
  });

type Choice = vscode.QuickPickItem & { readonly cells: readonly FileCell[] };

async function listNotebooks(folder: string): Promise<Choice[]> {
  const blank: Choice = { label: 'Blank', cells: [{ kind: 'code', language: 'typescript', text: '' }] };
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ipynb')).sort();
  const shipped = files.map(async (name): Promise<Choice> => {
    const cells = readNotebook(await readFile(join(folder, name), 'utf8'), name);
    return { label: titleOf(cells) ?? basename(name, '.ipynb'), description: name, cells };
  });
  return [...(await Promise.all(shipped)), blank];
}

function toNotebookData(cells: readonly FileCell[]): vscode.NotebookData {
  const data = new vscode.NotebookData(
    cells.map(({ kind, language, text }) => {
      const cellKind = kind === 'code' ? vscode.NotebookCellKind.Code : vscode.NotebookCellKind.Markup;
      return new vscode.NotebookCellData(cellKind, text, language);
    }),
  );
  data.metadata = { metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
  return data;
}
