import * as vscode from 'vscode';
import { tableMime } from '../../kernel/payloads/mime.ts';
import { parseTablePayload } from '../../kernel/payloads/table/index.ts';
import type { Feature } from '../feature.ts';
import type { NotebookKernel } from '../kernels/index.ts';
import { describe, iconOf, isStretch, isTable, readBundle, readText, readVariables, type Variable } from './read.ts';
import { openTable } from './table-panel.ts';

/** The view “Variables”: what the notebook in front has in memory, read anew after each cell. */
export const variables: Feature = ({ kernels, log, context }) => {
  const changed = new vscode.EventEmitter<undefined>();
  let shown: readonly Element[] = [];
  /** Counts readings, so that a slow answer never replaces a newer one. */
  let reading = 0;

  const kernelInFront = (): NotebookKernel | undefined => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    return notebook && kernels.find(notebook);
  };
  const read = async () => {
    // Nobody looks: the kernel has better things to do than to describe everything after each cell.
    if (!view.visible) return;
    const kernel = kernelInFront();
    const state = kernel?.connection.state.kind;
    // While a cell runs the values of before stay; the kernel could not answer, or only with half of a cell's work.
    if (kernel && (state === 'busy' || state === 'starting') && shown.length > 0) return;
    const mine = ++reading;
    const found = kernel && state === 'idle' ? await ask(kernel, 'inspectVariables', {}) : undefined;
    if (mine !== reading) return;
    shown = found
      ? (readVariables(found).map((variable) => ({
          kernel,
          path: variable.name,
          expression: variable.name,
          variable,
        })) as Element[])
      : [];
    changed.fire(undefined);
  };
  const readNow = () => {
    read().catch((error: Error) => log.info(`The variables cannot be read. ${error.message}`));
  };

  const provider: vscode.TreeDataProvider<Element> = {
    onDidChangeTreeData: changed.event,
    async getChildren(element) {
      if (!element) return [...shown];
      const reply = await ask(element.kernel, 'variables', { variablesReference: element.variable.reference });
      return readVariables(reply).map((variable) => ({
        kernel: element.kernel,
        path: `${element.path}/${variable.name}`,
        expression: isStretch(variable)
          ? element.expression
          : `${element.expression}[${JSON.stringify(variable.name)}]`,
        variable,
      }));
    },
    getTreeItem: treeItem,
    /** Only when the pointer rests on it. */
    async resolveTreeItem(item, { kernel, path, variable }) {
      const isTop = path === variable.name;
      if (!isTop || kernel.connection.state.kind !== 'idle') return item;
      const text = readText(await ask(kernel, 'richInspectVariables', { variableName: variable.name }));
      if (text !== undefined)
        item.tooltip = `${variable.name}: ${variable.type} ${variable.shape}\n${text.slice(0, 3000)}`;
      return item;
    },
  };
  /** What runs no code of the person's: a value that only tells when it is asked is shown by a cell. */
  const open = async ({ kernel, expression, variable }: Element): Promise<void> => {
    const given = { variableName: expression, grid: true };
    const parsed = parseTablePayload(readBundle(await ask(kernel, 'richInspectVariables', given))[tableMime]);
    if (parsed.ok) openTable(context.extensionUri, variable.name, parsed.value, kernel, kernels.onDidChange);
    else
      void vscode.window.showInformationMessage(
        `${variable.name} cannot be read as a table now. A cell that ends in ${expression} shows it.`,
      );
  };
  const view = vscode.window.createTreeView('multitask-notebook.variables', { treeDataProvider: provider });
  return vscode.Disposable.from(
    view,
    changed,
    view.onDidChangeVisibility(readNow),
    kernels.onDidChange((kernel) => {
      if (kernel === kernelInFront()) readNow();
    }),
    vscode.window.onDidChangeActiveNotebookEditor(() => {
      shown = [];
      readNow();
    }),
    vscode.commands.registerCommand('multitask-notebook.refreshVariables', readNow),
    vscode.commands.registerCommand('multitask-notebook.openVariable', (element?: Element) =>
      element ? open(element) : undefined,
    ),
    vscode.commands.registerCommand('multitask-notebook.copyVariable', (element?: Element) =>
      element ? vscode.env.clipboard.writeText(element.variable.value) : undefined,
    ),
  );
};

type Element = {
  readonly kernel: NotebookKernel;
  /** Names from the outermost inwards. */
  readonly path: string;
  /** What a cell calls it. */
  readonly expression: string;
  readonly variable: Variable;
};

async function ask(
  { connection }: NotebookKernel,
  command: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  // It runs, so this starts none.
  const { client } = await connection.start();
  const request = { type: 'request', seq: 1, command, arguments: given };
  return (await client.request('control', 'debug_request', request)).content;
}

function treeItem({ path, variable }: Element): vscode.TreeItem {
  const { None, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(variable.name, variable.reference === 0 ? None : Collapsed);
  item.id = path;
  item.description = describe(variable);
  item.iconPath = new vscode.ThemeIcon(iconOf(variable));
  item.contextValue = isTable(variable) ? 'table' : 'variable';
  item.accessibilityInformation = { label: `${variable.name}, ${describe(variable)}` };
  return item;
}
