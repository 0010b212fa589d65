import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { parseFromRunsTable, type RunRow, type ToRunsTable } from '../../kernel/payloads/runs/index.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { errorMessage } from '../../kernel/text/index.ts';

/** What the table shows and asks for. */
export type RunsSource = {
  readonly rows: () => readonly RunRow[];
  readonly note: () => string;
  readonly payload: (key: string) => TrainingPayload | undefined;
  /** Goes to the run's cell. */
  readonly open: (key: string) => Promise<void>;
};

/** The table of runs, an editor. There is one; it comes back when the window is loaded again. */
export type RunsPanel = vscode.Disposable & {
  /** Opens it, or brings it to the front; with these selected, if any are given. */
  readonly show: (keys: readonly string[]) => void;
  readonly changed: () => void;
};

const viewType = 'multitask-notebook.runs';

export function runsPanel(extension: vscode.Uri, source: RunsSource, log: vscode.LogOutputChannel): RunsPanel {
  const folder = vscode.Uri.joinPath(extension, 'dist', 'renderers');
  const options = { enableScripts: true, localResourceRoots: [folder] };
  let panel: vscode.WebviewPanel | undefined;
  /** What the page knows, so that a plot that moves does not send a thousand runs ten times a second. */
  let sent: ReadonlyMap<string, RunRow> | undefined;
  let wanted: readonly string[] = [];

  const post = (message: ToRunsTable) => void panel?.webview.postMessage(message);
  const send = () => {
    if (sent === undefined) return;
    const known = sent;
    const rows = source.rows();
    sent = new Map(rows.map((row) => [row.key, row]));
    const changed = rows.filter((row) => known.get(row.key) !== row);
    const removed = [...known.keys()].filter((key) => !sent?.has(key));
    post({ kind: 'rows', rows: changed, removed, note: source.note() });
  };
  const select = () => {
    if (wanted.length > 0 && sent !== undefined) post({ kind: 'select', keys: wanted });
    if (sent !== undefined) wanted = [];
  };

  async function hear(value: unknown): Promise<void> {
    const message = parseFromRunsTable(value);
    if (!message.ok) throw new Error(message.reason);
    switch (message.value.kind) {
      case 'ready':
        sent = new Map();
        send();
        return select();
      case 'open':
        return source.open(message.value.key);
      case 'payloads': {
        const runs = message.value.keys.flatMap((key) => {
          const payload = source.payload(key);
          return payload === undefined ? [] : [{ key, payload }];
        });
        return post({ kind: 'payloads', runs });
      }
      case 'save':
        return savePicture(message.value);
    }
  }

  function adopt(next: vscode.WebviewPanel): void {
    panel = next;
    sent = undefined;
    next.webview.options = options;
    next.onDidDispose(() => {
      if (panel !== next) return;
      panel = undefined;
      sent = undefined;
    });
    next.webview.onDidReceiveMessage((value) =>
      hear(value).catch((error) => {
        log.error(`The table of runs: ${errorMessage(error)}`);
        void vscode.window.showErrorMessage(errorMessage(error));
      }),
    );
    next.webview.html = page(next.webview, vscode.Uri.joinPath(folder, 'runs.js'));
  }

  const serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (next) => adopt(next),
  });
  return {
    show(keys) {
      wanted = keys;
      if (panel === undefined)
        adopt(vscode.window.createWebviewPanel(viewType, 'Training Runs', vscode.ViewColumn.Active, options));
      else panel.reveal();
      select();
    },
    changed: send,
    dispose() {
      serializer.dispose();
      panel?.dispose();
    },
  };
}

/** Nothing but its own script runs in it, and it asks for nothing; its style is set by the script, which no policy forbids. */
function page(webview: vscode.Webview, script: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; img-src data:; script-src 'nonce-${nonce}'`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Training Runs</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"></head>
<body><script type="module" nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script></body></html>`;
}

async function savePicture({ name, format, url }: { name: string; format: 'png' | 'svg'; url: string }): Promise<void> {
  const data = /^data:[^,]*;base64,(.*)$/s.exec(url)?.[1];
  if (data === undefined) throw new Error('The picture is no data: address in base64.');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = `${name}.${format}`;
  const target = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, file) }),
    filters: { [format.toUpperCase()]: [format] },
  });
  if (target) await vscode.workspace.fs.writeFile(target, Buffer.from(data, 'base64'));
}
