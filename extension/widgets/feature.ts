import * as vscode from 'vscode';
import { fieldsOf, textOf } from '../../kernel/guards/index.ts';
import { type WidgetNews, type WidgetRequest, widgetRenderer } from '../../kernel/payloads/widget.ts';
import type { Feature } from '../feature.ts';
import { createWidgetLink, type WidgetLink } from './link.ts';

/** What widgets in outputs say goes to the notebook's kernel, and its answers to all editors that show the notebook. */
export const widgets: Feature = ({ kernels, log }) => {
  const messaging = vscode.notebooks.createRendererMessaging(widgetRenderer);
  const links = new WeakMap<vscode.NotebookDocument, WidgetLink>();
  const editorsOf = (notebook: vscode.NotebookDocument) =>
    vscode.window.visibleNotebookEditors.filter((each) => each.notebook === notebook);
  const linkOf = (notebook: vscode.NotebookDocument): WidgetLink => {
    const known = links.get(notebook);
    if (known) return known;
    const link = createWidgetLink({
      kernel: () => kernels.find(notebook)?.connection,
      isTrusted: () => vscode.workspace.isTrusted,
      say: (news: WidgetNews) => {
        for (const editor of editorsOf(notebook)) void messaging.postMessage(news, editor);
      },
    });
    links.set(notebook, link);
    return link;
  };
  const changed = (notebook: vscode.NotebookDocument): void => {
    links
      .get(notebook)
      ?.changed()
      .catch((error: Error) => log.warn(`Widgets are not heard: ${error.message}`));
  };
  return vscode.Disposable.from(
    messaging.onDidReceiveMessage(({ editor, message }) => {
      const request = readRequest(message);
      if (!request) return log.warn('A widget said what is no request.');
      linkOf(editor.notebook)
        .hear(request)
        .catch((error: Error) => log.warn(`A widget was not heard: ${error.message}`));
    }),
    kernels.onDidChange(({ notebook }) => changed(notebook)),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      for (const { notebook } of vscode.window.visibleNotebookEditors) changed(notebook);
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => links.get(notebook)?.close()),
  );
};

function readRequest(message: unknown): WidgetRequest | undefined {
  const { kind, id, state, content, buffers } = fieldsOf(message);
  const widget = textOf(id);
  if (widget === '') return undefined;
  if (kind === 'open') return { kind, id: widget };
  if (kind === 'update') return { kind, id: widget, state: fieldsOf(state) };
  if (kind !== 'custom') return undefined;
  return { kind, id: widget, content, buffers: Array.isArray(buffers) ? buffers.map(String) : [] };
}
