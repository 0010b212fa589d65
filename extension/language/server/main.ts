/** The language server: TypeScript for the cells of our notebooks. VS Code starts it with the first one that is opened. */
import './compile-cache.ts';
import {
  type CancellationToken,
  CodeActionKind,
  createConnection,
  type Position,
  ProposedFeatures,
  ResponseError,
} from 'vscode-languageserver/node';
import { codeActions } from './code-actions.ts';
import { createColumnNames } from './column-names.ts';
import { completion, resolveCompletion, triggerCharacters } from './completion.ts';
import { definition } from './definition.ts';
import { createDiagnostics } from './diagnostics.ts';
import { documentSymbols } from './document-symbols.ts';
import { hover } from './hover.ts';
import { type InlayHintSetting, inlayHintSetting, inlayHints } from './inlay-hints.ts';
import { createNotebooks, type NotebooksOptions, type Place } from './notebooks.ts';
import { askColumns, ourNotebooks } from './protocol.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { signatureHelp } from './signature-help.ts';

const connection = createConnection(ProposedFeatures.all);
let options: NotebooksOptions = { packageFolder: '', homeFolder: '' };
let hints: InlayHintSetting = 'off';
let refreshesHints = false;
const diagnostics = createDiagnostics(connection, () => notebooks);
const notebooks = createNotebooks(connection, () => options, {
  changed(notebook, edited) {
    diagnostics.changed(notebook, edited);
    for (const cell of edited) columnNames.prepare(notebook.uri, notebooks.document(cell)?.getText() ?? '');
  },
  removed: (cells) => diagnostics.removed(cells),
});
const columnNames = createColumnNames(
  () => options.homeFolder,
  (question) => connection.sendRequest(askColumns, question),
);

connection.onInitialize(({ initializationOptions, capabilities }) => {
  options = initializationOptions as NotebooksOptions;
  refreshesHints = capabilities.workspace?.inlayHint?.refreshSupport === true;
  return {
    capabilities: {
      notebookDocumentSync: {
        notebookSelector: [
          {
            notebook: { notebookType: 'jupyter-notebook' },
            cells: [{ language: 'typescript' }, { language: 'javascript' }],
          },
        ],
      },
      completionProvider: { triggerCharacters, resolveProvider: true },
      hoverProvider: true,
      signatureHelpProvider: { triggerCharacters: ['(', ',', '<'], retriggerCharacters: [')'] },
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      documentSymbolProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
      inlayHintProvider: true,
    },
  };
});

/** Answers with null what nobody waits for any more, and what TypeScript gives up on: unfinished text can be odd. */
async function answer<Result>(token: CancellationToken, ask: () => Result | undefined): Promise<Result | null> {
  // A cancellation may be the next message.
  await new Promise((resolve) => setImmediate(resolve));
  if (token.isCancellationRequested) return null;
  try {
    return ask() ?? null;
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    connection.console.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return null;
  }
}

type At = { readonly textDocument: { readonly uri: string }; readonly position?: Position };

function at<Result>(
  token: CancellationToken,
  { textDocument, position }: At,
  ask: (place: Place) => Result | undefined,
) {
  return answer(token, () => {
    const place = notebooks.at(textDocument.uri, position);
    return place && ask(place);
  });
}

connection.onCompletion((params, token) =>
  at(token, params, (place) => columnNames.complete(place) ?? completion(place, params.context?.triggerCharacter)),
);
connection.onCompletionResolve((item, token) =>
  answer(token, () => resolveCompletion(notebooks, item)).then((resolved) => resolved ?? item),
);
connection.onHover((params, token) => at(token, params, hover));
connection.onSignatureHelp((params, token) => at(token, params, (place) => signatureHelp(place, params.context)));
connection.onDefinition((params, token) => at(token, params, (place) => [...definition(notebooks, place)]));
connection.onReferences((params, token) =>
  at(token, params, (place) => [...references(notebooks, place, params.context)]),
);
connection.onPrepareRename((params, token) => at(token, params, prepareRename));
connection.onRenameRequest((params, token) => at(token, params, (place) => rename(notebooks, place, params.newName)));
connection.onDocumentSymbol((params, token) => at(token, params, (place) => [...documentSymbols(place)]));
connection.onCodeAction((params, token) => at(token, params, (place) => codeActions(notebooks, place, params)));
connection.languages.inlayHint.on((params, token) =>
  at(token, params, (place) => inlayHints(place, params.range, hints)),
);

connection.onDidChangeConfiguration(({ settings }) => {
  hints = inlayHintSetting(settings?.['multitask-notebook']?.inlayHints);
  if (refreshesHints) void connection.languages.inlayHint.refresh();
});
connection.onNotification(ourNotebooks, (uris: readonly string[]) => notebooks.setOurs(uris));
connection.onDidChangeWatchedFiles(() => {
  for (const notebook of notebooks.all()) {
    notebook.language.refresh();
    diagnostics.changed(notebook, []);
  }
});
connection.listen();
