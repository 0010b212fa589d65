import * as vscode from 'vscode';
import type { Kernels } from '../kernels/index.ts';
import { columnsOf } from '../templates/index.ts';
import { columnsOfVariable } from './live-columns.ts';
import type { ColumnName, ColumnsQuestion } from './server/protocol.ts';

/** Reads the columns of a file in a process of its own, and those of a dataset in the kernel while it has nothing else to do. */
export function createColumnReader(
  extensionFolder: string,
  kernels: Pick<Kernels, 'all'>,
): (question: ColumnsQuestion) => Promise<readonly ColumnName[] | undefined> {
  return async ({ notebook, of }) => {
    if (of.kind === 'file') {
      if (!vscode.workspace.isTrusted) return undefined;
      const nodeSetting = vscode.workspace.getConfiguration('multitask-notebook').get('nodePath', '');
      const columns = await columnsOf(of.path, { extensionFolder, nodeSetting, signal: AbortSignal.timeout(30_000) });
      return columns.map(({ name, use }) => ({ name, use }));
    }
    const kernel = kernels.all().find((each) => String(each.notebook.uri) === notebook);
    return kernel?.connection.state.kind === 'idle' ? columnsOfVariable(kernel, of.name) : undefined;
  };
}
