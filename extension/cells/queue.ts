import * as vscode from 'vscode';
import type { Message, RequestOptions } from '../../kernel/jupyter/index.ts';
import { createNotebookOutputs } from '../../kernel/jupyter/notebook-outputs.ts';
import { cellId } from './cell-id.ts';
import { createRanCells } from './ran-cells.ts';
import { CellRun } from './run.ts';
import { findCell, type SavedQueue } from './saved-run.ts';

/** What the queue asks of a kernel. */
export type CellKernel = {
  readonly start: () => Promise<unknown>;
  readonly execute: (code: string, options: RequestOptions) => Promise<Message | 'stopped'>;
  /** Hears the rest of a run that an earlier window began. */
  readonly follow: (messageId: string, options: RequestOptions) => Promise<'stopped' | undefined>;
  /** Hears what a run that has ended still says. */
  readonly hear: (messageId: string, options: RequestOptions) => Promise<void>;
};

/** What happens to the cells of a notebook; `busy` are those that run or wait. */
export type QueueEvent = { readonly busy: ReadonlySet<vscode.NotebookCell> } & (
  | { readonly kind: 'queued' | 'settled' }
  /** A cell has run, and this is what its reply says beside its content. */
  | { readonly kind: 'ran'; readonly cell: vscode.NotebookCell; readonly metadata: unknown }
);

/** The cells of one notebook that wait for the kernel: one at a time, in order, until the first error. */
export class CellQueue {
  readonly #controller: vscode.NotebookController;
  readonly #connection: CellKernel;
  readonly #outputs = createNotebookOutputs<CellRun>();
  readonly #ran = createRanCells();
  readonly #beforeRun = new Set<(cell: vscode.NotebookCell) => Promise<void>>();
  readonly #latest = new WeakMap<vscode.NotebookCell, CellRun>();
  /** The run that the kernel is busy with. */
  #current: CellRun | undefined;
  #waiting: vscode.NotebookCellExecution[] = [];
  #working: Promise<void> | undefined;

  readonly #hear: (event: QueueEvent) => void;

  constructor(
    controller: vscode.NotebookController,
    connection: CellKernel,
    hear: (event: QueueEvent) => void = () => {},
  ) {
    this.#controller = controller;
    this.#connection = connection;
    this.#hear = hear;
  }

