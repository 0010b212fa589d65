import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CompletionItem, CompletionItemKind, type CompletionList } from 'vscode-languageserver/node';
import { type ColumnPlace, columnPlaceAt } from '../../../kernel/cell/language/index.ts';
import { rangeOf } from './locations.ts';
import type { Place } from './notebooks.ts';
import type { ColumnName, ColumnsQuestion } from './protocol.ts';

/** Names of columns, as far as they are known by now. */
export interface ColumnNames {
  /** What may be written at a place where a column is named; undefined elsewhere. Never waits. */
  complete(place: Place): CompletionList | undefined;
  /** Reads the tables that a text names, before anybody asks for their columns. */
  prepare(notebook: string, text: string): void;
}

type Known = { readonly columns: readonly ColumnName[]; readonly version: number };

/** @param ask answers later: it reads the file, or asks the kernel if that has time. Undefined where nobody knows. */
export function createColumnNames(
  homeFolder: () => string,
  ask: (question: ColumnsQuestion) => Promise<readonly ColumnName[] | undefined>,
): ColumnNames {
  const known = new Map<string, Known>();
  const asked = new Set<string>();

  /** What is known of it; asks again where that may be old. */
  const columnsOf = (question: ColumnsQuestion): readonly ColumnName[] | undefined => {
    const { notebook, of } = question;
    const key = of.kind === 'file' ? of.path : `${notebook} ${of.name}`;
    const before = known.get(key);
    // The value of a variable may be another since the last cell.
    const version = of.kind === 'file' ? versionOf(of.path) : Number.NaN;
    if (version !== undefined && before?.version !== version && !asked.has(key)) {
      asked.add(key);
      ask(question)
        .then((columns) => {
          if (columns) known.set(key, { columns, version });
        })
        // Nobody knows; the next key stroke asks again.
        .catch(() => {})
        .finally(() => asked.delete(key));
    }
    return before?.columns;
  };

  return {
    prepare(notebook, text) {
      for (const [, , source = ''] of text.matchAll(/\btable\(\s*(['"`])(.*?)\1/g)) {
        const path = pathOf(notebook, source, homeFolder());
        if (path !== undefined) columnsOf({ notebook, of: { kind: 'file', path } });
      }
    },
    complete(place) {
      const at = columnPlaceAt(place.language, place.id, place.offset);
      if (!at) return undefined;
      const file = at.file === undefined ? undefined : pathOf(place.uri, at.file, homeFolder());
      const questions: readonly ColumnsQuestion['of'][] = [
        ...(file === undefined ? [] : [{ kind: 'file', path: file } as const]),
        ...at.variables.map((name) => ({ kind: 'variable', name }) as const),
      ];
      const answers = questions.map((of) => columnsOf({ notebook: place.uri, of }));
      const columns = answers.find((each) => each !== undefined && each.length > 0) ?? [];
      const items = columns
        .filter(({ name }) => !at.taken.includes(name))
        .map((column, index) => itemOf(column, index, at, place));
      return { items, isIncomplete: true };
    },
  };
}

function itemOf({ name, use }: ColumnName, index: number, at: ColumnPlace, { document }: Place): CompletionItem {
  const newText =
    at.quote === undefined
      ? keyOf(name)
      : name.replace(/[\\'"`]/g, (each) => (each === at.quote || each === '\\' ? `\\${each}` : each));
  return {
    label: name,
    kind: CompletionItemKind.Field,
    detail: use,
    filterText: newText,
    // As in the table.
    sortText: String(index).padStart(6, '0'),
    textEdit: { newText, range: rangeOf(document, at.start, at.end) },
  };
}

function keyOf(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : `'${name.replace(/[\\']/g, '\\$&')}'`;
}

/** A file that is there: what is a pattern, a query or an address is read when its cell runs. */
function pathOf(notebook: string, source: string, homeFolder: string): string | undefined {
  const path = resolve(notebook.startsWith('file:') ? dirname(fileURLToPath(notebook)) : homeFolder, source);
  return versionOf(path) === undefined ? undefined : path;
}

function versionOf(path: string): number | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() && !/\.sql$/i.test(path) ? stats.mtimeMs : undefined;
  } catch {
    // A name that no system takes.
    return undefined;
  }
}
