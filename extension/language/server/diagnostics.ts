import { type Connection, type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver/node';
import { type CellDiagnostic, diagnosticsOf } from '../../../kernel/cell/language/index.ts';
import { rangeOf } from './locations.ts';
import type { NotebookListener, Notebooks, OpenNotebook } from './notebooks.ts';

/** Milliseconds without a key stroke before cells are checked. */
const pause = 300;

/** Says what is wrong with cells while they are being written. */
export function createDiagnostics(connection: Connection, notebooks: () => Notebooks): NotebookListener {
  const rounds = new Map<string, number>();

  const publish = (notebook: OpenNotebook, id: string): void => {
    const document = notebooks().document(id);
    if (!document) return;
    const diagnostics = diagnosticsOf(notebook.language, id).map(
      (each): Diagnostic => ({
        ...looks[each.severity],
        ...textOf(each),
        range: rangeOf(document, each.start, each.end),
      }),
    );
    void connection.sendDiagnostics({ uri: id, diagnostics });
  };

  /** Every cell may be affected. Between two of them questions are answered; another change ends the round. */
  const check = async (notebook: OpenNotebook, edited: readonly string[], isLast: () => boolean): Promise<void> => {
    const cells = notebook.language.modules().map(({ cell }) => cell.id);
    for (const id of new Set([...edited.filter((each) => cells.includes(each)), ...cells])) {
      publish(notebook, id);
      await new Promise((resolve) => setImmediate(resolve));
      if (!isLast()) return;
    }
  };

  return {
    changed(notebook, edited) {
      const round = (rounds.get(notebook.uri) ?? 0) + 1;
      rounds.set(notebook.uri, round);
      const isLast = (): boolean => rounds.get(notebook.uri) === round && notebooks().all().includes(notebook);
      const run = (): void => {
        if (!isLast()) return;
        check(notebook, edited, isLast).catch((error: Error) => connection.console.error(error.stack ?? error.message));
      };
      setTimeout(run, round === 1 ? 0 : pause);
    },
    removed(cells) {
      for (const uri of cells) void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}

const looks: Readonly<Record<CellDiagnostic['severity'], Pick<Diagnostic, 'severity' | 'tags'>>> = {
  error: { severity: DiagnosticSeverity.Error },
  warning: { severity: DiagnosticSeverity.Warning },
  unused: { severity: DiagnosticSeverity.Hint, tags: [DiagnosticTag.Unnecessary] },
  deprecated: { severity: DiagnosticSeverity.Hint, tags: [DiagnosticTag.Deprecated] },
};

function textOf({ code, message }: CellDiagnostic): Pick<Diagnostic, 'source' | 'code' | 'message'> {
  return code === undefined ? { source: 'multitask-notebook', message } : { source: 'ts', code, message };
}
