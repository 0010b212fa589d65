import { homedir } from 'node:os';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { OwnedKernel } from '../../kernel/jupyter/index.ts';
import { CellQueue, type QueueEvent, type SavedQueue } from '../cells/index.ts';
import { KernelConnection, type KernelState } from './connection.ts';
import { createController } from './controller.ts';
import { graceSeconds, writeRecord } from './handover-record.ts';
import { launchPackagedKernel } from './launch.ts';
import type { NodeChoice } from './node-choice.ts';

/** What runs one notebook. */
export type NotebookKernel = {
  /** Another one after it was saved under another name. */
  notebook: vscode.NotebookDocument;
  readonly connection: KernelConnection;
  readonly queue: CellQueue;
};

type Folders = { readonly extensionFolder: string; readonly handoverFolder: string };

/** The kernels of all open notebooks, each started by the first cell that runs. */
export class Kernels implements vscode.Disposable {
  readonly controller: vscode.NotebookController;
  /** Where this window leaves what the next one needs. */
  readonly handoverFolder: string;
  readonly #extensionFolder: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #kernels = new Map<vscode.NotebookDocument, NotebookKernel>();
  readonly #selected = new WeakSet<vscode.NotebookDocument>();
  readonly #others = new Set<() => Promise<void>>();
  readonly #changed = new vscode.EventEmitter<NotebookKernel>();
  readonly #select = new vscode.EventEmitter<vscode.NotebookDocument>();
  readonly #disposables: vscode.Disposable[];
  readonly #cells = new vscode.EventEmitter<{ readonly kernel: NotebookKernel; readonly event: QueueEvent }>();
  /** Cells began to wait, ran, or are all done. */
  readonly onDidRunCells = this.#cells.event;
  /** A kernel changed its state. */
  readonly onDidChange = this.#changed.event;
  /** Our controller was chosen for a notebook: its cells may be run. */
  readonly onDidSelect = this.#select.event;

