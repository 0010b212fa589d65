import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeNotebookDocumentNotification,
  DidOpenNotebookDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  IPCMessageReader,
  IPCMessageWriter,
  NotebookCellKind,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ourNotebooks, serverFlags } from '../../extension/language/server/protocol.ts';
import { atCursor, type TestCell } from './fifty-cells.ts';
import { packageFolder } from './notebook-language.ts';

/** An editor with one notebook, connected to the built language server. */
export interface TestEditor {
  readonly connection: ProtocolConnection;
  readonly notebook: string;
  readonly process: ChildProcess;
  uriOf(cell: string): string;
  cellOf(uri: string): string | undefined;
  document(cell: string): TextDocument;
  /** Writes a text with a cursor ¦ into a cell; returns the parameters of a question at the cursor. */
  write(cell: string, marked: string): { textDocument: { uri: string }; position: { line: number; character: number } };
  /** The first diagnostics of a cell that fulfil a condition; those that were published already count. */
  diagnosed(cell: string, isWanted: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
  close(): Promise<void>;
}

export async function openEditor(
  cells: readonly TestCell[],
  folder: string,
  { isOurs = true, extensionFolder = packageFolder } = {},
): Promise<TestEditor> {
  const script = join(extensionFolder, 'dist/extension/language-server.cjs');
  const process = fork(script, ['--node-ipc'], { cwd: folder, execArgv: [...serverFlags] });
  const connection = createProtocolConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  const published = new Map<string, PublishDiagnosticsParams>();
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.set(params.uri, params);
    for (const wake of waiting) wake();
  });
  connection.listen();

  const notebook = pathToFileURL(join(folder, 'notebook.ipynb')).href;
  const uriOf = (cell: string): string => `${notebook.replace('file:', 'vscode-notebook-cell:')}#${cell}`;
  const documents = new Map(
    cells.map(({ id, language, text }) => [id, TextDocument.create(uriOf(id), language, 1, text)]),
  );
  const document = (cell: string): TextDocument => {
    const found = documents.get(cell);
    if (!found) throw new Error(`The notebook has no cell "${cell}".`);
    return found;
  };

  await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: null,
    capabilities: {},
    initializationOptions: { packageFolder: extensionFolder, homeFolder: folder },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await connection.sendNotification(DidOpenNotebookDocumentNotification.type, {
    notebookDocument: {
      uri: notebook,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: cells.map(({ id }) => ({ kind: NotebookCellKind.Code, document: uriOf(id) })),
    },
    cellTextDocuments: cells.map(({ id, language, text }) => ({
      uri: uriOf(id),
      languageId: language,
      version: 1,
      text,
    })),
  });
  if (isOurs) await connection.sendNotification(ourNotebooks, [notebook]);

  return {
    connection,
    notebook,
    process,
    uriOf,
    cellOf: (uri) => cells.find(({ id }) => uriOf(id) === uri)?.id,
    document,
    write(cell, marked) {
      const { text, offset } = atCursor(marked);
      const before = document(cell);
      const after = TextDocument.create(before.uri, before.languageId, before.version + 1, text);
      documents.set(cell, after);
      void connection.sendNotification(DidChangeNotebookDocumentNotification.type, {
        notebookDocument: { uri: notebook, version: after.version },
        change: {
          cells: {
            textContent: [{ document: { uri: after.uri, version: after.version }, changes: [{ text }] }],
          },
        },
      });
      return { textDocument: { uri: after.uri }, position: after.positionAt(Math.max(offset, 0)) };
    },
    diagnosed(cell, isWanted) {
      return new Promise((resolve) => {
        const look = (): void => {
          const params = published.get(uriOf(cell));
          if (!params || !isWanted(params)) return;
          waiting.delete(look);
          resolve(params);
        };
        waiting.add(look);
        look();
      });
    },
    async close() {
      const ended = once(process, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}
