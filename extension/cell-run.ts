import * as vscode from 'vscode';
import { CellOutputs, type Displays, type Edit, type Item, type OutputMetadata, readUpdate } from './cell-outputs.ts';

type Content = Readonly<Record<string, unknown>>;
type Shown = { readonly output: vscode.NotebookCellOutput; readonly metadata: OutputMetadata; arrived: boolean };

/**
 * One run of one cell: what the kernel says about it becomes outputs in the notebook, also after the run has ended
 * (a timer that prints, a later cell that moves this cell's plot).
 */
export class CellRun {
  readonly cell: vscode.NotebookCell;
  readonly #controller: vscode.NotebookController;
  readonly #displays: Displays<CellRun>;
  readonly #fold: CellOutputs<CellRun>;
  readonly #shown = new Map<number, Shown>();
  readonly #writing = new Set<Promise<void>>();
  /** Outputs that are being replaced, with the newest items that wait until that is done. */
  readonly #replacing = new Map<number, Item[] | undefined>();
  #execution: vscode.NotebookCellExecution | undefined;
  #started = false;
  #late: Edit[] = [];
  #lateFlush: Promise<void> | undefined;

  constructor(
    controller: vscode.NotebookController,
    execution: vscode.NotebookCellExecution,
    displays: Displays<CellRun>,
  ) {
    this.cell = execution.cell;
    this.#controller = controller;
    this.#execution = execution;
    this.#displays = displays;
    this.#fold = new CellOutputs<CellRun>(this, displays);
  }

  start(): void {
    this.#started = true;
    this.#execution?.start(Date.now());
    this.apply({ kind: 'clear' });
  }

  receive(msgType: string, content: Content): void {
    // Before the start only a timer of the cell's last run can speak; its outputs are about to be cleared.
    if (!this.#started) return;
    if (msgType === 'execute_input' && this.#execution) {
      this.#execution.executionOrder = Number(content.execution_count);
    }
    if (msgType === 'update_display_data') {
      const { displayId, items } = readUpdate(content);
      for (const { run, output } of this.#displays.find(displayId)) run.apply({ kind: 'replace', output, items });
    }
    for (const edit of this.#fold.receive(msgType, content)) this.apply(edit);
  }

  apply(edit: Edit): void {
    if (this.#execution) {
      this.#write(this.#execution, edit);
    } else {
      this.#late.push(edit);
      this.#flushSoon();
    }
  }

  /** The run is over since `time`; the outputs that are still on their way to the editor do not count as running time. */
  async end(success: boolean | undefined, time: number): Promise<void> {
    if (!this.#started) this.start();
    await this.#settled();
    this.#execution?.end(success, time);
    this.#execution = undefined;
  }

  /** The kernel did not start, or ended while the cell ran. */
  async fail(error: Error): Promise<void> {
    if (!this.#started) this.start();
    this.receive('error', { ename: 'Kernel', evalue: error.message, traceback: [error.message] });
    await this.end(false, Date.now());
  }

  /** Resolves when no output of an ended run is being written any more: only then may its cell run again. */
  async idle(): Promise<void> {
    await this.#lateFlush;
  }

  async #settled(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  #write(execution: vscode.NotebookCellExecution, edit: Edit): void {
    const written = this.#perform(execution, edit).catch(() => {
      // The cell or its notebook is gone, and its outputs with it.
    });
    this.#writing.add(written);
    void written.then(() => this.#writing.delete(written));
  }

  async #perform(execution: vscode.NotebookCellExecution, edit: Edit): Promise<void> {
    switch (edit.kind) {
      case 'clear':
        this.#forget();
        return execution.clearOutput();
      case 'reset': {
        this.#forget();
        const shown = this.#show(edit.output, edit.items, edit.metadata);
        await execution.replaceOutput(shown.output);
        shown.arrived = true;
        return;
      }
      case 'append':
        return this.#append(execution, edit.output, edit.items, edit.metadata);
      case 'extend': {
        const shown = this.#shown.get(edit.output);
        if (!shown) return;
        if (this.#wasCleared(shown)) return this.#append(execution, edit.output, edit.items, shown.metadata);
        return execution.appendOutputItems(edit.items.map(toOutputItem), shown.output);
      }
      case 'replace':
        return this.#replace(execution, edit.output, edit.items);
    }
  }

  async #append(execution: vscode.NotebookCellExecution, key: number, items: Item[], metadata: OutputMetadata) {
    const shown = this.#show(key, items, metadata);
    await execution.appendOutput(shown.output);
    shown.arrived = true;
  }

  /** The newest picture wins: what the editor has no time to draw is left out, but never the last one. */
  async #replace(execution: vscode.NotebookCellExecution, key: number, items: Item[]): Promise<void> {
    if (this.#replacing.has(key)) {
      this.#replacing.set(key, items);
      return;
    }
    for (let next: Item[] | undefined = items; next; next = this.#replacing.get(key)) {
      this.#replacing.set(key, undefined);
      const shown = this.#shown.get(key);
      if (!shown) break;
      if (this.#wasCleared(shown)) await this.#append(execution, key, next, shown.metadata);
      else await execution.replaceOutputItems(next.map(toOutputItem), shown.output);
    }
    this.#replacing.delete(key);
  }

  #show(key: number, items: Item[], metadata: OutputMetadata): Shown {
    const shown = {
      output: new vscode.NotebookCellOutput(items.map(toOutputItem), metadata),
      metadata,
      arrived: false,
    };
    this.#shown.set(key, shown);
    return shown;
  }

  /** The person cleared the cell's outputs while it runs: what comes next is shown again. */
  #wasCleared({ arrived }: Shown): boolean {
    return arrived && this.cell.outputs.length === 0;
  }

  #forget(): void {
    this.#shown.clear();
    this.#replacing.clear();
  }

  /** Output may only be written within an execution, so short ones are opened, at most ten a second. */
  #flushSoon(): void {
    this.#lateFlush ??= new Promise((done) => setTimeout(done, 100))
      .then(() => this.#flushLate())
      .finally(() => {
        this.#lateFlush = undefined;
        if (this.#late.length > 0) this.#flushSoon();
      });
  }

  async #flushLate(): Promise<void> {
    const edits = this.#late.splice(0);
    const before = this.cell.executionSummary;
    let execution: vscode.NotebookCellExecution;
    try {
      execution = this.#controller.createNotebookCellExecution(this.cell);
    } catch {
      return; // The cell is gone, or is about to run again, which clears its outputs anyway.
    }
    execution.start(before?.timing?.startTime);
    execution.executionOrder = before?.executionOrder;
    for (const edit of edits) this.#write(execution, edit);
    await this.#settled();
    // Without these the cell would lose its tick and its duration.
    execution.end(before?.success, before?.timing?.endTime);
  }
}

function toOutputItem({ data, mime }: Item): vscode.NotebookCellOutputItem {
  return new vscode.NotebookCellOutputItem(data, mime);
}
