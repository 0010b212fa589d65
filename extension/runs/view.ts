import { basename } from 'node:path';
import * as vscode from 'vscode';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import type { Feature } from '../feature.ts';
import { kernelspecName, notebookType, ourMetadata } from '../kernels/index.ts';
import { comparedFigure, comparedTable } from './compare.ts';
import { type ListedRun, RunList } from './list.ts';
import { type FoundRun, readPayloadBytes, runsOfFile } from './read.ts';
import { type Order, runDetails, runSummary, runsAsText, runTitle, sorted, taskNames } from './table.ts';

/** The view “Training Runs”: every fit of the session and of the notebooks in the workspace. */
export const trainingRuns: Feature = ({ context, kernels, log }) => {
  const list = new RunList();
  const changed = new vscode.EventEmitter<undefined>();
  let order: Order = { by: 'newest' };
  const provider: vscode.TreeDataProvider<Element> = {
    onDidChangeTreeData: changed.event,
    getChildren(element) {
      if (element?.kind === 'detail') return [];
      if (element) return runDetails(element.run.payload).map(([name, value]) => ({ kind: 'detail', name, value }));
      return sorted(list.all(), order).map((run) => ({ kind: 'run', run }));
    },
    getTreeItem: (element) => (element.kind === 'run' ? runItem(element.run) : detailItem(element)),
  };
  const view = vscode.window.createTreeView('multitask-notebook.runs', {
    treeDataProvider: provider,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const show = () => {
    view.description = describe(order);
    view.badge = undefined;
    changed.fire(undefined);
  };

  const readOpen = (notebook: vscode.NotebookDocument) => {
    if (notebook.notebookType === notebookType) list.see(String(notebook.uri), runsOf(notebook));
  };
  const readSaved = async (uri: vscode.Uri) => {
    if (openNotebook(String(uri))) return;
    try {
      list.see(String(uri), runsOfFile(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))));
    } catch (error) {
      log.info(`${uri.path}: its runs cannot be read. ${(error as Error).message}`);
    }
  };
  const readWorkspace = async () => {
    const files = await vscode.workspace.findFiles('**/*.ipynb', '**/{node_modules,.ipynb_checkpoints}/**', mostFiles);
    for (const file of files) await readSaved(file);
    show();
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
      show();
    }, 500);
  };

  const chosen = (clicked: Element | undefined, all: readonly Element[] | undefined): readonly ListedRun[] => {
    const elements = all && all.length > 0 ? all : clicked ? [clicked] : view.selection;
    return elements.flatMap((element) => (element.kind === 'run' ? [element.run] : []));
  };
  const command = (name: string, run: (clicked?: Element, all?: readonly Element[]) => unknown) =>
    vscode.commands.registerCommand(`multitask-notebook.${name}`, run);

  vscode.workspace.notebookDocuments.forEach(readOpen);
  void readWorkspace();
  const watcher = vscode.workspace.createFileSystemWatcher('**/*.ipynb', false, false, true);
  const onFile = async (uri: vscode.Uri) => {
    await readSaved(uri);
    show();
  };

  return vscode.Disposable.from(
    view,
    changed,
    watcher,
    watcher.onDidCreate(onFile),
    watcher.onDidChange(onFile),
    vscode.workspace.onDidOpenNotebookDocument(readSoon),
    vscode.workspace.onDidChangeNotebookDocument(({ notebook, cellChanges, contentChanges }) => {
      if (contentChanges.length > 0 || cellChanges.some(({ outputs }) => outputs)) readSoon(notebook);
    }),
    { dispose: () => clearTimeout(timer) },
    command('refreshRuns', readWorkspace),
    command('sortRuns', async () => {
      order = (await chooseOrder(list.all())) ?? order;
      show();
    }),
    command('openRun', async (clicked) => {
      const [run] = chosen(clicked, undefined);
      if (run) await openCell(run);
    }),
    command('copyRuns', async (clicked, all) => {
      const some = chosen(clicked, all);
      const runs = some.length > 0 ? some : sorted(list.all(), order);
      await vscode.env.clipboard.writeText(runsAsText(runs));
      vscode.window.setStatusBarMessage(`${runs.length} runs copied as a table.`, 3000);
    }),
    command('compareRuns', async (clicked, all) => {
      const some = chosen(clicked, all);
      const runs = some.length > 1 ? some : await chooseRuns(sorted(list.all(), order), some);
      if (!runs) return;
      const compared = runs.map(({ payload }) => payload);
      const cell = await openComparison(compared);
      await vscode.commands.executeCommand('notebook.selectKernel', {
        id: kernelspecName,
        extension: context.extension.id,
      });
      await showFigure(kernels.controller.createNotebookCellExecution(cell), compared);
    }),
    command('removeRuns', (clicked, all) => {
      list.remove(new Set(chosen(clicked, all).map(({ key }) => key)));
      show();
    }),
  );
};

type Element =
  | { readonly kind: 'run'; readonly run: ListedRun }
  | { readonly kind: 'detail'; readonly name: string; readonly value: string };

const mostFiles = 500;

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

const icons: Readonly<Record<TrainingPayload['state'], string>> = {
  running: 'loading~spin',
  finished: 'pass',
  interrupted: 'debug-pause',
  failed: 'error',
};

