import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Edit, NotebookOutputs, Output } from '../../kernel/jupyter/index.ts';
import { isUncaught } from '../../kernel/jupyter/traceback.ts';
import { createLateEdits, type LateEdits } from './late-edits.ts';
import type { RanCells } from './ran-cells.ts';
import type { SavedRun } from './saved-run.ts';
import { needsNewOutput, outputItems, type Shown, show } from './shown.ts';
import { stoppedTraining } from './stopped-training.ts';

type Content = Readonly<Record<string, unknown>>;
/**
 * One run of one cell: what the kernel says about it becomes outputs in the notebook, also after the run has ended
 * (a timer that prints, a later cell that moves this cell's plot).
 */
export class CellRun {
  /** Of the request that runs the cell. */
  readonly messageId: string;
  #cell: vscode.NotebookCell;
  readonly #controller: vscode.NotebookController;
  readonly #outputs: NotebookOutputs<CellRun>;
  readonly #ran: RanCells;
  readonly #shown = new Map<number, Shown>();
  readonly #writing = new Set<Promise<void>>();
  /** Outputs that are being replaced, with the newest content that waits until that is done. */
  readonly #replacing = new Map<number, Output | undefined>();
  #execution: vscode.NotebookCellExecution | undefined;
  #started: number | undefined;
  #ended: number | undefined;
  #executionOrder: number | undefined;
  #hasMoved = false;
  #hasFailed: boolean;
  readonly #late: LateEdits;

