import type { Message } from '../../jupyter/index.ts';
import type { MimeBundle, Output } from './notebook-file.ts';

/** The outputs of a whole notebook while it runs, cell by cell, as a notebook file keeps them. */
export interface NotebookOutputs {
  /** Takes one iopub message that belongs to the cell. */
  add(cell: string, message: Message): void;
  /** Adds an error the kernel could not report itself. */
  fail(cell: string, ename: string, evalue: string): void;
  of(cell: string): readonly Output[];
  executionCount(cell: string): number | null;
}

type Displayed = { -readonly [K in keyof Rich]: Rich[K] };
type Rich = Extract<Output, { output_type: 'display_data' | 'execute_result' }>;
type CellOutputs = { outputs: Output[]; count: number | null; clearOnNext: boolean };

export function createNotebookOutputs(): NotebookOutputs {
  const cells = new Map<string, CellOutputs>();
  /** An update changes every picture with its id, also in earlier cells. */
  const displays = new Map<string, Displayed[]>();

  const cellOf = (id: string): CellOutputs => {
    let cell = cells.get(id);
    if (!cell) {
      cell = { outputs: [], count: null, clearOnNext: false };
      cells.set(id, cell);
    }
    return cell;
  };

  const update = (id: string, data: MimeBundle, metadata: Rich['metadata']): void => {
    for (const display of displays.get(id) ?? []) Object.assign(display, { data, metadata });
  };

  const append = (cell: CellOutputs, output: Output): void => {
    if (cell.clearOnNext) cell.outputs = [];
    cell.clearOnNext = false;
    const last = cell.outputs.at(-1);
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      cell.outputs[cell.outputs.length - 1] = { ...last, text: last.text + output.text };
    } else {
      cell.outputs.push(output);
    }
  };

  return {
    add(id, { header, content }) {
      const cell = cellOf(id);
      const data = (content.data ?? {}) as MimeBundle;
      const metadata = (content.metadata ?? {}) as MimeBundle;
      const displayId = (content.transient as MimeBundle | undefined)?.display_id;
      switch (header.msg_type) {
        case 'execute_input':
          cell.count = Number(content.execution_count);
          break;
        case 'stream':
          append(cell, { output_type: 'stream', name: String(content.name), text: String(content.text) });
          break;
        case 'display_data':
        case 'execute_result': {
          const output: Displayed =
            header.msg_type === 'display_data'
              ? { output_type: 'display_data', data, metadata }
              : { output_type: 'execute_result', data, metadata, execution_count: Number(content.execution_count) };
          if (typeof displayId === 'string') {
            update(displayId, data, metadata);
            displays.set(displayId, [...(displays.get(displayId) ?? []), output]);
          }
          append(cell, output);
          break;
        }
        case 'update_display_data':
          if (typeof displayId === 'string') update(displayId, data, metadata);
          break;
        case 'clear_output':
          if (content.wait === true) cell.clearOnNext = true;
          else cell.outputs = [];
          break;
        case 'error':
          append(cell, {
            output_type: 'error',
            ename: String(content.ename),
            evalue: String(content.evalue),
            traceback: (content.traceback as string[] | undefined) ?? [],
          });
          break;
      }
    },
    fail(id, ename, evalue) {
      append(cellOf(id), { output_type: 'error', ename, evalue, traceback: [`${ename}: ${evalue}`] });
    },
    of: (id) => cells.get(id)?.outputs ?? [],
    executionCount: (id) => cells.get(id)?.count ?? null,
  };
}
