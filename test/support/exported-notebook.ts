import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { toItems, toMetadata } from '../../extension/cells/items.ts';
import { type ExportedNotebook, exportedOutput } from '../../extension/export/cells.ts';
import { joinedText, type Output } from '../../kernel/jupyter/notebook-outputs.ts';

/** A notebook's file as the export gets it from VS Code. */
export function readExportedNotebook(file: string): ExportedNotebook {
  const { cells }: { cells: readonly FileCell[] } = JSON.parse(readFileSync(file, 'utf8'));
  return {
    title: basename(file, '.ipynb'),
    cells: cells.map(({ cell_type, source, execution_count, outputs = [] }) => ({
      kind: cell_type === 'code' ? 'code' : 'markup',
      language: cell_type === 'code' ? 'typescript' : 'markdown',
      text: joinedText(source),
      executionOrder: execution_count ?? undefined,
      outputs: outputs.map((output) => exportedOutput(toItems(joined(output)), toMetadata(joined(output)))),
    })),
  };
}

type FileCell = {
  readonly cell_type: string;
  readonly source: unknown;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
};

function joined(output: Output): Output {
  return output.output_type === 'stream' ? { ...output, text: joinedText(output.text) } : output;
}
