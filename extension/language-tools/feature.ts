import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { notebookType } from '../kernels/index.ts';
import { type Answer, cellToRun, readGateReport, readRuns, runCell, type ToolHost } from './tools.ts';

/** Tools for language models: run a cell, after a person allowed it, and read what notebooks show. */
export const languageTools: Feature = ({ kernels }) => {
  const host: ToolHost = {
    kernels,
    notebooks: () => vscode.workspace.notebookDocuments.filter((each) => each.notebookType === notebookType),
    active: () => vscode.window.activeNotebookEditor?.notebook,
    isTrusted: () => vscode.workspace.isTrusted,
  };
  return vscode.Disposable.from(
    vscode.lm.registerTool<unknown>(toolNames.runCell, {
      prepareInvocation({ input }) {
        const cell = cellToRun(host, input);
        if (!cell) return { invocationMessage: 'Looking for the cell' };
        const name = vscode.workspace.asRelativePath(cell.notebook.uri);
        const message = new vscode.MarkdownString(`Run cell ${cell.index + 1} of ${name}?\n\n`);
        message.appendCodeblock(cell.document.getText().slice(0, 2000), cell.document.languageId);
        return {
          invocationMessage: `Running cell ${cell.index + 1} of ${name}`,
          confirmationMessages: { title: 'Run a cell', message },
        };
      },
      invoke: async ({ input }, token) =>
        result(await runCell(host, input, new Promise((stop) => token.onCancellationRequested(stop)))),
    }),
    vscode.lm.registerTool<unknown>(toolNames.readRuns, {
      prepareInvocation: () => ({ invocationMessage: 'Reading training runs' }),
      invoke: ({ input }) => result(readRuns(host, input)),
    }),
    vscode.lm.registerTool<unknown>(toolNames.readGateReport, {
      prepareInvocation: () => ({ invocationMessage: 'Reading gate reports' }),
      invoke: ({ input }) => result(readGateReport(host, input)),
    }),
  );
};

const toolNames = {
  runCell: 'multitask-notebook_run_cell',
  readRuns: 'multitask-notebook_read_runs',
  readGateReport: 'multitask-notebook_read_gate_report',
} as const;

function result({ text }: Answer): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}