  constructor({ extensionFolder, handoverFolder }: Folders, log: vscode.LogOutputChannel) {
    this.#extensionFolder = extensionFolder;
    this.handoverFolder = handoverFolder;
    this.#log = log;
    const { controller, disposable } = createController({
      execute: (notebook, cells) => this.of(notebook).queue.run(cells),
      interrupt: (notebook) => this.interrupt(notebook),
    });
    this.controller = controller;
    const selects = controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
      if (!selected) return void this.#selected.delete(notebook);
      this.#selected.add(notebook);
      this.#select.fire(notebook);
    });
    this.#disposables = [disposable, selects, this.#changed, this.#select, this.#cells];
  }

  isSelected(notebook: vscode.NotebookDocument): boolean {
    return this.#selected.has(notebook);
  }

  /** The kernel of a notebook; it is not started by asking for it. */
  of(notebook: vscode.NotebookDocument): NotebookKernel {
    const known = this.#kernels.get(notebook);
    if (known) return known;
    const connection = new KernelConnection(
      () => this.#launch(kernel.notebook),
      (state) => this.#entered(kernel, state),
    );
    const queue = new CellQueue(this.controller, connection, (event) => this.#cells.fire({ kernel, event }));
    const kernel: NotebookKernel = { notebook, connection, queue };
    this.#kernels.set(notebook, kernel);
    return kernel;
  }

  /** The kernel of a notebook, if one of its cells ever ran. */
  find(notebook: vscode.NotebookDocument): NotebookKernel | undefined {
    return this.#kernels.get(notebook);
  }

  all(): readonly NotebookKernel[] {
    return [...this.#kernels.values()];
  }

  /** Stops the running cell and forgets those that wait; variables stay. */
  async interrupt(notebook: vscode.NotebookDocument): Promise<void> {
    const kernel = this.#kernels.get(notebook);
    if (!kernel) return;
    kernel.queue.drop();
    // The clock runs beside the request: a kernel that hangs does not answer that either.
    kernel.connection.interrupt().catch((error: Error) => this.#log.warn(`${notebook.uri.fsPath}: ${error.message}`));
    if ((await kernel.queue.settled(5000)) === 'settled') return;
    // A progress and no warning: those stay when the cell has stopped, until somebody answers them.
    const of = encodeURIComponent(JSON.stringify([{ notebookEditor: { notebookUri: String(kernel.notebook.uri) } }]));
    // A parenthesis would end the link.
    const restart = `command:multitask-notebook.restartKernel?${of.replaceAll('(', '%28').replaceAll(')', '%29')}`;
    await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `The cell has not stopped within 5 seconds of the interrupt. It may stop by itself later; [restarting the kernel](${restart}) stops it at once, and its variables are lost.`,
        cancellable: true,
      },
      async (_, token) => {
        const closed = new Promise((done) => token.onCancellationRequested(done));
        await Promise.race([kernel.queue.settled(), closed]);
      },
    );
  }

  /** A new kernel for the notebook; its outputs stay. */
  async restart(notebook: vscode.NotebookDocument): Promise<void> {
    const kernel = this.of(notebook);
    kernel.queue.drop();
    this.#log.info(`${notebook.uri.fsPath}: restart`);
    await kernel.connection.restart().catch((error: Error) => this.#explain(error));
  }

  /** The notebook was saved under another name: VS Code opened another document, which keeps the kernel. */
  moveTo(from: vscode.NotebookDocument, to: vscode.NotebookDocument): boolean {
    const kernel = this.#kernels.get(from);
    if (!kernel || this.#kernels.has(to)) return false;
    this.#kernels.delete(from);
    kernel.notebook = to;
    this.#kernels.set(to, kernel);
    this.#changed.fire(kernel);
    return true;
  }

  async close(notebook: vscode.NotebookDocument): Promise<void> {
    const kernel = this.#kernels.get(notebook);
    if (!kernel) return;
    this.#kernels.delete(notebook);
    kernel.queue.drop();
    await kernel.connection.close();
    this.#changed.fire(kernel);
  }

  /** Gives a notebook the kernel that an earlier window left, and lets its cells go on. */
  adopt(notebook: vscode.NotebookDocument, kernel: OwnedKernel & { listen: () => Promise<void> }, cells: SavedQueue) {
    const { connection, queue } = this.of(notebook);
    connection.adopt(kernel);
    queue.resume(notebook, cells);
    return kernel.listen();
  }

  /**
   * Leaves the kernels to the next window, which has half a minute to come. VS Code may be gone by now, and then whatever
   * speaks to it throws, the log too.
   */
  async handOverAll(): Promise<void> {
    const others = [...this.#others].map((handOver) => handOver());
    const own = this.all().map((kernel) => this.#handOver(kernel).catch(() => kernel.connection.close()));
    await Promise.allSettled([...others, ...own]);
  }

  /** Kernels that wait for their notebook to be opened are handed over with the others. */
  alsoHandOver(work: () => Promise<void>): vscode.Disposable {
    this.#others.add(work);
    return { dispose: () => this.#others.delete(work) };
  }

  async #handOver({ notebook, connection, queue }: NotebookKernel): Promise<void> {
    const expires = Date.now() + graceSeconds * 1000;
    const left = await connection.handOver(graceSeconds);
    if (!left) return connection.close();
    const { running, disconnect, ...kernel } = left;
    const cells = queue.save(notebook, running);
    writeRecord(this.handoverFolder, { version: 2, notebook: String(notebook.uri), expires, kernel, cells });
    this.#kernels.delete(notebook);
    disconnect();
  }

  /** Kernels stay: VS Code calls this while it waits for `deactivate`, which hands them over. */
  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #launch(notebook: vscode.NotebookDocument) {
    if (!vscode.workspace.isTrusted) {
      return Promise.reject(new Error('Cells run only in a trusted folder. Use “Workspaces: Manage Workspace Trust”.'));
    }
    const name = notebook.uri.path.split('/').at(-1) ?? '';
    const starting = launchPackagedKernel({
      extensionFolder: this.#extensionFolder,
      folder: folderOf(notebook),
      nodeSetting: vscode.workspace.getConfiguration('multitask-notebook').get('nodePath', ''),
      keepsHistory: vscode.workspace.getConfiguration('multitask-notebook').get('history', true),
      log: (line) => this.#log.info(`${name}: ${line}`),
      onNode: (choice) => this.#warnAboutSetting(choice),
    });
    starting.catch((error: Error) => this.#explain(error));
    return starting;
  }

  #entered(kernel: NotebookKernel, state: KernelState): void {
    const { notebook } = kernel;
    this.#changed.fire(kernel);
    if (state.kind !== 'lost') return;
    this.#log.error(`${notebook.uri.fsPath}: the kernel is gone, ${state.how}`);
    kernel.queue.drop();
    void this.#offer(
      `The kernel stopped unexpectedly: ${state.how}. Its variables are lost; the next cell starts it again.`,
      {
        'Restart Kernel': () => this.restart(notebook),
        'Show Log': () => this.#log.show(),
      },
    );
  }

  #explain(error: Error): void {
    this.#log.error(error.message);
    void this.#offer(error.message, {
      'Choose Node…': selectNode,
      'Show Log': () => this.#log.show(),
    });
  }

  #warnAboutSetting({ runtime, version, refused }: NodeChoice): void {
    const setting = refused.find((candidate) => candidate.runtime.from === 'setting');
    if (!setting) return;
    const message = `multitask-notebook.nodePath cannot run the kernel: ${setting.runtime.program}: ${setting.reason}. Node ${version} is used instead (${runtime.program}).`;
    void this.#offer(message, { 'Choose Node…': selectNode });
  }

  async #offer(message: string, actions: Readonly<Record<string, () => unknown>>): Promise<void> {
    const chosen = await vscode.window.showErrorMessage(message, ...Object.keys(actions));
    if (chosen !== undefined) await actions[chosen]?.();
  }
}

function selectNode(): Thenable<unknown> {
  return vscode.commands.executeCommand('multitask-notebook.selectNode');
}

/** Where a notebook's cells run: its folder; for one that was never saved the workspace's, else the home folder. */
function folderOf({ uri }: vscode.NotebookDocument): string {
  if (uri.scheme === 'file') return dirname(uri.fsPath);
  return vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file')?.uri.fsPath ?? homedir();
}
