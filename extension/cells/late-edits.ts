import type * as vscode from 'vscode';
import type { Edit } from '../../kernel/jupyter/index.ts';

/** What a run still shows after it has ended: a timer that prints, a handler of a widget, a plot that a later cell moves. */
export interface LateEdits {
  /** Has this written soon; without one, what the run shows is written again. */
  add(edit?: Edit): void;
  /** Forgets what is not written: another run of the cell begins, and clears what this one showed. */
  drop(): void;
  /** Resolves when nothing is being written any more. */
  written(): Promise<void>;
}

/** Milliseconds: output may only be written within an execution of the cell, so short ones are opened, at most ten a second. */
const pause = 100;

/**
 * @param cell the cell of the run, which is another one when its notebook was saved under another name
 * @param write writes edits within an execution, and ends it
 */
export function createLateEdits(
  controller: vscode.NotebookController,
  cell: () => vscode.NotebookCell,
  write: (execution: vscode.NotebookCellExecution, edits: readonly Edit[]) => Promise<void>,
): LateEdits {
  let waiting: Edit[] = [];
  let writing: Promise<void> | undefined;
  /** Waits until our kernel is the notebook's, which it is not at once where a window was loaded again. */
  let chosen: vscode.Disposable | undefined;

  const writeSoon = (): void => {
    chosen?.dispose();
    chosen = undefined;
    writing ??= new Promise((done) => setTimeout(done, pause)).then(writeAll).finally(() => {
      writing = undefined;
      if (waiting.length > 0 && !chosen) writeSoon();
    });
  };

  const writeAll = async (): Promise<void> => {
    const edits = waiting;
    waiting = [];
    if (cell().index < 0) return;
    let execution: vscode.NotebookCellExecution;
    try {
      execution = controller.createNotebookCellExecution(cell());
    } catch {
      // Nothing can be written now. Where that is so because the cell is about to run again, this is dropped then.
      waiting = [...edits, ...waiting];
      chosen = controller.onDidChangeSelectedNotebooks(writeSoon);
      return;
    }
    await write(execution, edits);
  };

  return {
    add(edit) {
      if (edit) waiting.push(edit);
      writeSoon();
    },
    drop() {
      waiting = [];
      chosen?.dispose();
      chosen = undefined;
    },
    written: async () => writing,
  };
}
