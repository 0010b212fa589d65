import type * as vscode from 'vscode';
import { fieldsOf, textOf } from '../../kernel/guards/index.ts';
import { gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import type { Kernels } from '../kernels/index.ts';
import { readPayloadBytes, runDetails } from '../runs/index.ts';
import { outputText, textBeside } from './output-text.ts';

/** What the tools need of the window. */
export type ToolHost = {
  readonly kernels: Pick<Kernels, 'of' | 'find' | 'isSelected'>;
  readonly notebooks: () => readonly vscode.NotebookDocument[];
  /** The notebook in front. */
  readonly active: () => vscode.NotebookDocument | undefined;
  readonly isTrusted: () => boolean;
};

/** A tool's answer, always in words: what cannot be done is said, with what to do. */
export type Answer = { readonly text: string };

/** The cell that would be run, for the question that a person is asked; undefined where there is none. */
export function cellToRun(host: ToolHost, input: unknown): vscode.NotebookCell | undefined {
  const cell = findCell(host, input);
  return 'text' in cell ? undefined : cell.cell;
}

/** Runs a cell as if a person had, waits for it, and tells what it shows. */
export async function runCell(host: ToolHost, input: unknown, cancelled: Promise<unknown>): Promise<Answer> {
  const found = findCell(host, input);
  if ('text' in found) return found;
  const { cell } = found;
  const name = `Cell ${cell.index + 1}`;
  if (cell.kind !== codeCell) return { text: `${name} is text, not code: there is nothing to run.` };
  if (!host.isTrusted())
    return { text: 'Nothing was run: this folder is not trusted, and cells run only in trusted ones.' };
  if (!host.kernels.isSelected(cell.notebook)) {
    return {
      text: `Nothing was run: the notebook has no kernel of Multitask Notebooks. The person must open it and choose “TypeScript (Multitask)” with “Select Kernel”.`,
    };
  }
  const { queue, connection } = host.kernels.of(cell.notebook);
  const before = cell.executionSummary;
  const stopped = cancelled.then(() => 'stopped' as const);
  const ran = queue.run([cell]).then(() => 'ran' as const);
  if ((await Promise.race([ran, stopped])) === 'stopped') {
    return { text: `${name} was not waited for: it goes on in the notebook, where the person can interrupt it.` };
  }
  if (connection.state.kind === 'lost')
    return { text: `${name} did not end: the kernel is gone, ${connection.state.how}.` };
  if (connection.state.kind === 'stopped') return { text: `${name} did not run: no kernel could be started.` };
  if (cell.executionSummary === before) {
    return { text: `${name} was not run: a cell before it ended with an error, or the person took it back.` };
  }
  const { success } = cell.executionSummary ?? {};
  const shown = outputText(cell.outputs);
  const how = success === undefined ? 'did not run to its end' : success ? 'ran' : 'ended with an error';
  return { text: shown === '' ? `${name} ${how}. It shows nothing.` : `${name} ${how}. It shows:\n${shown}` };
}

/** The training runs that a notebook shows. */
export function readRuns(host: ToolHost, input: unknown): Answer {
  const found = findNotebook(host, input);
  if ('text' in found) return found;
  const runs = found.notebook.getCells().flatMap((cell) =>
    cell.outputs.flatMap(({ items }) => {
      const item = items.find(({ mime }) => mime === trainingMime);
      const payload = item && readPayloadBytes(item.data);
      if (!payload) return [];
      const lines = runDetails(payload).map(([name, value]) => `- ${name}: ${value}`);
      return [`Run in cell ${cell.index + 1}:\n${lines.join('\n')}`];
    }),
  );
  const latest = runs.slice(-mostRuns);
  if (latest.length === 0) {
    return { text: 'The notebook shows no training run. `await model.fit(data.train)` in a cell makes one.' };
  }
  const left = runs.length - latest.length;
  return { text: [...(left > 0 ? [`${left} earlier runs are left out.`] : []), ...latest].join('\n\n') };
}

/** The gate reports that a notebook shows, or the one of a cell. */
export function readGateReport(host: ToolHost, input: unknown): Answer {
  const one = fieldsOf(input).cell === undefined ? undefined : findCell(host, input);
  if (one && 'text' in one) return one;
  const found = one ?? findNotebook(host, input);
  if ('text' in found) return found;
  const cells = one ? [one.cell] : found.notebook.getCells();
  const reports = cells.flatMap((cell) =>
    cell.outputs.flatMap((output) => {
      const text = textBeside(gatesMime, output);
      return text === undefined ? [] : [`Gate report in cell ${cell.index + 1}:\n${text}`];
    }),
  );
  if (reports.length > 0) return { text: reports.slice(-mostReports).join('\n\n') };
  const where = one ? `Cell ${one.cell.index + 1}` : 'The notebook';
  return {
    text: `${where} shows no gate report. \`gateReport(model, data.test)\` as the last line of a cell makes one.`,
  };
}

const codeCell = 2;
const mostRuns = 30;
const mostReports = 5;

function findNotebook(host: ToolHost, input: unknown): { readonly notebook: vscode.NotebookDocument } | Answer {
  const asked = textOf(fieldsOf(input).filePath);
  if (asked === '') {
    const notebook = host.active();
    return notebook ? { notebook } : { text: 'No notebook is in front: say which one with its path.' };
  }
  const all = host.notebooks();
  const notebook = all.find(({ uri }) => uri.fsPath === asked || String(uri) === asked || uri.path === asked);
  if (notebook) return { notebook };
  const open = all.map(({ uri }) => uri.fsPath);
  const list = open.length === 0 ? 'None is open.' : `Open are: ${open.join(', ')}.`;
  return { text: `There is no open notebook ${asked}. ${list}` };
}

function findCell(
  host: ToolHost,
  input: unknown,
): { readonly cell: vscode.NotebookCell; readonly notebook: vscode.NotebookDocument } | Answer {
  const found = findNotebook(host, input);
  if ('text' in found) return found;
  const { cell: asked } = fieldsOf(input);
  const cells = found.notebook.getCells();
  const cell = typeof asked === 'number' && Number.isInteger(asked) ? cells[asked - 1] : undefined;
  if (cell) return { ...found, cell };
  const range = cells.length === 0 ? 'It has none.' : `Its cells are 1 to ${cells.length}, text cells counted.`;
  return { text: `The notebook has no cell ${JSON.stringify(asked) ?? 'without a number'}. ${range}` };
}
