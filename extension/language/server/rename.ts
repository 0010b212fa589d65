import ts from 'typescript';
import { ErrorCodes, type Range, ResponseError, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver/node';
import { rangeOf } from './locations.ts';
import type { Notebooks, Place } from './notebooks.ts';

/** The name that a rename would change; an error says why it cannot. */
export function prepareRename({ language, id, document, offset }: Place): { range: Range; placeholder: string } {
  const start = language.module(id)?.start ?? 0;
  const info = language.service.getRenameInfo(language.fileOf(id), start + offset, preferences);
  if (!info.canRename) throw new ResponseError(ErrorCodes.InvalidRequest, info.localizedErrorMessage);
  const first = info.triggerSpan.start - start;
  return { range: rangeOf(document, first, first + info.triggerSpan.length), placeholder: info.displayName };
}

/** Another name, in all cells that mean it, and nowhere in generated text or in packages. */
export function rename(notebooks: Notebooks, place: Place, newName: string): WorkspaceEdit {
  if (!isIdentifier(newName)) {
    throw new ResponseError(ErrorCodes.InvalidParams, `“${newName}” is no name. Use letters, digits, _ and $.`);
  }
  const { language, id, offset } = place;
  const start = language.module(id)?.start ?? 0;
  const info = language.service.getRenameInfo(language.fileOf(id), start + offset, preferences);
  if (!info.canRename) throw new ResponseError(ErrorCodes.InvalidRequest, info.localizedErrorMessage);
  const { displayName: name, triggerSpan } = info;

  const ofNotebook = acrossCells(place, name);
  const isOfNotebook = ofNotebook.some(
    ({ fileName, textSpan }) => fileName === language.fileOf(id) && textSpan.start === triggerSpan.start,
  );
  const locations = isOfNotebook ? ofNotebook : locationsAt(place, id, triggerSpan.start);
  const changes: Record<string, TextEdit[]> = {};
  for (const { fileName, textSpan, prefixText = '', suffixText = '' } of locations) {
    const module = language.moduleOf(fileName);
    const document = module && notebooks.document(module.cell.id);
    if (!document || textSpan.start < module.start) continue;
    const first = textSpan.start - module.start;
    const edit = {
      range: rangeOf(document, first, first + textSpan.length),
      newText: `${prefixText}${newName}${suffixText}`,
    };
    changes[document.uri] = [...(changes[document.uri] ?? []), edit];
  }
  return { changes };
}

// `{ x }` becomes `{ x: y }`, and `import { x }` becomes `import { x as y }`.
const preferences = { providePrefixAndSuffixTextForRename: true } as const;

/**
 * Where a name of the notebook stands: in the cell that declares it, and in those that take it from there. TypeScript would
 * stop at the generated imports and exports, so each of these modules is asked.
 */
function acrossCells(place: Place, name: string): readonly ts.RenameLocation[] {
  const { language, id } = place;
  const here = language.module(id);
  const declaring = language.declared(id, name) ? id : here?.takes.get(name);
  const declared = declaring === undefined ? undefined : language.declared(declaring, name);
  if (declaring === undefined || !declared) return [];
  const declaringModule = language.module(declaring);
  const inDeclaring = locationsAt(place, declaring, (declaringModule?.start ?? 0) + declared.start);
  const taking = language.modules().filter(({ takes }) => takes.get(name) === declaring);
  return [
    ...inDeclaring,
    ...taking.flatMap(({ cell, text, start }) => locationsAt(place, cell.id, importOf(name, text.slice(0, start)))),
  ];
}

function locationsAt({ language }: Place, id: string, position: number): readonly ts.RenameLocation[] {
  return language.service.findRenameLocations(language.fileOf(id), position, false, false, preferences) ?? [];
}

/** Where a generated line imports a name. */
function importOf(name: string, line: string): number {
  const pattern = new RegExp(`[{,] ${name.replaceAll('$', '\\$')}(?=[ ,])`, 'u');
  return (pattern.exec(line)?.index ?? 0) + 2;
}

function isIdentifier(text: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.ES2022, true, ts.LanguageVariant.Standard, text);
  return scanner.scan() === ts.SyntaxKind.Identifier && scanner.getTextPos() === text.length;
}
