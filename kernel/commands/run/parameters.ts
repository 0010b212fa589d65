import { randomUUID } from 'node:crypto';
import { UsageError } from '../command-line/index.ts';
import type { Notebook, NotebookCell } from './notebook-file.ts';

/** Reads NAME=VALUE. A value that is JSON (3, true, "x", [1, 2]) is that; anything else is a text. */
export function readParameter(text: string): readonly [name: string, value: unknown] {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (at < 0 || !/^[A-Za-z_$][\w$]*$/.test(name)) {
    throw new UsageError(`--param must be NAME=VALUE with the name of a variable; it is ${JSON.stringify(text)}.`);
  }
  const value = text.slice(at + 1);
  try {
    return [name, JSON.parse(value)];
  } catch {
    return [name, value];
  }
}

/**
 * Puts a cell that sets the parameters behind the cell tagged `parameters`, or first where none is. A cell that an
 * earlier run injected is replaced. The convention is papermill's.
 */
export function injectParameters(notebook: Notebook, parameters: readonly (readonly [string, unknown])[]): Notebook {
  if (parameters.length === 0) return notebook;
  const cells = notebook.cells.filter((cell) => !hasTag(cell, 'injected-parameters'));
  const isTaken = cells.some(({ id }) => id === 'injected-parameters');
  const injected: NotebookCell = {
    id: isTaken ? `injected-parameters-${randomUUID().slice(0, 8)}` : 'injected-parameters',
    cell_type: 'code',
    metadata: { tags: ['injected-parameters'] },
    source: ['// Parameters', ...parameters.map(([name, value]) => `let ${name} = ${JSON.stringify(value)};`)].join(
      '\n',
    ),
  };
  const at = cells.findIndex((cell) => hasTag(cell, 'parameters')) + 1;
  return { ...notebook, cells: [...cells.slice(0, at), injected, ...cells.slice(at)] };
}

export function hasTag(cell: NotebookCell, tag: string): boolean {
  return Array.isArray(cell.metadata.tags) && cell.metadata.tags.includes(tag);
}
