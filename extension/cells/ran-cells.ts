import type * as vscode from 'vscode';
import type { FindCell } from './traceback-links.ts';

/** Which cell an execution number belongs to: a traceback names cells by it, also one that ran again or was moved since. */
export interface RanCells {
  add(count: number, cell: vscode.NotebookCell, text: string): void;
  readonly find: FindCell;
  /** The notebook was saved under another name. */
  moveTo(to: vscode.NotebookDocument): void;
}

/** Numbers that are remembered: a notebook may run for days. */
const remembered = 500;

export function createRanCells(): RanCells {
  const cells = new Map<number, { readonly cell: vscode.NotebookCell; readonly text: string }>();
  return {
    add(count, cell, text) {
      cells.delete(count);
      cells.set(count, { cell, text });
      const oldest = cells.keys().next().value;
      if (cells.size > remembered && oldest !== undefined) cells.delete(oldest);
    },
    find(count) {
      const ran = cells.get(count);
      if (!ran) return undefined;
      const { index, document } = ran.cell;
      if (index < 0) return { kind: 'deleted' };
      return {
        kind: 'cell',
        number: index + 1,
        uri: document.uri.toString(),
        isEdited: document.getText() !== ran.text,
      };
    },
    moveTo(to) {
      for (const [count, { cell, text }] of cells) {
        if (cell.index >= 0) cells.set(count, { cell: to.cellAt(cell.index), text });
      }
    },
  };
}
