import { type FromRunsTable, parseToRunsTable } from '../../../kernel/payloads/runs/index.ts';
import { standalone } from '../host/index.ts';
import { readState } from './state.ts';
import { runsStyle } from './style.ts';
import { runsView } from './view.ts';

/** What VS Code gives the page of an editor: https://code.visualstudio.com/api/references/vscode-api (webviews). */
declare function acquireVsCodeApi(): {
  readonly postMessage: (message: unknown) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
};

const host = acquireVsCodeApi();
const post = (message: FromRunsTable) => host.postMessage(message);
const root = standalone(runsStyle, (width) => view.resize(width));
const view = runsView(root, readState(host.getState()), { keep: host.setState, post });
addEventListener('message', ({ data }) => {
  const message = parseToRunsTable(data);
  if (message.ok) view.hear(message.value);
});
post({ kind: 'ready' });
