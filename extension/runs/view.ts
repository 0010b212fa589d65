import { basename, isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import {
  foldSeeds,
  newest,
  newestFirst,
  ordered,
  type RunEntry,
  type RunOrder,
  type RunRow,
  rowsOf,
  runColumns,
  runRow,
  taskNames,
} from '../../kernel/payloads/runs/index.ts';
import type { Feature } from '../feature.ts';
import { runDetails, runsAsText, tellingOf } from './describe.ts';
import { type Element, treeItem } from './items.ts';
import { type ListedRun, RunList } from './list.ts';
import { watchNotebooks } from './notebooks.ts';
import { openCell } from './open-cell.ts';
import { runsPanel } from './panel.ts';

/** The view “Training Runs” and its table: every fit of the session and of the notebooks in the workspace. */
export const trainingRuns: Feature = ({ context, log }) => {
  const list = new RunList();
  const changed = new vscode.EventEmitter<undefined>();
  let order: RunOrder = newestFirst;
  let shown = { rows: [] as readonly RunRow[], telling: tellingOf([]) };

  const runOf = (key: string) => list.all().find((run) => run.key === key);
  const entries = () => ordered(foldSeeds(shown.rows), runColumns(shown.rows), order);
  const provider: vscode.TreeDataProvider<Element> = {
    onDidChangeTreeData: changed.event,
    getChildren(element) {
      if (element === undefined) return entries().map((entry) => ({ kind: 'entry', entry }));
      if (element.kind === 'detail') return [];
      const { entry } = element;
      if (entry.kind === 'seeds')
        return entry.rows.map((row) => ({ kind: 'entry', entry: { kind: 'run', key: row.key, row } }));
      const run = runOf(entry.key);
      return run ? runDetails(run.payload).map(([name, value]) => ({ kind: 'detail', name, value })) : [];
    },
    getTreeItem: (element) => treeItem(element, shown.telling),
  };
  const view = vscode.window.createTreeView('multitask-notebook.runs', {
    treeDataProvider: provider,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const show = () => {
    const rows = list.all().map(rowOf);
    shown = { rows, telling: tellingOf(rows) };
    view.description = describe(order);
    view.message = notebooks.note() === '' ? undefined : notebooks.note();
    changed.fire(undefined);
    panel.changed();
  };
  const notebooks = watchNotebooks(list, log, show);
  const panel = runsPanel(
    context.extensionUri,
    {
      rows: () => shown.rows,
      note: notebooks.note,
      payload: (key) => runOf(key)?.payload,
      async open(key) {
        const run = runOf(key);
        if (run === undefined) throw new Error('This run is not listed any more.');
        await openCell(run.notebook, run.cell);
      },
    },
    log,
  );

  const chosen = (clicked: Element | undefined, all: readonly Element[] | undefined): readonly RunEntry[] => {
    const elements = all && all.length > 0 ? all : clicked ? [clicked] : view.selection;
    return elements.flatMap((element) => (element.kind === 'entry' ? [element.entry] : []));
  };
  const command = (name: string, run: (clicked?: Element, all?: readonly Element[]) => unknown) =>
    vscode.commands.registerCommand(`multitask-notebook.${name}`, run);
  const showTable = (keys: readonly string[]) => {
    notebooks.readOnce();
    panel.show(keys);
  };

  show();
  if (view.visible) notebooks.readOnce();
  return vscode.Disposable.from(
    view,
    changed,
    notebooks,
    panel,
    view.onDidChangeVisibility(({ visible }) => visible && notebooks.readOnce()),
    command('refreshRuns', notebooks.readWorkspace),
    command('sortRuns', async () => {
      order = (await chooseOrder(shown.rows)) ?? order;
      show();
    }),
    command('openRun', async (clicked) => {
      const [entry] = chosen(clicked, undefined);
      const run = entry && runOf(newest(entry).key);
      if (run) await openCell(run.notebook, run.cell);
    }),
    command('copyRuns', async (clicked, all) => {
      const some = chosen(clicked, all);
      const rows = (some.length > 0 ? some : entries()).flatMap(rowsOf);
      await vscode.env.clipboard.writeText(runsAsText(rows));
      vscode.window.setStatusBarMessage(`${rows.length} runs copied as a table.`, 3000);
    }),
    command('showRunsTable', () => showTable([])),
    command('compareRuns', (clicked, all) => showTable(chosen(clicked, all).map(({ key }) => key))),
    command('removeRuns', (clicked, all) => {
      list.remove(
        new Set(
          chosen(clicked, all)
            .flatMap(rowsOf)
            .map(({ key }) => key),
        ),
      );
      show();
    }),
  );
};

/** A run that is as it was has the row that it had: only what changed is drawn and sent again. */
const rows = new WeakMap<ListedRun, RunRow>();

function rowOf(run: ListedRun): RunRow {
  const known = rows.get(run);
  if (known) return known;
  const { key, seen, cell, shown, payload } = run;
  const row = runRow({ key, seen, notebook: nameOf(run.notebook), cell: cell + 1, shown }, payload);
  rows.set(run, row);
  return row;
}

/** As a person knows it: inside the folder, or its last part. */
function nameOf(address: string): string {
  const uri = vscode.Uri.parse(address);
  const name = vscode.workspace.asRelativePath(uri);
  return isAbsolute(name) ? basename(uri.path) : name;
}

function describe({ column }: RunOrder): string {
  return column === newestFirst.column ? '' : `by ${column.replace(/^task /, '')}`;
}

async function chooseOrder(rows: readonly RunRow[]): Promise<RunOrder | undefined> {
  const columns = runColumns(rows);
  const by = (id: string): RunOrder => ({
    column: id,
    direction: columns.find((column) => column.id === id)?.first ?? 'ascending',
  });
  const choices: (vscode.QuickPickItem & { readonly order: RunOrder })[] = [
    { label: 'Newest First', order: newestFirst },
    ...taskNames(rows).map((task) => ({
      label: `Best at ${task}`,
      description: 'by AUC or RMSE, on validation rows where there are some',
      order: by(`task ${task}`),
    })),
    { label: 'Model', order: by('name') },
    { label: 'Verdict', description: 'the gravest first', order: by('verdict') },
    { label: 'Data', order: by('data') },
    { label: 'Seed', order: by('seed') },
    { label: 'Duration', description: 'shortest first', order: by('time') },
  ];
  return (await vscode.window.showQuickPick(choices, { title: 'Sort Training Runs', matchOnDescription: true }))?.order;
}
