import * as vscode from 'vscode';
import type { Output } from '../../kernel/jupyter/index.ts';
import { toItems, toMetadata } from './items.ts';

/** An output in the editor. */
export type Shown = {
  readonly output: vscode.NotebookCellOutput;
  /** What the output holds now. */
  content: Output;
  /** Whether the editor has it. */
  arrived: boolean;
};

export function show(content: Output): Shown {
  return { output: new vscode.NotebookCellOutput(outputItems(content), toMetadata(content)), content, arrived: false };
}

export function outputItems(content: Output): vscode.NotebookCellOutputItem[] {
  return toItems(content).map(({ data, mime }) => new vscode.NotebookCellOutputItem(data, mime));
}

/** Whether two outputs differ in what the editor saves beside their items, which only a new output can change. */
export function needsNewOutput(before: Output, after: Output): boolean {
  return JSON.stringify(toMetadata(before)) !== JSON.stringify(toMetadata(after));
}
