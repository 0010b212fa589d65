import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';
import { isShown, watchOurNotebooks } from '../kernels/index.ts';
import type { PluginConfiguration } from './typescript-plugin/main.ts';
import { pluginName } from './typescript-plugin/name.ts';

type TypeScriptApi = {
  getAPI(version: 0): { configurePlugin(name: string, configuration: PluginConfiguration): void } | undefined;
};

/** Tells VS Code's own TypeScript which notebooks are ours, so that it leaves them to our language server. */
export const quietTypescript: Feature = ({ kernels, log }) => {
  // VS Code keeps a document for minutes after its tab is gone, and would tell of what is wrong in it.
  let quiet: ReadonlySet<vscode.NotebookDocument> = new Set();
  return watchOurNotebooks(kernels, (notebooks) => {
    const typescript = vscode.extensions.getExtension<TypeScriptApi>('vscode.typescript-language-features');
    if (!typescript) return;
    const closed = [...quiet].filter((notebook) => !notebook.isClosed && !isShown(notebook.uri));
    quiet = new Set([...notebooks, ...closed]);
    const muted = [...quiet].map(({ uri }) => uri.path);
    Promise.resolve(typescript.activate())
      .then((api) => api.getAPI(0)?.configurePlugin(pluginName, { muted }))
      .catch((error: Error) => log.warn(`VS Code's TypeScript is not told of our notebooks: ${error.message}`));
  });
};
