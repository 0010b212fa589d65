import type { Location } from 'vscode-languageserver/node';
import { locationOf } from './locations.ts';
import type { Notebooks, Place } from './notebooks.ts';

/** Where a name is declared: in this cell, another one, a file beside the notebook, or a package. */
export function definition(notebooks: Notebooks, place: Place): readonly Location[] {
  const { language, id, offset } = place;
  const position = (language.module(id)?.start ?? 0) + offset;
  const found = language.service.getDefinitionAtPosition(language.fileOf(id), position) ?? [];
  return found.flatMap(({ fileName, textSpan }) => locationOf(notebooks, place, fileName, textSpan) ?? []);
}
