import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { notebookType, ourMetadata } from '../../../extension/kernels/metadata.ts';
import { trainingMime } from '../../../kernel/payloads/mime.ts';
import { waitFor } from '../processes.ts';

/**
 * Tests inside VS Code's extension host, to the contract of `--extensionTestsPath`: VS Code loads this module, awaits
 * `run()` and exits with 0, or with 1 when it throws. `npm run test:vscode -- extension-host` bundles and runs it.
 */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'multitask-extension-host-'));
  try {
    for (const [title, probe] of Object.entries(checks)) {
      await probe(folder).catch((error: Error) => {
        console.log(`multitask ✗ ${title}: ${error.message}`);
        throw error;
      });
      console.log(`multitask ✓ ${title}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const id = 'multitask-notebook.multitask-notebook';
const decode = (data: Uint8Array): string => new TextDecoder().decode(data);

const checks: Readonly<Record<string, (folder: string) => Promise<void>>> = {
  async 'the extension is activated'() {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `${id} is not installed.`);
    await extension.activate();
    assert.ok(extension.isActive);
  },

  async 'every command of the manifest is registered'() {
    const commands: readonly { command: string }[] =
      vscode.extensions.getExtension(id)?.packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  },

  async 'a notebook of ours runs a cell in a kernel that nobody chose'(folder) {
    const notebook = await open(folder, 'one.ipynb', ['const kept: number = 41;\nkept + 1', "throw new Error('no')"]);
    await vscode.commands.executeCommand('notebook.execute', notebook.uri);
    const [first, second] = notebook.getCells();
    await ended(first);
    await ended(second);
    assert.deepEqual([first.executionSummary?.success, second.executionSummary?.success], [true, false]);
    assert.equal(first.executionSummary?.executionOrder, 1);
    assert.equal(itemOf(first, 'text/plain'), '42');
    assert.match(itemOf(second, 'application/vnd.code.notebook.error'), /"message":"no"/);
  },

  async 'a run leaves its picture for everybody'(folder) {
    const train = `const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 500, seed: 1 });
await models.mmoe(data.features, data.tasks, { experts: 2, seed: 1 }).fit(data.train, { epochs: 1, seed: 1 });`;
    const notebook = await open(folder, 'two.ipynb', [train]);
    await vscode.commands.executeCommand('notebook.execute', notebook.uri);
    const cell = notebook.cellAt(0);
    await ended(cell);
    assert.equal(JSON.parse(itemOf(cell, trainingMime)).state, 'finished');
    assert.match(itemOf(cell, 'image/svg+xml'), /^<svg /);
  },

  async 'names of other cells are completed and described'(folder) {
    const notebook = await open(folder, 'three.ipynb', ['const learning = 0.003;', 'learni']);
    const { uri } = notebook.cellAt(1).document;
    const at = new vscode.Position(0, 6);
    const items = await waitFor('completions', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        uri,
        at,
      );
      return list.items.some(({ label }) => labelOf(label) === 'learning') && list.items;
    });
    assert.ok(items.length > 0);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      notebook.cellAt(0).document.uri,
      new vscode.Position(0, 8),
    );
    const said = hovers.flatMap(({ contents }) =>
      contents.map((part) => (typeof part === 'string' ? part : part.value)),
    );
    assert.match(said.join('\n'), /const learning: 0\.003/);
  },

  async 'a type error is found while typing'(folder) {
    const notebook = await open(folder, 'four.ipynb', ["const rate: number = 'fast';"]);
    const { uri } = notebook.cellAt(0).document;
    const found = await waitFor('the error', () => {
      const all = vscode.languages.getDiagnostics(uri);
      return all.some(({ code }) => String(code).includes('2322')) && all;
    });
    assert.equal(found.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length, 1);
  },
};

async function open(folder: string, name: string, cells: readonly string[]): Promise<vscode.NotebookDocument> {
  const uri = vscode.Uri.file(join(folder, name));
  const source = cells.map((text, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    metadata: {},
    source: text,
    execution_count: null,
    outputs: [],
  }));
  const file = { cells: source, metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(file)));
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  assert.equal(notebook.notebookType, notebookType);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

async function ended(cell: vscode.NotebookCell): Promise<void> {
  await waitFor('the cell to end', () => cell.executionSummary?.success !== undefined, 180_000);
}

/** A representation of one of a cell's outputs. */
function itemOf(cell: vscode.NotebookCell, mime: string): string {
  const item = cell.outputs.flatMap(({ items }) => items).find((each) => each.mime === mime);
  assert.ok(item, `There is no ${mime}.`);
  return decode(item.data);
}

const labelOf = (label: string | vscode.CompletionItemLabel): string =>
  typeof label === 'string' ? label : label.label;
