import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A notebook of our kernel with these cells, none of which ran; its path. */
export function writeNotebook(folder: string, name: string, cells: readonly string[]): string {
  mkdirSync(folder, { recursive: true });
  const kernelspec = { name: 'multitask-typescript', display_name: 'TypeScript (Multitask)', language: 'typescript' };
  const notebook = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells: cells.map((source, i) => ({
      id: `cell-${i}`,
      cell_type: 'code',
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    })),
  };
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(notebook));
  return file;
}
