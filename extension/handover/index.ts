import * as vscode from 'vscode';
import type { attachKernel } from '../../kernel/jupyter/index.ts';
import type { Feature } from '../feature.ts';
import {
  graceSeconds,
  type HandoverRecord,
  isShown,
  kernelspecName,
  readRecords,
  takeRecord,
  writeRecord,
} from '../kernels/index.ts';

type Attached = Awaited<ReturnType<typeof attachKernel>>;
type Left = { readonly record: HandoverRecord; readonly kernel: Promise<Attached | Error> };

/**
 * After the window was loaded again: notebooks get the kernels back that the window before left, with their variables,
 * and a cell that runs goes on in its place.
 */
export const handover: Feature = ({ context, kernels, log }) => {
  const left = new Map<string, Left>();
  const take = () => {
    for (const record of readRecords(kernels.handoverFolder)) {
      if (!isShown(vscode.Uri.parse(record.notebook)) || takeRecord(kernels.handoverFolder, record) === 'gone')
        continue;
      log.info(`${record.notebook}: its kernel ran on while the window was loaded again`);
      left.set(record.notebook, { record, kernel: attach(record) });
      for (const notebook of vscode.workspace.notebookDocuments) {
        if (String(notebook.uri) === record.notebook) void resume(notebook);
      }
    }
  };

  const resume = async (notebook: vscode.NotebookDocument) => {
    const found = left.get(String(notebook.uri));
    if (!found) return;
    if (!kernels.isSelected(notebook)) {
      // Its event calls here again: cells may only be run in notebooks that have our controller selected.
      const controller = { id: kernelspecName, extension: context.extension.id };
      await vscode.commands.executeCommand('notebook.selectKernel', controller);
      return;
    }
    const kernel = await found.kernel;
    // Both events may have come here, or this window is loaded again by now.
    if (left.get(String(notebook.uri)) !== found) return;
    left.delete(String(notebook.uri));
    if (!(kernel instanceof Error)) return kernels.adopt(notebook, kernel, found.record.cells);
    log.error(`${notebook.uri.fsPath}: the kernel is gone. ${kernel.message}`);
    const words = 'The kernel ended while the window was loaded again, and its variables with it. Run the cell again.';
    kernels.of(notebook).queue.resume(notebook, found.record.cells, new Error(words));
  };

  const endUnshown = () => {
    for (const [uri, { kernel }] of left) {
      if (isShown(vscode.Uri.parse(uri))) continue;
      left.delete(uri);
      void kernel.then((attached) => (attached instanceof Error ? undefined : attached.shutdown(2000)));
    }
  };

  /** This window is loaded again before these notebooks were in sight: the next one gets what this one was left. */
  const leaveAgain = async () => {
    const found = [...left.values()];
    left.clear();
    await Promise.all(found.map(({ record, kernel }) => leave(kernels.handoverFolder, record, kernel)));
  };

  take();
  // The window before may still be at its farewell.
  const looking = setInterval(take, 500);
  const found = setTimeout(() => clearInterval(looking), graceSeconds * 1000);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument((notebook) => void resume(notebook)),
    { dispose: () => [looking, found].forEach(clearTimeout) },
    kernels.onDidSelect((notebook) => void resume(notebook)),
    vscode.window.tabGroups.onDidChangeTabs(endUnshown),
    kernels.alsoHandOver(leaveAgain),
  );
};

/** What its cells said since is held by the kernel, to its end, so the record of them is still right. */
async function leave(folder: string, record: HandoverRecord, attaching: Promise<Attached | Error>): Promise<void> {
  const expires = Date.now() + graceSeconds * 1000;
  const attached = await attaching;
  // The person is told of a kernel that is gone when the notebook comes into sight.
  if (attached instanceof Error) return writeRecord(folder, { ...record, expires });
  const { handOverKernel } = await import('../../kernel/jupyter/attach.ts');
  const { connectionFile, processId, identity } = await handOverKernel(attached, graceSeconds);
  writeRecord(folder, { ...record, expires, kernel: { connectionFile, processId, identity } });
  attached.client.close();
}

async function attach({ kernel }: HandoverRecord): Promise<Attached | Error> {
  // Loaded when it is needed: ZeroMQ is a native addon.
  const { attachKernel } = await import('../../kernel/jupyter/attach.ts');
  return attachKernel(kernel).catch((error: Error) => error);
}
