import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { type NotebookKernel, notebookType } from '../kernels/index.ts';
import { createCellAdapter } from './adapter.ts';
import { createCellPaths } from './cell-paths.ts';
import { debugLenses } from './lenses.ts';

export const debugType = 'multitask-notebook';

/** “Debug Cell” and “Run by Line”: VS Code's debugger over the one in the kernel. */
export const cellDebugger: Feature = ({ kernels, log }) => {
  const sessions = new Map<string, vscode.DebugSession>();

  const debug = async (cell: vscode.NotebookCell | undefined, mode: Mode): Promise<void> => {
    const wanted = cell ?? cellInFront();
    if (!wanted) return void vscode.window.showInformationMessage('Open a notebook and choose a cell first.');
    const { notebook, document } = wanted;
    const going = [...sessions.values()].find(({ configuration }) => configuration.notebook === String(notebook.uri));
    // The button again: the next line of the cell that stands.
    if (going?.configuration.mode === 'by line' && going.configuration.cell === String(document.uri)) {
      return void (await vscode.commands.executeCommand('workbench.action.debug.stepOver'));
    }
    if (going) return void (await kernels.of(notebook).queue.run([wanted]));
    const name = notebook.uri.path.split('/').at(-1) ?? '';
    const configuration = {
      type: debugType,
      request: 'attach',
      name: `Cell ${wanted.index + 1} of ${name}`,
      notebook: String(notebook.uri),
      cell: String(document.uri),
      mode,
      internalConsoleOptions: 'neverOpen',
    };
    await vscode.debug.startDebugging(vscode.workspace.getWorkspaceFolder(notebook.uri), configuration, {
      suppressSaveBeforeStart: true,
    });
  };

  const adapterFor = async (session: vscode.DebugSession): Promise<vscode.DebugAdapterDescriptor | undefined> => {
    const {
      notebook: uri,
      cell: cellUri,
      mode,
    } = session.configuration as { notebook?: string; cell?: string; mode?: Mode };
    const notebook = vscode.workspace.notebookDocuments.find((open) => String(open.uri) === uri);
    if (!notebook) throw new Error('Cells are debugged with “Debug Cell” in the toolbar of a cell.');
    const kernel = kernels.of(notebook);
    const { client } = await kernel.connection.start();
    const ask = async (command: string, given: object) => {
      const request = { type: 'request', seq: 0, command, arguments: given };
      return (await client.request('control', 'debug_request', request, { timeoutMs: longestAnswer })).content;
    };
    const cellAt = (address: string) => notebook.getCells().find(({ document }) => String(document.uri) === address);
    const debugged = (cell: vscode.NotebookCell) => ({ uri: String(cell.document.uri), text: cell.document.getText() });
    const target = cellUri === undefined ? undefined : cellAt(cellUri);
    const paths = createCellPaths(async (code) => dumped(await ask('dumpCell', { code })));
    const sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
    const adapter = createCellAdapter({
      paths,
      ask,
      send: (message) => sent.fire(message),
      cell(address) {
        const found = cellAt(address);
        return found && debugged(found);
      },
      firstStop: mode === 'by line' && target ? debugged(target) : undefined,
      ready: () => {
        if (target) void kernel.queue.run([target]).finally(() => vscode.debug.stopDebugging(session));
      },
    });
    for (const cell of notebook.getCells())
      if (cell.kind === vscode.NotebookCellKind.Code) await paths.dump(debugged(cell));
    const stops = vscode.Disposable.from(
      {
        dispose: client.onMessage(({ header, content }) => header.msg_type === 'debug_event' && adapter.hear(content)),
      },
      kernel.queue.beforeRun((cell) => adapter.willRun(debugged(cell))),
      kernels.onDidChange((changed) => changed === kernel && isGone(kernel) && adapter.end()),
      sent,
    );
    return new vscode.DebugAdapterInlineImplementation({
      onDidSendMessage: sent.event,
      handleMessage: (message) => void adapter.handle(message as Readonly<Record<string, unknown>>),
      dispose: () => stops.dispose(),
    });
  };

  const command = (name: string, mode: Mode) =>
    vscode.commands.registerCommand(`multitask-notebook.${name}`, (cell?: vscode.NotebookCell) =>
      debug(cell, mode).catch((error: Error) => {
        log.error(`${name}: ${error.message}`);
        void vscode.window.showErrorMessage(error.message);
      }),
    );

  return vscode.Disposable.from(
    command('debugCell', 'whole'),
    command('runByLine', 'by line'),
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, { createDebugAdapterDescriptor: adapterFor }),
    vscode.debug.onDidStartDebugSession((session) => session.type === debugType && sessions.set(session.id, session)),
    vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session.id)),
    debugLenses(),
  );
};

type Mode = 'whole' | 'by line';

/** Milliseconds: what is evaluated may take its time. */
const longestAnswer = 60_000;

function isGone({ connection }: NotebookKernel): boolean {
  return (
    connection.state.kind === 'stopped' || connection.state.kind === 'lost' || connection.state.kind === 'starting'
  );
}

function dumped({ success, body, message }: Readonly<Record<string, unknown>>): string {
  const path = (body as { readonly sourcePath?: unknown } | undefined)?.sourcePath;
  if (success === true && typeof path === 'string') return path;
  throw new Error(`The kernel does not debug this cell. ${String(message ?? '')}`);
}

function cellInFront(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  if (editor?.notebook.notebookType !== notebookType) return undefined;
  return editor.selection.isEmpty ? undefined : editor.notebook.cellAt(editor.selection.start);
}
