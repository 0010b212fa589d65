import * as vscode from 'vscode';
import { Displays } from './cell-outputs.ts';
import { CellRun } from './cell-run.ts';
import type { KernelConnection } from './kernel-connection.ts';

/** The cells of one notebook that wait for the kernel: one at a time, in order, until the first error. */
export class CellQueue {
  readonly #controller: vscode.NotebookController;
  readonly #connection: KernelConnection;
  readonly #displays = new Displays<CellRun>();
  readonly #latest = new WeakMap<vscode.NotebookCell, CellRun>();
  #waiting: vscode.NotebookCellExecution[] = [];
  #working: Promise<void> | undefined;

  constructor(controller: vscode.NotebookController, connection: KernelConnection) {
    this.#controller = controller;
    this.#connection = connection;
  }

  /** Resolves when the queue is empty. */
  async run(cells: readonly vscode.NotebookCell[]): Promise<void> {
    await Promise.all(cells.map((cell) => this.#latest.get(cell)?.idle()));
    // From here on the cells show that they wait.
    this.#waiting.push(...cells.map((cell) => this.#controller.createNotebookCellExecution(cell)));
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
    await this.#working;
  }

  /** Cells that have not started yet will not. */
  drop(): void {
    for (const execution of this.#waiting.splice(0)) execution.end(undefined);
  }

  /** The notebook was saved under another name: its cells are those of `to` now. */
  moveTo(from: vscode.NotebookDocument, to: vscode.NotebookDocument): void {
    for (const cell of from.getCells()) {
      const run = this.#latest.get(cell);
      const successor = to.cellAt(cell.index);
      run?.moveTo(successor);
      if (run) this.#latest.set(successor, run);
    }
    this.#waiting = this.#waiting.map(({ cell }) =>
      this.#controller.createNotebookCellExecution(to.cellAt(cell.index)),
    );
  }

  /** Resolves when no cell runs, or after the time. */
  async settled(milliseconds: number): Promise<'settled' | 'still running'> {
    if (!this.#working) return 'settled';
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'still running'>((done) => {
      timer = setTimeout(() => done('still running'), milliseconds);
    });
    const result = await Promise.race([this.#working.then(() => 'settled' as const), late]);
    clearTimeout(timer);
    return result;
  }

  async #work(): Promise<void> {
    for (let execution = this.#waiting.shift(); execution; execution = this.#waiting.shift()) {
      const succeeded = await this.#runOne(execution);
      if (!succeeded) this.drop();
    }
  }

  async #runOne(execution: vscode.NotebookCellExecution): Promise<boolean> {
    const { cell } = execution;
    const run = new CellRun(this.#controller, execution, this.#displays);
    const before = this.#latest.get(cell);
    if (before) this.#displays.forget(before);
    this.#latest.set(cell, run);
    const asked = new vscode.CancellationTokenSource();
    try {
      await this.#connection.start();
      run.start();
      const reply = await this.#connection.execute(cell.document.getText(), {
        // Late output of an earlier run of this cell belongs to what the cell shows now.
        onOutput: ({ header, content }) => (this.#latest.get(run.cell) ?? run).receive(header.msg_type, content),
        onInput: (question) => askPerson(question, asked.token),
      });
      const ended = Date.now();
      asked.cancel();
      const status = reply === 'stopped' ? 'error' : reply.content.status;
      const succeeded = status === 'ok';
      await run.end(status === 'aborted' ? undefined : succeeded, ended);
      return succeeded;
    } catch (error) {
      asked.cancel();
      await run.fail(error as Error);
      return false;
    } finally {
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
