import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { notebookType, ourMetadata } from '../kernels/index.ts';
import { chooseRoles } from './choose-roles.ts';
import { columnsOf } from './columns.ts';
import { type Template, templates } from './list.ts';
import { type FileCell, introductionOf, readNotebook, titleOf } from './read-notebook.ts';
import { tableNotebook } from './table.ts';

/** “New Multitask Notebook…”: a blank one, a template, a copy of a tutorial, or one for a table of your own. */
export const newNotebook: Feature = ({ context, log }) =>
  vscode.commands.registerCommand('multitask-notebook.newNotebook', async (asked?: unknown) => {
    const folder = context.asAbsolutePath('notebooks');
    const choice = templates.find(({ label }) => label === asked) ?? (await choose(folder));
    if (!choice) return;
    try {
      const cells = 'cells' in choice ? choice.cells : await cellsOf(choice, folder, context.extensionPath);
      if (cells) await openUntitled(cells);
    } catch (error) {
      log.error(String(error));
      void vscode.window.showErrorMessage((error as Error).message);
    }
  });

type Tutorial = { readonly label: string; readonly detail: string; readonly cells: readonly FileCell[] };

async function choose(folder: string): Promise<Template | Tutorial | undefined> {
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator, choice: undefined });
  const items = [
    separator('Templates'),
    ...templates.map((choice) => ({ label: `$(${choice.icon}) ${choice.label}`, detail: choice.detail, choice })),
    separator('Tutorials'),
    ...(await tutorials(folder)).map((choice) => ({
      label: `$(book) ${choice.label}`,
      detail: choice.detail,
      choice,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'New Multitask Notebook',
    placeHolder: 'What shall it start with?',
    matchOnDetail: true,
  });
  return chosen?.choice;
}

async function tutorials(folder: string): Promise<readonly Tutorial[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ipynb'));
  const read = files.map(async (name) => {
    const cells = readNotebook(await readFile(join(folder, name), 'utf8'), name);
    const label = `Tutorial: ${titleOf(cells) ?? basename(name, '.ipynb')}`;
    return { label, detail: introductionOf(cells), cells, isFirst: name === 'start-here.ipynb' };
  });
  return (await Promise.all(read)).toSorted(
    (a, b) => Number(b.isFirst) - Number(a.isFirst) || a.label.localeCompare(b.label),
  );
}

async function cellsOf(
  { from }: Template,
  folder: string,
  extensionFolder: string,
): Promise<readonly FileCell[] | undefined> {
  switch (from.kind) {
    case 'blank':
      return [{ kind: 'code', language: 'typescript', text: '' }];
    case 'file':
      return readNotebook(await readFile(join(folder, 'templates', from.name), 'utf8'), from.name);
    case 'table':
      return cellsOfTable(extensionFolder);
  }
}

/** Asks for a file, which of its columns are labels, and what the others are. Undefined when the person gave up. */
async function cellsOfTable(extensionFolder: string): Promise<readonly FileCell[] | undefined> {
  if (!vscode.workspace.isTrusted) {
    throw new Error('Tables are read only in a trusted folder. Use “Workspaces: Manage Workspace Trust”.');
  }
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Choose a Table',
      openLabel: 'Use This Table',
      filters: { Tables: ['csv', 'tsv', 'txt', 'parquet', 'pq', 'json', 'jsonl', 'ndjson', 'gz'] },
      ...(vscode.workspace.workspaceFolders?.[0] ? { defaultUri: vscode.workspace.workspaceFolders[0].uri } : {}),
    })) ?? [];
  if (!uri) return undefined;
  if (uri.scheme !== 'file') throw new Error(`${uri.path} is no file on this machine. Save it to disk first.`);
  const nodeSetting = vscode.workspace.getConfiguration('multitask-notebook').get('nodePath', '');
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: `Reading the columns of ${basename(uri.fsPath)}`,
    cancellable: true,
  };
  const columns = await vscode.window.withProgress(progress, (_report, token) => {
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    return columnsOf(uri.fsPath, { extensionFolder, nodeSetting, signal: stop.signal });
  });
  const roles = await chooseRoles(basename(uri.fsPath), columns);
  return roles && tableNotebook(uri.fsPath, roles);
}

async function openUntitled(cells: readonly FileCell[]): Promise<void> {
  const data = new vscode.NotebookData(
    cells.map(({ kind, language, text }) => {
      const cellKind = kind === 'code' ? vscode.NotebookCellKind.Code : vscode.NotebookCellKind.Markup;
      return new vscode.NotebookCellData(cellKind, text, language);
    }),
  );
  data.metadata = { metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, data);
  await vscode.window.showNotebookDocument(notebook);
}
