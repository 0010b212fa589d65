import * as vscode from 'vscode';
import { fieldsOf } from '../../kernel/guards/index.ts';
import type { Feature } from '../feature.ts';
import { notebookType } from '../kernels/index.ts';
import { type CellNames, createStaleCells, marksNow, type StaleCells, type Staleness } from './stale-cells.ts';

const setting = 'multitask-notebook.markStaleCells';
const command = 'multitask-notebook.runStaleCells';

type Shown = ReadonlyMap<vscode.NotebookCell, Staleness<vscode.NotebookCell>>;

/** Marks a cell whose inputs changed since it ran, in its status bar; a click runs it, and before it those it follows. */
export const staleCells: Feature = ({ kernels }) => {
  const known = new WeakMap<vscode.NotebookDocument, StaleCells<vscode.NotebookCell>>();
  const shown = new WeakMap<vscode.NotebookDocument, Shown>();
  const changed = new vscode.EventEmitter<void>();

  const look = (notebook: vscode.NotebookDocument, busy: ReadonlySet<vscode.NotebookCell>): void => {
    const stale = known.get(notebook);
    if (!stale) return;
    const isAsked = vscode.workspace.getConfiguration().get(setting, true);
    const before = shown.get(notebook) ?? new Map();
    const now: Shown = isAsked ? marksNow(stale.stale(new Set(notebook.getCells())), before, busy) : new Map();
    if (textOf(now) === textOf(before)) return;
    shown.set(notebook, now);
    changed.fire();
  };

  const hear = (notebook: vscode.NotebookDocument, cell: vscode.NotebookCell, metadata: unknown): void => {
    const stale = known.get(notebook) ?? createStaleCells();
    known.set(notebook, stale);
    const names = namesOf(metadata);
    if (names === 'none') stale.forget();
    else if (names) stale.ran(cell, names);
  };
  const busyIn = (notebook: vscode.NotebookDocument): ReadonlySet<vscode.NotebookCell> =>
    kernels.find(notebook)?.queue.busy() ?? new Set();

  const provider: vscode.NotebookCellStatusBarItemProvider = {
    onDidChangeCellStatusBarItems: changed.event,
    provideCellStatusBarItems(cell) {
      const reason = shown.get(cell.notebook)?.get(cell);
      if (!reason) return [];
      const item = new vscode.NotebookCellStatusBarItem(
        '$(history) Inputs changed',
        vscode.NotebookCellStatusBarAlignment.Left,
      );
      item.tooltip = `${sentence(reason)} Click to run this cell again${reason.kind === 'follows' ? ', and those it follows' : ''}.`;
      item.command = { title: 'Run Cells Whose Inputs Changed', command, arguments: [cell] };
      item.accessibilityInformation = { label: `Inputs changed since this cell ran. ${sentence(reason)}` };
      return [item];
    },
  };

  return vscode.Disposable.from(
    changed,
    vscode.notebooks.registerNotebookCellStatusBarItemProvider(notebookType, provider),
    kernels.onDidRunCells(({ kernel: { notebook }, event }) => {
      if (event.kind === 'ran') hear(notebook, event.cell, event.metadata);
      look(notebook, event.busy);
    }),
    kernels.onDidChange(({ notebook, connection }) => {
      if (connection.state.kind === 'idle' || connection.state.kind === 'busy') return;
      known.get(notebook)?.forget();
      look(notebook, new Set());
    }),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      if (contentChanges.length > 0) look(notebook, busyIn(notebook));
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(setting)) return;
      for (const notebook of vscode.workspace.notebookDocuments) look(notebook, busyIn(notebook));
    }),
    vscode.commands.registerCommand(command, (asked?: vscode.NotebookCell) => {
      const notebook = asked?.notebook ?? vscode.window.activeNotebookEditor?.notebook;
      const stale = (notebook && shown.get(notebook)) ?? new Map();
      const cells = asked ? upstream(asked, stale) : new Set(stale.keys());
      const ranges = [...cells]
        .filter(({ index }) => index >= 0)
        .sort((a, b) => a.index - b.index)
        .map(({ index }) => ({ start: index, end: index + 1 }));
      if (!notebook || ranges.length === 0) return;
      return vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: notebook.uri });
    }),
  );
};

/** None where the process of cells ended, and with it all they declared; undefined where a cell did not begin. */
function namesOf(metadata: unknown): CellNames | 'none' | undefined {
  if (fieldsOf(metadata).names === 'none') return 'none';
  const { declares, reads, later, writes } = fieldsOf(fieldsOf(metadata).names);
  const list = (names: unknown): readonly string[] =>
    Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  if (!Array.isArray(declares)) return undefined;
  return { declares: list(declares), reads: list(reads), later: list(later), writes: list(writes) };
}

/** The cell and the stale ones that its values come from. */
function upstream(cell: vscode.NotebookCell, stale: Shown, seen = new Set<vscode.NotebookCell>()) {
  seen.add(cell);
  const reason = stale.get(cell);
  if (reason?.kind === 'follows' && !seen.has(reason.from)) upstream(reason.from, stale, seen);
  return seen;
}

function sentence(reason: Staleness<vscode.NotebookCell>): string {
  switch (reason.kind) {
    case 'changed':
      return `${reason.name} was given another value${placeOf(reason.by)} since.`;
    case 'follows':
      return `${reason.name} comes from a cell${placeOf(reason.from)} whose inputs changed.`;
    case 'gone':
      return `No cell gives ${reason.name} its value any more.`;
  }
}

function placeOf({ index, executionSummary }: vscode.NotebookCell): string {
  if (index < 0) return ' by a cell that is deleted';
  const order = executionSummary?.executionOrder;
  return order === undefined ? '' : ` by [${order}]`;
}

function textOf(shown: Shown): string {
  return [...shown]
    .map(([cell, reason]) => `${cell.document.uri} ${reason.kind} ${reason.name}`)
    .sort()
    .join('\n');
}