  /** The cells that run or wait. */
  busy(): ReadonlySet<vscode.NotebookCell> {
    return new Set([...(this.#current ? [this.#current.cell] : []), ...this.#waiting.map(({ cell }) => cell)]);
  }

  /** Resolves when the queue is empty. */
  async run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    await Promise.all(cells.map((cell) => this.#latest.get(cell)?.idle()));
    // From here on the cells show that they wait.
    this.#waiting.push(...cells.map((cell) => this.#controller.createNotebookCellExecution(cell)));
    this.#hear({ kind: 'queued', busy: this.busy() });
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      this.#hear({ kind: 'settled', busy: this.busy() });
    });
    await this.#working;
  }

  /** Has something done before each cell runs; what fails keeps none from running. */
  beforeRun(work: (cell: vscode.NotebookCell) => Promise<void>): vscode.Disposable {
    this.#beforeRun.add(work);
    return { dispose: () => this.#beforeRun.delete(work) };
  }

  /** Cells that have not started yet will not. */
  drop(): void {
    for (const execution of this.#waiting.splice(0)) execution.end(undefined);
  }

  /** An update of a display that no cell caused; how many outputs it changed. */
  update(content: Message['content']): number {
    const edits = this.#outputs.update(content);
    for (const { cell, edit } of edits) cell.apply(edit);
    return edits.length;
  }

  /** The notebook was saved under another name: its cells are those of `to` now. */
  moveTo(from: vscode.NotebookDocument, to: vscode.NotebookDocument): void {
    for (const cell of from.getCells()) {
      const run = this.#latest.get(cell);
      const successor = to.cellAt(cell.index);
      run?.moveTo(successor);
      if (run) this.#latest.set(successor, run);
    }
    this.#ran.moveTo(to);
    this.#waiting = this.#waiting.map(({ cell }) =>
      this.#controller.createNotebookCellExecution(to.cellAt(cell.index)),
    );
  }

  /** What the next window needs to go on, where the kernel is still busy with the requests in `running`. */
  save(notebook: vscode.NotebookDocument, running: readonly string[]): SavedQueue {
    const runs = notebook.getCells().flatMap((cell) => {
      const run = this.#latest.get(cell);
      return run?.save(run === this.#current && running.includes(run.messageId)) ?? [];
    });
    const waiting = this.#waiting.map(({ cell }) => ({ index: cell.index, text: cell.document.getText() }));
    return { runs, waiting };
  }

  /** Goes on with what an earlier window left. `gone` says why the kernel was lost, where it was. */
  resume(notebook: vscode.NotebookDocument, saved: SavedQueue, gone?: Error): void {
    const cells = notebook.getCells().map((cell) => ({ cell, text: cell.document.getText() }));
    const found = saved.runs.flatMap((each) => {
      const cell = findCell(cells, each.cell)?.cell;
      return cell ? [{ each, cell }] : [];
    });
    for (const { each, cell } of found) {
      if (each.executionOrder !== undefined) this.#ran.add(each.executionOrder, cell, each.cell.text);
    }
    for (const { each, cell } of found) {
      const run = CellRun.resume(this.#controller, cell, this.#outputs, this.#ran, each);
      this.#latest.set(cell, run);
      if (gone && each.isRunning) void run.fail(gone);
      else if (each.isRunning) this.#current = run;
      // Its timers may still speak.
      else if (!gone) void this.#connection.hear(run.messageId, this.#outputOf(run));
    }
    if (gone) return;
    const waiting = saved.waiting.flatMap((each) => findCell(cells, each)?.cell ?? []);
    this.#waiting.push(...waiting.map((cell) => this.#controller.createNotebookCellExecution(cell)));
    this.#working ??= this.#work(this.#current).finally(() => {
      this.#working = undefined;
    });
  }

  /** Resolves when no cell runs, or after the time where one is given. */
  async settled(milliseconds?: number): Promise<'settled' | 'still running'> {
    if (milliseconds === undefined) await this.#working;
    if (!this.#working || milliseconds === undefined) return 'settled';
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'still running'>((done) => {
      timer = setTimeout(() => done('still running'), milliseconds);
    });
    const result = await Promise.race([this.#working.then(() => 'settled' as const), late]);
    clearTimeout(timer);
    return result;
  }

  async #work(first?: CellRun): Promise<void> {
    if (first && !(await this.#follow(first))) this.drop();
    for (let execution = this.#waiting.shift(); execution; execution = this.#waiting.shift()) {
      const succeeded = await this.#runOne(execution);
      if (!succeeded) this.drop();
    }
  }

  async #runOne(execution: vscode.NotebookCellExecution): Promise<boolean> {
    const { cell } = execution;
    const run = new CellRun(this.#controller, execution, this.#outputs, this.#ran);
    const before = this.#latest.get(cell);
    if (before) this.#outputs.forget(before);
    before?.giveWay();
    this.#latest.set(cell, run);
    let metadata: unknown;
    const succeeded = await this.#finish(run, async (onInput) => {
      await this.#connection.start();
      await Promise.allSettled([...this.#beforeRun].map((work) => work(cell)));
      run.start();
      const options = {
        ...{ ...this.#outputOf(run), onInput, messageId: run.messageId },
        metadata: { cellId: cellId(cell) },
      };
      const reply = await this.#connection.execute(cell.document.getText(), options);
      if (reply === 'stopped') return 'error';
      run.receive('execute_reply', reply.content);
      metadata = reply.metadata;
      return reply.content.status;
    });
    this.#hear({ kind: 'ran', cell: run.cell, metadata, busy: this.busy() });
    return succeeded;
  }

  /** A run that an earlier window started. */
  async #follow(run: CellRun): Promise<boolean> {
    return this.#finish(run, async (onInput) => {
      const end = await this.#connection.follow(run.messageId, { ...this.#outputOf(run), onInput });
      return end === 'stopped' || run.hasFailed ? 'error' : 'ok';
    });
  }

  /** Late output of an earlier run of a cell belongs to what the cell shows now. */
  #outputOf(run: CellRun): Pick<RequestOptions, 'onOutput'> {
    return {
      onOutput: ({ header, content }) => (this.#latest.get(run.cell) ?? run).receive(header.msg_type, content),
    };
  }

  async #finish(run: CellRun, perform: (onInput: RequestOptions['onInput']) => Promise<unknown>): Promise<boolean> {
    this.#current = run;
    const asked = new vscode.CancellationTokenSource();
    try {
      const status = await perform((question) => askPerson(question, asked.token));
      const ended = Date.now();
      asked.cancel();
      await run.end(status === 'aborted' ? undefined : status === 'ok', ended);
      return status === 'ok';
    } catch (error) {
      asked.cancel();
      await run.fail(error as Error);
      return false;
    } finally {
      this.#current = undefined;
      asked.dispose();
    }
  }
}

/** `await prompt()` in a cell. Escape interrupts the cell, as does the end of the run. */
async function askPerson(
  { prompt, password }: { readonly prompt: string; readonly password: boolean },
  token: vscode.CancellationToken,
): Promise<string> {
  const answer = await vscode.window.showInputBox({ prompt, password, ignoreFocusOut: true }, token);
  if (answer === undefined) throw new Error('No answer was given.');
  return answer;
}
