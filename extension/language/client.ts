import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Feature, Parts } from '../feature.ts';
import { cellLanguages, notebookType, watchOurNotebooks } from '../kernels/index.ts';
import { createColumnReader } from './column-reader.ts';
import type { NotebooksOptions } from './server/notebooks.ts';
import { askColumns, type ColumnsQuestion, ourNotebooks, serverFlags } from './server/protocol.ts';

/** Completion, hovers, definitions, renames and errors in cells. The first notebook of ours starts the language server. */
export const languageClient: Feature = (parts) => {
  const { kernels, log } = parts;
  let starting: Promise<LanguageClient> | undefined;
  const show = async (uris: readonly string[]): Promise<void> => {
    if (!starting && uris.length === 0) return;
    starting ??= startClient(parts);
    await (await starting).sendNotification(ourNotebooks, uris);
  };
  return vscode.Disposable.from(
    watchOurNotebooks(kernels, (notebooks) => {
      show(notebooks.map(({ uri }) => String(uri))).catch((error: Error) =>
        log.error(`Language features: ${error.message}`),
      );
    }),
    { dispose: () => void starting?.then((client) => client.dispose()) },
  );
};

async function startClient({ context, kernels }: Parts): Promise<LanguageClient> {
  // Loaded here: it takes as long as all the rest of the extension.
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  const options: NotebooksOptions = {
    packageFolder: context.extensionPath,
    homeFolder: workspace?.uri.fsPath ?? homedir(),
  };
  const files = vscode.workspace.createFileSystemWatcher('**/{package.json,*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}}');
  context.subscriptions.push(files);
  const client = new LanguageClient(
    'multitask-notebook',
    'Multitask Notebooks: TypeScript',
    {
      module: context.asAbsolutePath('dist/extension/language-server.cjs'),
      transport: TransportKind.ipc,
      options: { execArgv: [...serverFlags] },
    },
    {
      documentSelector: cellLanguages.map((language) => ({ notebook: notebookType, language })),
      initializationOptions: options,
      synchronize: { fileEvents: files, configurationSection: 'multitask-notebook' },
      diagnosticCollectionName: 'multitask-notebook',
    },
  );
  const columns = createColumnReader(context.extensionPath, kernels);
  client.onRequest(askColumns, async (question: ColumnsQuestion) => (await columns(question)) ?? null);
  await client.start();
  // The watcher sees the workspace alone, and a notebook may be elsewhere.
  const installing = vscode.workspace.onDidChangeNotebookDocument(({ cellChanges }) => {
    const hasInstalled = cellChanges.some(
      ({ cell, executionSummary }) =>
        executionSummary?.success !== undefined && /^\s*%(?:npm|sh)\b/m.test(cell.document.getText()),
    );
    if (hasInstalled) void client.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
  });
  context.subscriptions.push(installing);
  return client;
}