function runItem({ key, payload, notebook, shown }: ListedRun): vscode.TreeItem {
  const item = new vscode.TreeItem(runTitle(payload), vscode.TreeItemCollapsibleState.Collapsed);
  const file = basename(vscode.Uri.parse(notebook).path);
  item.id = key;
  item.description = runSummary(payload);
  item.iconPath = new vscode.ThemeIcon(icons[payload.state]);
  item.contextValue = 'run';
  const lines = runDetails(payload).map(([name, value]) => `${name}: ${value}`);
  item.tooltip = [`${runTitle(payload)}, ${file}`, ...lines, ...(shown === 'gone' ? ['Its output is gone.'] : [])].join(
    '\n',
  );
  item.accessibilityInformation = { label: `${runTitle(payload)}, ${runSummary(payload)}, ${payload.state}, ${file}` };
  return item;
}

function detailItem({ name, value }: { readonly name: string; readonly value: string }): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.description = value;
  item.tooltip = `${name}: ${value}`;
  return item;
}

function describe(order: Order): string {
  return order.by === 'newest' ? '' : `by ${order.by === 'task' ? order.task : order.by}`;
}

async function chooseOrder(runs: readonly ListedRun[]): Promise<Order | undefined> {
  const choices: (vscode.QuickPickItem & { readonly order: Order })[] = [
    { label: 'Newest First', order: { by: 'newest' } },
    ...taskNames(runs).map((task) => ({
      label: `Best at ${task}`,
      description: 'by AUC or RMSE, on validation rows where there are some',
      order: { by: 'task' as const, task },
    })),
    { label: 'Model', order: { by: 'model' } },
    { label: 'Data', order: { by: 'data' } },
    { label: 'Seed', order: { by: 'seed' } },
    { label: 'Duration', description: 'shortest first', order: { by: 'duration' } },
  ];
  return (await vscode.window.showQuickPick(choices, { title: 'Sort Training Runs', matchOnDescription: true }))?.order;
}

async function chooseRuns(
  runs: readonly ListedRun[],
  picked: readonly ListedRun[],
): Promise<readonly ListedRun[] | undefined> {
  const choices = runs.map((run) => ({
    label: runTitle(run.payload),
    description: runSummary(run.payload),
    picked: picked.some(({ key }) => key === run.key),
    run,
  }));
  const title = 'Compare Training Runs';
  const chosen = await vscode.window.showQuickPick(choices, { title, canPickMany: true, placeHolder: 'Two or more' });
  return chosen && chosen.length > 0 ? chosen.map(({ run }) => run) : undefined;
}

function openNotebook(address: string): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(({ uri, isClosed }) => !isClosed && String(uri) === address);
}

async function openCell({ notebook: address, cell }: ListedRun): Promise<void> {
  const notebook = openNotebook(address) ?? (await vscode.workspace.openNotebookDocument(vscode.Uri.parse(address)));
  const index = Math.min(cell, notebook.cellCount - 1);
  const range = new vscode.NotebookRange(index, index + 1);
  let editor: vscode.NotebookEditor;
  try {
    editor = await vscode.window.showNotebookDocument(notebook, { selections: [range] });
  } catch (error) {
    if (!isInFront(notebook.uri)) return;
    throw error;
  }
  if (isInFront(notebook.uri)) editor.revealRange(range, vscode.NotebookEditorRevealType.InCenter);
}

/** The person may have gone on to another tab while one opens. */
function isInFront(address: vscode.Uri): boolean {
  const { activeTab } = vscode.window.tabGroups.activeTabGroup;
  return activeTab?.input instanceof vscode.TabInputNotebook && `${activeTab.input.uri}` === `${address}`;
}

/** A notebook of its own: the figure can be zoomed, saved as a picture, kept and exported. */
async function openComparison(runs: readonly TrainingPayload[]): Promise<vscode.NotebookCell> {
  const { data, layout } = comparedFigure(runs);
  const table = `# Compared runs\n\n${comparedTable(runs)}`;
  const text = new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, table, 'markdown');
  const code = `plot(${JSON.stringify(data)},\n${JSON.stringify(layout)});`;
  const picture = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, code, 'typescript');
  const content = new vscode.NotebookData([text, picture]);
  content.metadata = { metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
  const notebook = await vscode.workspace.openNotebookDocument(notebookType, content);
  await vscode.window.showNotebookDocument(notebook);
  return notebook.cellAt(1);
}

/** Draws as the cell itself would, without a kernel. VS Code draws no outputs that a new notebook begins with. */
async function showFigure(execution: vscode.NotebookCellExecution, runs: readonly TrainingPayload[]): Promise<void> {
  const items = [
    vscode.NotebookCellOutputItem.json(comparedFigure(runs), 'application/vnd.plotly.v1+json'),
    vscode.NotebookCellOutputItem.text(`Plotly figure: ${runs.map(runTitle).join(', ')}`),
  ];
  execution.start(Date.now());
  await execution.replaceOutput(new vscode.NotebookCellOutput(items, { outputType: 'display_data', metadata: {} }));
  execution.end(true, Date.now());
}
