import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { fieldsOf } from '../../kernel/guards/index.ts';
import { parseTableQuestion, type TableAnswer, type TablePayload } from '../../kernel/payloads/table/index.ts';
import type { NotebookKernel } from '../kernels/index.ts';
import { askKernel, tableAsking } from '../questions/index.ts';

/** A variable as a table in an editor of its own, drawn by the renderer of outputs; what is not here is asked of its kernel. */
export function openTable(
  extension: vscode.Uri,
  title: string,
  payload: TablePayload,
  kernel: NotebookKernel,
  changed: vscode.Event<NotebookKernel>,
): void {
  const folder = vscode.Uri.joinPath(extension, 'dist', 'renderers');
  const options = { enableScripts: true, localResourceRoots: [folder], retainContextWhenHidden: true };
  const { webview } = vscode.window.createWebviewPanel(
    'multitask-notebook.table',
    title,
    vscode.ViewColumn.Active,
    options,
  );
  webview.onDidReceiveMessage((message) => {
    const { kind, ask, question } = fieldsOf(message);
    if (kind === 'ready') return void webview.postMessage({ payload: { ...payload, title } });
    const say = (answer: TableAnswer) => void webview.postMessage({ ask, answer });
    const parsed = parseTableQuestion(question);
    if (!parsed.ok) return say({ state: 'refused', words: parsed.reason });
    const asked = askKernel(kernel, changed, tableAsking(parsed.value), say);
    asked.then(say, (error: Error) => say({ state: 'refused', words: error.message }));
  });
  webview.html = page(webview, vscode.Uri.joinPath(folder, 'table.js'));
}

/** The renderer as a notebook runs it, in a page of its own: it takes only its own scripts, and asks nobody but the extension. */
function page(webview: vscode.Webview, renderer: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}' ${webview.cspSource}`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Table</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"></head>
<body style="padding:0"><main id="place"></main><script type="module" nonce="${nonce}">
import { activate } from '${webview.asWebviewUri(renderer)}';
const host = acquireVsCodeApi();
const listen = (listener) => addEventListener('message', ({ data }) => listener(data));
const view = activate({ postMessage: (message) => host.postMessage(message), onDidReceiveMessage: listen });
const place = document.getElementById('place');
listen(({ payload }) => payload && view.renderOutputItem({ id: 'table', mime: '', json: () => payload }, place));
host.postMessage({ kind: 'ready' });
</script></body></html>`;
}
