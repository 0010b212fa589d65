import * as vscode from 'vscode';
import type { Feature } from '../feature.ts';

/** “Take the Tour”: the walkthrough of the manifest, whose pictures ./walkthrough-pictures.ts draws. */
export const walkthrough: Feature = ({ context }) =>
  vscode.commands.registerCommand('multitask-notebook.openWalkthrough', () =>
    vscode.commands.executeCommand('workbench.action.openWalkthrough', `${context.extension.id}#start`),
  );
