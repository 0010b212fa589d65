import type ts from 'typescript';
import type { Location } from 'vscode-languageserver/node';
import { locationOf } from './locations.ts';
import type { Notebooks, Place } from './notebooks.ts';

/** Every place, in any cell, that means the same thing. */
export function references(
  notebooks: Notebooks,
  place: Place,
  { includeDeclaration }: { readonly includeDeclaration: boolean },
): readonly Location[] {
  const { language, id, offset } = place;
  const position = (language.module(id)?.start ?? 0) + offset;
  const { service } = language;
  const file = language.fileOf(id);
  const key = ({ fileName, textSpan }: ts.DocumentSpan): string => `${textSpan.start} ${fileName}`;
  // TypeScript's own mark of a declaration is about the import that another cell's name is here.
  const declarations = includeDeclaration ? [] : (service.getDefinitionAtPosition(file, position) ?? []);
  const left = new Set(declarations.map(key));
  return (service.findReferences(file, position) ?? [])
    .flatMap(({ references }) => references)
    .filter((reference) => !left.has(key(reference)))
    .flatMap(({ fileName, textSpan }) => locationOf(notebooks, place, fileName, textSpan) ?? []);
}
