import type * as vscode from 'vscode';
import type { Kernels } from './kernels/kernels.ts';

/** One thing the extension adds to VS Code. What it returns is disposed of when the extension ends. */
export type Feature = (parts: Parts) => vscode.Disposable;

/**
 * Starts features apart from each other: one that throws is logged by its name, and the others live.
 * Returns what to dispose of when the extension ends.
 */
export function startFeatures(features: readonly Feature[], parts: Parts): vscode.Disposable[] {
  return features.flatMap((feature) => {
    try {
      return [feature(parts)];
    } catch (error) {
      const { stack, message } = error instanceof Error ? error : new Error(String(error));
      parts.log.error(`${feature.name || 'A feature'} does not start: ${stack ?? message}`);
      return [];
    }
  });
}

/** What features share. */
export type Parts = {
  readonly context: vscode.ExtensionContext;
  readonly kernels: Kernels;
  readonly log: vscode.LogOutputChannel;
};
