import * as vscode from 'vscode';
import { entryName, entryTone, type RunEntry, type RunTone } from '../../kernel/payloads/runs/index.ts';
import { entrySummary, entryTip, type Telling } from './describe.ts';

/** What the tree shows: a run or a group of seeds, the runs of a group, and what there is to know of a run. */
export type Element =
  | { readonly kind: 'entry'; readonly entry: RunEntry }
  | { readonly kind: 'detail'; readonly name: string; readonly value: string };

/** Shape and colour say how grave it is. */
const icons: Readonly<Record<RunTone, readonly [icon: string, colour?: string]>> = {
  good: ['pass', 'charts.green'],
  finished: ['circle-large-outline'],
  running: ['loading~spin'],
  interrupted: ['debug-pause'],
  warning: ['warning', 'list.warningForeground'],
  error: ['error', 'list.errorForeground'],
};

export function treeItem(element: Element, telling: Telling): vscode.TreeItem {
  return element.kind === 'entry' ? entryItem(element.entry, telling) : detailItem(element);
}

function entryItem(entry: RunEntry, telling: Telling): vscode.TreeItem {
  const item = new vscode.TreeItem(entryName(entry), vscode.TreeItemCollapsibleState.Collapsed);
  const [icon, colour] = icons[entryTone(entry)];
  item.id = entry.key;
  item.description = entrySummary(entry, telling);
  item.iconPath = new vscode.ThemeIcon(icon, colour === undefined ? undefined : new vscode.ThemeColor(colour));
  item.contextValue = entry.kind;
  item.tooltip = `${entryTip(entry)}\n${item.description}`;
  item.accessibilityInformation = { label: `${entryName(entry)}, ${item.description}, ${entryTip(entry)}` };
  return item;
}

function detailItem({ name, value }: { readonly name: string; readonly value: string }): vscode.TreeItem {
  const item = new vscode.TreeItem(name);
  item.description = value;
  item.tooltip = `${name}: ${value}`;
  return item;
}