  constructor(
    controller: vscode.NotebookController,
    execution: vscode.NotebookCellExecution | vscode.NotebookCell,
    outputs: NotebookOutputs<CellRun>,
    ran: RanCells,
    saved?: SavedRun,
  ) {
    this.#execution = 'cell' in execution ? execution : undefined;
    this.#cell = 'cell' in execution ? execution.cell : execution;
    this.#controller = controller;
    this.#outputs = outputs;
    this.#ran = ran;
    this.messageId = saved?.messageId ?? randomUUID();
    this.#hasFailed = saved?.hasFailed ?? false;
    this.#started = saved?.started;
    this.#ended = saved?.ended;
    this.#executionOrder = saved?.executionOrder;
    this.#late = createLateEdits(
      controller,
      () => this.#cell,
      (late, edits) => this.#writeLate(late, edits),
    );
    if (saved) outputs.restore(this, saved.outputs);
    for (const [key, content] of outputs.entries(this)) this.#show(key, content);
  }

  /** A run that an earlier window left: it goes on in its cell, which holds outputs that the run does not know. */
  static resume(
    controller: vscode.NotebookController,
    cell: vscode.NotebookCell,
    outputs: NotebookOutputs<CellRun>,
    ran: RanCells,
    saved: SavedRun,
  ): CellRun {
    const run = new CellRun(controller, cell, outputs, ran, saved);
    run.#hasMoved = true;
    if (saved.isRunning) run.#showMoved(run.#startAgain(cell));
    // A browser loses what VS Code has not backed up yet.
    else if (cell.outputs.length === 0 && saved.outputs.outputs.length > 0) run.#late.add();
    return run;
  }

  get cell(): vscode.NotebookCell {
    return this.#cell;
  }

  /** Whether an error ended it. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** What the next window needs to go on; undefined where the cell is gone or has not started. */
  save(isRunning: boolean): SavedRun | undefined {
    if (this.#started === undefined || this.#cell.index < 0) return undefined;
    return {
      messageId: this.messageId,
      cell: { index: this.#cell.index, text: this.#cell.document.getText() },
      isRunning,
      hasFailed: this.#hasFailed,
      started: this.#started,
      ended: this.#ended,
      executionOrder: this.#executionOrder,
      outputs: this.#outputs.save(this),
    };
  }

  start(): void {
    this.#started = Date.now();
    this.#execution?.start(this.#started);
    this.apply({ kind: 'clear' });
  }

  /** The notebook was saved under another name, and this is the cell now. It holds outputs that the run does not know. */
  moveTo(cell: vscode.NotebookCell): void {
    this.#cell = cell;
    this.#hasMoved = true;
    if (this.#execution) this.#startAgain(cell);
  }

  #startAgain(cell: vscode.NotebookCell): vscode.NotebookCellExecution {
    const execution = this.#controller.createNotebookCellExecution(cell);
    execution.executionOrder = this.#executionOrder;
    execution.start(this.#started);
    this.#execution = execution;
    return execution;
  }

  receive(msgType: string, content: Content): void {
    // Before the start only a timer of the cell's last run can speak; its outputs are about to be cleared.
    if (!this.#started) return;
    if (msgType === 'execute_input' && this.#execution) {
      this.#executionOrder = Number(content.execution_count);
      this.#execution.executionOrder = this.#executionOrder;
      this.#ran.add(this.#executionOrder, this.#cell, String(content.code));
    }
    if (msgType === 'error' && !isUncaught(content)) this.#hasFailed = true;
    for (const { cell, edit } of this.#outputs.receive(this, msgType, content)) cell.apply(edit);
  }

  apply(edit: Edit): void {
    if (this.#execution) this.#write(this.#execution, edit);
    else this.#late.add(edit);
  }

  /** The run is over since `time`; the outputs that are still on their way to the editor do not count as running time. */
  async end(success: boolean | undefined, time: number): Promise<void> {
    if (!this.#started) this.start();
    await this.#settled();
    if (success === false) await this.#stopTraining();
    this.#ended = time;
    this.#execution?.end(success, time);
    this.#execution = undefined;
  }

  /** The kernel did not start, or ended while the cell ran. */
  async fail(error: Error): Promise<void> {
    if (!this.#started) this.start();
    this.receive('error', { ename: 'Kernel', evalue: error.message, traceback: [error.message] });
    await this.end(false, Date.now());
  }

  async #stopTraining(): Promise<void> {
    for (const [output, content] of this.#outputs.entries(this)) {
      const stopped = stoppedTraining(content);
      if (!stopped) continue;
      for (const { edit } of this.#outputs.replace(this, output, stopped)) this.apply(edit);
    }
    await this.#settled();
  }

  /** Another run of the cell begins, and clears what this one showed. */
  giveWay(): void {
    this.#late.drop();
  }

  /** Resolves when no output of an ended run is being written any more: only then may its cell run again. */
  async idle(): Promise<void> {
    await this.#late.written();
  }

  async #settled(): Promise<void> {
    while (this.#writing.size > 0) await Promise.all(this.#writing);
  }

  #write(execution: vscode.NotebookCellExecution, edit: Edit): void {
    this.#showMoved(execution);
    this.#track(this.#perform(execution, edit));
  }

  #showMoved(execution: vscode.NotebookCellExecution): void {
    if (!this.#hasMoved) return;
    this.#hasMoved = false;
    this.#track(this.#showAgain(execution));
  }

  #track(writing: Promise<void>): void {
    const written = writing.catch(() => {
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
        const shown = this.#show(edit.output, edit.content);
        await execution.replaceOutput(shown.output);
        shown.arrived = true;
        return;
      }
      case 'append':
        return this.#append(execution, edit.output, edit.content);
      case 'extend': {
        const shown = this.#shown.get(edit.output);
        if (shown?.content.output_type !== 'stream') return;
        const more: Output = { ...shown.content, text: edit.text };
        if (this.#replacing.has(edit.output)) {
          // Behind the replacement that waits, or it would take this away again.
          const newest = this.#replacing.get(edit.output) ?? shown.content;
          if (newest.output_type !== 'stream') return;
          return this.#replace(execution, edit.output, { ...newest, text: newest.text + edit.text });
        }
        if (this.#wasCleared(shown)) return this.#append(execution, edit.output, more);
        shown.content = { ...shown.content, text: shown.content.text + edit.text };
        return execution.appendOutputItems(outputItems(more, this.#ran.find), shown.output);
      }
      case 'replace':
        return this.#replace(execution, edit.output, edit.content);
    }
  }

  async #append(execution: vscode.NotebookCellExecution, key: number, content: Output) {
    const shown = this.#show(key, content);
    await execution.appendOutput(shown.output);
    shown.arrived = true;
  }

  /** The newest picture wins: what the editor has no time to draw is left out, but never the last one. */
  async #replace(execution: vscode.NotebookCellExecution, key: number, content: Output): Promise<void> {
    if (this.#replacing.has(key)) {
      this.#replacing.set(key, content);
      return;
    }
    for (let next: Output | undefined = content; next; next = this.#replacing.get(key)) {
      this.#replacing.set(key, undefined);
      const shown = this.#shown.get(key);
      if (!shown) break;
      const before = shown.content;
      shown.content = next;
      if (this.#wasCleared(shown)) await this.#append(execution, key, next);
      // The editor cannot change what it saves beside the items: then all outputs are given again, in their places.
      else if (needsNewOutput(before, next)) await this.#showAgain(execution);
      else await execution.replaceOutputItems(outputItems(next, this.#ran.find), shown.output);
    }
    this.#replacing.delete(key);
  }

  async #showAgain(execution: vscode.NotebookCellExecution): Promise<void> {
    const shown = [...this.#shown].map(([key, { content }]) => this.#show(key, content));
    await execution.replaceOutput(shown.map(({ output }) => output));
    for (const each of shown) each.arrived = true;
  }

  #show(key: number, content: Output): Shown {
    const shown = show(content, this.#ran.find);
    this.#shown.set(key, shown);
    return shown;
  }

  /** The person cleared the cell's outputs while it runs: what comes next is shown again. */
  #wasCleared({ arrived }: Shown): boolean {
    return arrived && this.#cell.outputs.length === 0;
  }

  #forget(): void {
    this.#shown.clear();
    this.#replacing.clear();
  }

  async #writeLate(execution: vscode.NotebookCellExecution, edits: readonly Edit[]): Promise<void> {
    const before = this.#cell.executionSummary;
    execution.start(before?.timing?.startTime ?? this.#started);
    execution.executionOrder = before?.executionOrder ?? this.#executionOrder;
    this.#showMoved(execution);
    for (const edit of edits) this.#write(execution, edit);
    await this.#settled();
    // Without these the cell would lose its tick and its duration.
    execution.end(before?.success ?? !this.#hasFailed, before?.timing?.endTime ?? this.#ended);
  }
}
