import * as vscode from 'vscode';
import { cellLanguages, notebookType } from '../kernels/index.ts';

const setting = 'multitask-notebook.debugCodeLens';

/** “Debug Cell” and “Run by Line” above the first line of each cell, where the setting asks for them. */
export function debugLenses(): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses(document) {
      if (!vscode.workspace.getConfiguration().get(setting, false)) return [];
      const cell = vscode.workspace.notebookDocuments
        .flatMap((notebook) => notebook.getCells())
        .find((each) => each.document === document);
      if (!cell) return [];
      const top = new vscode.Range(0, 0, 0, 0);
      const lens = (title: string, command: string) => new vscode.CodeLens(top, { title, command, arguments: [cell] });
      return [lens('Debug Cell', 'multitask-notebook.debugCell'), lens('Run by Line', 'multitask-notebook.runByLine')];
    },
  };
  const selector = cellLanguages.map((language) => ({ language, notebookType }));
  return vscode.Disposable.from(
    changed,
    vscode.languages.registerCodeLensProvider(selector, provider),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration(setting) && changed.fire()),
  );
}
