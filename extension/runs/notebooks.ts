import * as vscode from 'vscode';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { errorMessage } from '../../kernel/text/index.ts';
import { isShown, notebookType } from '../kernels/index.ts';
import type { RunList } from './list.ts';
import { openNotebook } from './open-cell.ts';
import { type FoundRun, readPayloadBytes, runsOfFile } from './read.ts';

/** Keeps the list up to date with what the notebooks show: open ones as they change, closed ones from their files. */
export type WatchedNotebooks = vscode.Disposable & {
  /** Reads the notebooks of the workspace that are closed: the first time somebody looks at the list, and when asked to. */
  readonly readWorkspace: () => Promise<void>;
  readonly readOnce: () => void;
  /** What is to be said of what was read; empty where that is all there is. */
  readonly note: () => string;
};

/** A workspace of years may have thousands. */
export const mostFiles = 500;

export function watchNotebooks(list: RunList, log: vscode.LogOutputChannel, changed: () => void): WatchedNotebooks {
  let note = '';
  let isRead = false;
  const readOpen = (notebook: vscode.NotebookDocument) => {
    if (notebook.notebookType === notebookType) list.see(String(notebook.uri), runsOf(notebook));
  };
  const readSaved = async (uri: vscode.Uri) => {
    if (openNotebook(String(uri))) return;
    try {
      list.see(String(uri), runsOfFile(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))));
    } catch (error) {
      log.info(`${uri.path}: its runs cannot be read. ${errorMessage(error)}`);
    }
  };
  const readWorkspace = async () => {
    isRead = true;
    const { findFiles } = vscode.workspace;
    const files = await findFiles('**/*.ipynb', '**/{node_modules,.ipynb_checkpoints}/**', mostFiles + 1);
    for (const file of files.slice(0, mostFiles)) await readSaved(file);
    note = files.length > mostFiles ? `Only ${mostFiles} notebooks of this folder were read; there are more.` : '';
    changed();
  };

  // A plot changes ten times a second; the list need not.
  const waiting = new Set<vscode.NotebookDocument>();
  let timer: NodeJS.Timeout | undefined;
  const readSoon = (notebook: vscode.NotebookDocument) => {
    waiting.add(notebook);
    timer ??= setTimeout(() => {
      timer = undefined;
      for (const each of waiting) if (!each.isClosed) readOpen(each);
      waiting.clear();
      changed();
    }, 500);
  };

  /** A tab may go on showing a notebook whose file is gone. */
  const deleted = new Map<string, vscode.Uri>();
  const forgetDeleted = () => {
    for (const [address, uri] of deleted) {
      if (isShown(uri)) continue;
      deleted.delete(address);
      list.forget(address);
      changed();
    }
  };
  const onDeleted = (uris: readonly vscode.Uri[]) => {
    for (const uri of uris) deleted.set(String(uri), uri);
    forgetDeleted();
  };

  vscode.workspace.notebookDocuments.forEach(readOpen);
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.ipynb');
  const onFile = async (uri: vscode.Uri) => {
    deleted.delete(String(uri));
    if (!isRead) return;
    await readSaved(uri);
    changed();
  };
  const all = vscode.Disposable.from(
    watcher,
    watcher.onDidCreate(onFile),
    watcher.onDidChange(onFile),
    watcher.onDidDelete((uri) => onDeleted([uri])),
    // Of a folder that is deleted, the watcher tells nothing.
    vscode.workspace.onDidDeleteFiles(({ files }) => onDeleted(files)),
    vscode.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) list.move(String(oldUri), String(newUri));
    }),
    vscode.window.tabGroups.onDidChangeTabs(forgetDeleted),
    vscode.workspace.onDidOpenNotebookDocument(readSoon),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges, contentChanges }) => {
      if (contentChanges.length > 0 || cellChanges.some(({ outputs }) => outputs)) readSoon(notebook);
    }),
    { dispose: () => clearTimeout(timer) },
  );
  return {
    readWorkspace,
    readOnce: () => {
      if (!isRead) void readWorkspace();
    },
    note: () => note,
    dispose: () => all.dispose(),
  };
}

/** Outputs are read once: their items are other objects when they change. */
const payloads = new WeakMap<vscode.NotebookCellOutputItem, TrainingPayload>();

function runsOf(notebook: vscode.NotebookDocument): readonly FoundRun[] {
  return notebook.getCells().flatMap((cell) =>
    cell.outputs.flatMap(({ items }) => {
      const item = items.find(({ mime }) => mime === trainingMime);
      const payload = item && (payloads.get(item) ?? readPayloadBytes(item.data));
      if (!item || !payload) return [];
      payloads.set(item, payload);
      return [{ payload, cell: cell.index }];
    }),
  );
}
