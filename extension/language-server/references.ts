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
  const found = language.service.findReferences(language.fileOf(id), position) ?? [];
  return found
    .flatMap(({ references }) => references)
    .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
    .flatMap(({ fileName, textSpan }) => locationOf(notebooks, place, fileName, textSpan) ?? []);
}
