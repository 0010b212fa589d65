import * as vscode from 'vscode';
import type { Output } from '../../kernel/jupyter/index.ts';
import { toItems, toMetadata } from './items.ts';
import type { FindCell } from './traceback-links.ts';

/** An output in the editor. */
export type Shown = {
  readonly output: vscode.NotebookCellOutput;
  /** What the output holds now. */
  content: Output;
  /** Whether the editor has it. */
  arrived: boolean;
};

export function show(content: Output, find: FindCell): Shown {
  const output = new vscode.NotebookCellOutput(outputItems(content, find), toMetadata(content));
  return { output, content, arrived: false };
}

export function outputItems(content: Output, find: FindCell): vscode.NotebookCellOutputItem[] {
  return toItems(content, vscode.workspace.isTrusted ? find : undefined).map(
    ({ data, mime }) => new vscode.NotebookCellOutputItem(data, mime),
  );
}

/** Whether two outputs differ in what the editor saves beside their items, which only a new output can change. */
export function needsNewOutput(before: Output, after: Output): boolean {
  return JSON.stringify(toMetadata(before)) !== JSON.stringify(toMetadata(after));
}
