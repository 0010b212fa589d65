import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ourMetadata } from '../../extension/kernels/metadata.ts';

/** A code cell, or one of another kind or language. */
export type Cell = string | { readonly markdown: string } | { readonly python: string };

/** Writes a notebook of our kernel. */
export function writeNotebook(folder: string, name: string, cells: readonly Cell[]): void {
  const notebook = { cells: cells.map(toFileCell), metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(join(folder, name), JSON.stringify(notebook, null, 1));
}

function toFileCell(cell: Cell, index: number) {
  const id = `cell-${index}`;
  if (typeof cell === 'object' && 'markdown' in cell) {
    return { cell_type: 'markdown', id, metadata: {}, source: cell.markdown };
  }
  // This is how VS Code marks a cell whose language is not the notebook's.
  const metadata = typeof cell === 'string' ? {} : { vscode: { languageId: 'python' } };
  const source = typeof cell === 'string' ? cell : cell.python;
  return { cell_type: 'code', id, metadata, source, execution_count: null, outputs: [] };
}

export type SavedOutput = {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly text?: unknown;
  readonly ename?: string;
};

/** The code cells of a notebook as they were saved. */
export function readSavedCells(folder: string, name: string) {
  const notebook: {
    cells: {
      cell_type: string;
      source: string | string[];
      execution_count: number | null;
      outputs: SavedOutput[];
    }[];
  } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return notebook.cells.filter(({ cell_type }) => cell_type === 'code');
}
