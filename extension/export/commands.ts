import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { findNotebook, type ToolbarContext } from '../kernels/index.ts';
import { type ExportedNotebook, exportedOutput } from './cells.ts';
import { readPageScripts } from './page-scripts.ts';

/** “Export as Script” and “Export as HTML” of the notebook in front. */
export const notebookExport: Feature = ({ context }) =>
  vscode.Disposable.from(
    vscode.commands.registerCommand('multitask-notebook.exportScript', async (from?: ToolbarContext) => {
      // Loaded with the first export: TypeScript is large.
      const { toScript } = await import('./script.ts');
      await exportNotebook(from, 'ts', { TypeScript: ['ts'] }, toScript);
    }),
    vscode.commands.registerCommand('multitask-notebook.exportHtml', async (from?: ToolbarContext) => {
      const { toHtml } = await import('./html.ts');
      const scripts = await readPageScripts(context.extensionPath);
      await exportNotebook(from, 'html', { HTML: ['html'] }, (notebook) => toHtml(notebook, scripts));
    }),
  );

async function exportNotebook(
  from: ToolbarContext | undefined,
  ending: string,
  filters: Readonly<Record<string, string[]>>,
  write: (notebook: ExportedNotebook) => string,
): Promise<void> {
  const notebook = findNotebook(from);
  if (!notebook) {
    void vscode.window.showInformationMessage('Open a notebook first.');
    return;
  }
  const name = basename(notebook.uri.path).replace(/\.ipynb$/, '');
  const proposed = vscode.Uri.joinPath(folderOf(notebook), `${name}.${ending}`);
  const file = await vscode.window.showSaveDialog({ defaultUri: proposed, filters, saveLabel: 'Export' });
  if (!file) return;
  const bytes = new TextEncoder().encode(write({ title: name, cells: notebook.getCells().map(exportedCell) }));
  await vscode.workspace.fs.writeFile(file, bytes);
  const open = 'Open';
  const chosen = await vscode.window.showInformationMessage(exported(basename(file.path), bytes.length), open);
  if (chosen !== open) return;
  if (ending === 'html') await vscode.env.openExternal(file);
  else await vscode.window.showTextDocument(file);
}

function exportedCell({
  kind,
  document,
  outputs,
  executionSummary,
}: vscode.NotebookCell): ExportedNotebook['cells'][number] {
  return {
    kind: kind === vscode.NotebookCellKind.Code ? 'code' : 'markup',
    language: document.languageId,
    text: document.getText(),
    executionOrder: executionSummary?.executionOrder,
    outputs: outputs.map(({ items, metadata }) => exportedOutput(items, metadata)),
  };
}

/** Bytes above which a person is told: much more than the page's own scripts. */
const large = 3_000_000;

function exported(name: string, bytes: number): string {
  const size = bytes > large ? ` (${(bytes / 1e6).toFixed(1)} MB, most of it outputs)` : '';
  return `Exported to ${name}${size}.`;
}

/** Beside the notebook; where it was never saved, the workspace's folder. */
function folderOf({ uri }: vscode.NotebookDocument): vscode.Uri {
  if (uri.scheme !== 'untitled') return vscode.Uri.joinPath(uri, '..');
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(process.cwd());
}
