import type ts from 'typescript';
import { cellService, ownChanges } from './cell-service.ts';

/** What formatting changes in a cell: nothing where it is not finished. */
export function formatted(
  typescript: typeof ts,
  text: string,
  range: ts.TextRange,
  settings: ts.FormatCodeSettings,
): ts.TextChange[] {
  const cell = cellService(typescript, text);
  if (!cell) return [];
  const { service, file, shift } = cell;
  const changes = service.getFormattingEditsForRange(file, range.pos + shift, range.end + shift, settings);
  service.dispose();
  return ownChanges(cell, text, changes);
}

/** Sorts and joins a cell's imports, and takes away those that neither it nor any of `others`, the notebook's other cells, mentions. */
export function organised(
  typescript: typeof ts,
  text: string,
  others: readonly string[],
  settings: ts.FormatCodeSettings,
  preferences: ts.UserPreferences | undefined,
): ts.TextChange[] {
  const mentioned = new Set(others.flatMap((other) => other.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []));
  const kept = importedNames(typescript, text).filter((name) => mentioned.has(name));
  // TypeScript keeps what the file itself uses.
  const cell = cellService(typescript, text, kept.length > 0 ? `\n;[${kept.join(', ')}];\n` : '');
  if (!cell) return [];
  const { service, file } = cell;
  const changes = service.organizeImports({ type: 'file', fileName: file }, settings, preferences);
  service.dispose();
  return ownChanges(
    cell,
    text,
    changes.flatMap(({ textChanges }) => textChanges),
  );
}

function importedNames(typescript: typeof ts, text: string): readonly string[] {
  const { statements } = typescript.createSourceFile('/cell.tsx', text, typescript.ScriptTarget.ESNext);
  return statements.filter(typescript.isImportDeclaration).flatMap(({ importClause }) => {
    const { name, namedBindings } = importClause ?? {};
    const named = !namedBindings
      ? []
      : typescript.isNamespaceImport(namedBindings)
        ? [namedBindings.name]
        : namedBindings.elements.map((each) => each.name);
    return [...(name ? [name] : []), ...named].map((each) => each.text);
  });
}
