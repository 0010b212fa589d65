import * as vscode from 'vscode';
import {
  type ColumnRole,
  type ColumnRoles,
  featureOptions,
  foundRole,
  hasFeatures,
  possibleRoles,
  rolesOf,
} from './column-choices.ts';
import { columnDetail, labelChoices } from './table.ts';
import type { TableColumn } from './table-column.ts';

/** Asks which columns of a table are labels, then shows what each of the others is and why, to be changed. Undefined when the person gave up. */
export async function chooseRoles(file: string, columns: readonly TableColumn[]): Promise<ColumnRoles | undefined> {
  const choices = labelChoices(columns);
  if (choices.length === 0) {
    throw new Error(
      `${file} has no column that can be a label: those hold 0 and 1, true and false, or numbers. It has: ${columns.map(({ name, kind }) => `${name} (${kind})`).join(', ')}.`,
    );
  }
  const chosen = await vscode.window.showQuickPick(
    choices.map((column) => ({
      label: column.name,
      description: column.kind,
      detail: columnDetail(column),
      picked: column.likely === 'likely',
      column: columns.find(({ name }) => name === column.name) ?? column,
    })),
    { title: 'Which columns are labels?', placeHolder: 'What shall be predicted? One or more', canPickMany: true },
  );
  if (!chosen || chosen.length === 0) return undefined;
  return changeRoles(
    file,
    rolesOf(
      columns,
      chosen.map(({ column }) => column),
    ),
  );
}

type Item = vscode.QuickPickItem & { readonly column?: TableColumn; readonly isEnd?: true };

/** The list of all columns, again after each change, until the person goes on. */
async function changeRoles(file: string, found: ColumnRoles): Promise<ColumnRoles | undefined> {
  let roles = found;
  for (;;) {
    const isReady = hasFeatures(roles);
    const isChanged = Object.keys(featureOptions(roles)).length > 0;
    const end: Item = isReady
      ? {
          label: '$(check) Create the notebook',
          detail: isChanged ? 'With the columns as you changed them' : 'With the columns as they were found',
          isEnd: true,
        }
      : { label: '$(warning) A model has nothing to look at', detail: 'Choose a column below that it shall see' };
    const items: Item[] = [
      end,
      { label: 'Columns', kind: vscode.QuickPickItemKind.Separator },
      ...[...roles].map(([column, role]) => ({
        label: `$(${icons[role]}) ${column.name}`,
        description: role.endsWith('label') || role === foundRole(column) ? role : `${role}, chosen by you`,
        detail: columnDetail(column),
        column,
      })),
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: `What is each column of ${file}?`,
      placeHolder: 'Go on, or choose a column to use it as something else',
      matchOnDescription: true,
    });
    if (!chosen) return undefined;
    if (chosen.isEnd) return roles;
    if (!chosen.column) continue;
    const role = await chooseRole(chosen.column, roles.get(chosen.column) ?? 'left out');
    if (role) roles = new Map(roles).set(chosen.column, role);
  }
}

async function chooseRole(column: TableColumn, now: ColumnRole): Promise<ColumnRole | undefined> {
  const chosen = await vscode.window.showQuickPick(
    possibleRoles(column, now).map(({ role, about }) => ({
      label: `$(${icons[role]}) ${role}`,
      ...(role === now ? { description: 'now' } : {}),
      detail: about,
      role,
    })),
    { title: `What is ${column.name}?`, placeHolder: columnDetail(column) },
  );
  return chosen?.role;
}

const icons: Readonly<Record<ColumnRole, string>> = {
  'binary label': 'target',
  'numeric label': 'target',
  numeric: 'symbol-number',
  categorical: 'symbol-enum',
  list: 'list-unordered',
  'left out': 'circle-slash',
};
