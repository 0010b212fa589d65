import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Cell } from '../../kernel/cell/language/cell.ts';
import { createNotebookLanguage, type NotebookLanguage } from '../../kernel/cell/language/notebook-language.ts';
import { atCursor, fiftyCells } from './fifty-cells.ts';

export const packageFolder = resolve(import.meta.dirname, '../..');

export type TestNotebook = {
  readonly language: NotebookLanguage;
  /** Writes a text with a cursor ¦ into a cell; returns where the cursor was. */
  write(id: string, marked: string): number;
  cells(): readonly Cell[];
};

/** The notebook of fifty cells, in a folder with nothing else. */
export function fiftyCellNotebook(): TestNotebook {
  const language = createNotebookLanguage({ folder: tmpdir(), packageFolder });
  let cells = fiftyCells().filter((cell): cell is Cell => cell.language !== 'python');
  language.update(cells);
  return {
    language,
    cells: () => cells,
    write(id, marked) {
      const { text, offset } = atCursor(marked);
      cells = cells.map((cell) => (cell.id === id ? { ...cell, text } : cell));
      language.update(cells);
      return offset;
    },
  };
}
