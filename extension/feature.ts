import type * as vscode from 'vscode';
import type { Kernels } from './kernels/kernels.ts';

/** One thing the extension adds to VS Code. What it returns is disposed of when the extension ends. */
export type Feature = (parts: Parts) => vscode.Disposable;

/** What features share. */
export type Parts = {
  readonly context: vscode.ExtensionContext;
  readonly kernels: Kernels;
  readonly log: vscode.LogOutputChannel;
};
