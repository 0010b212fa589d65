import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { type Connection, NotebookDocuments, type Position } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Cell, createNotebookLanguage, type NotebookLanguage } from '../../../kernel/cell/language/index.ts';

/** A notebook that our kernel runs. Its cells are known by the addresses of their documents. */
export type OpenNotebook = { readonly uri: string; readonly language: NotebookLanguage };

/** Somewhere in a cell. */
export type Place = OpenNotebook & {
  readonly id: string;
  readonly document: TextDocument;
  /** In UTF-16 code units from the start of the cell. */
  readonly offset: number;
};

/** The notebooks that are open in the editor and meant for our kernel. */
export interface Notebooks {
  at(cell: string, position?: Position): Place | undefined;
  /** The text of a cell. */
  document(cell: string): TextDocument | undefined;
  all(): readonly OpenNotebook[];
  /** Which notebooks are for our kernel; others are left alone. */
  setOurs(uris: readonly string[]): void;
}

export type NotebooksOptions = {
  /** The folder of the installed extension. */
  readonly packageFolder: string;
  /** Stands for the folder of a notebook that was never saved. */
  readonly homeFolder: string;
};

export type NotebookListener = {
  /** Its cells have other texts, or are others; `edited` changed just now. */
  changed(notebook: OpenNotebook, edited: readonly string[]): void;
  /** These cells are gone. */
  removed(cells: readonly string[]): void;
};

export function createNotebooks(
  connection: Connection,
  options: () => NotebooksOptions,
  listener: NotebookListener,
): Notebooks {
  const documents = new NotebookDocuments(TextDocument);
  const open = new Map<string, OpenNotebook>();
  const registry = ts.createDocumentRegistry(ts.sys.useCaseSensitiveFileNames);
  let ours: ReadonlySet<string> = new Set();

  const cellsOf = (uri: string): readonly Cell[] =>
    (documents.getNotebookDocument(uri)?.cells ?? []).flatMap((cell) => {
      const document = documents.getCellTextDocument(cell);
      if (document?.languageId !== 'typescript' && document?.languageId !== 'javascript') return [];
      return [{ id: document.uri, language: document.languageId, text: document.getText() }];
    });

  const update = (uri: string, edited: readonly string[]): void => {
    if (!ours.has(uri) || !documents.getNotebookDocument(uri)) return;
    const { packageFolder, homeFolder } = options();
    const folder = uri.startsWith('file:') ? dirname(fileURLToPath(uri)) : homeFolder;
    const notebook = open.get(uri) ?? { uri, language: createNotebookLanguage({ folder, packageFolder, registry }) };
    open.set(uri, notebook);
    notebook.language.update(cellsOf(uri));
    listener.changed(notebook, edited);
  };

  const close = (uri: string): void => {
    const notebook = open.get(uri);
    if (!notebook) return;
    open.delete(uri);
    listener.removed(notebook.language.modules().map(({ cell }) => cell.id));
    notebook.language.service.dispose();
  };

  documents.onDidOpen(({ uri }) => update(uri, []));
  documents.onDidClose(({ uri }) => close(uri));
  documents.onDidChange(({ notebookDocument: { uri }, cells }) => {
    // Outputs and execution numbers also change, dozens of times a second while a cell trains.
    if (!cells) return;
    const { added, removed, changed } = cells;
    if (added.length + removed.length + changed.textContent.length === 0) return;
    const stay = new Set(documents.getNotebookDocument(uri)?.cells.map(({ document }) => document));
    listener.removed(removed.map(({ document }) => document).filter((document) => !stay.has(document)));
    update(
      uri,
      changed.textContent.map(({ document }) => document),
    );
  });
  documents.listen(connection);

  const document = (cell: string): TextDocument | undefined => documents.cellTextDocuments.get(cell);

  return {
    document,
    all: () => [...open.values()],
    at(cell, position = { line: 0, character: 0 }) {
      const notebook = open.get(documents.findNotebookDocumentForCell(cell)?.uri ?? '');
      const text = document(cell);
      if (!notebook || !text || !notebook.language.module(cell)) return undefined;
      return { ...notebook, id: cell, document: text, offset: text.offsetAt(position) };
    },
    setOurs(uris) {
      const before = ours;
      ours = new Set(uris);
      for (const uri of before) if (!ours.has(uri)) close(uri);
      for (const uri of ours) if (!before.has(uri)) update(uri, []);
    },
  };
}
