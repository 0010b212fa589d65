import ts from 'typescript';
import { type CellModule, nearest } from './cell-module.ts';
import type { NameKind } from './declared-names.ts';
import type { NotebookLanguage } from './notebook-language.ts';

/** Something that may be written at a place. */
export type Completion = {
  readonly name: string;
  readonly kind: NameKind | ts.ScriptElementKind;
  /** What TypeScript said of it; none for names of other cells that this cell does not mention yet. */
  readonly entry?: ts.CompletionEntry;
  /** The cell that declares the name, if another one does. */
  readonly from?: string;
};

export type Completions = {
  readonly items: readonly Completion[];
  /** Names in scope have no place here. */
  readonly isMember: boolean;
  /** Another key stroke may bring other items, not only fewer. */
  readonly isIncomplete: boolean;
};

/** What may be written at an offset of a cell: TypeScript's entries, and the names of all other cells. */
export function completionsAt(
  language: NotebookLanguage,
  id: string,
  offset: number,
  preferences: ts.GetCompletionsAtPositionOptions,
): Completions | undefined {
  const module = language.module(id);
  if (!module) return undefined;
  const { service } = language;
  const info = service.getCompletionsAtPosition(language.fileOf(id), module.start + offset, preferences);
  if (!info) return undefined;

  const entries = info.entries.filter(({ source }) => !source || isModule(source));
  const own = new Set(entries.filter(({ source }) => !source).map(({ name }) => name));
  const items = entries.map((entry): Completion => {
    const { name, kind } = entry;
    const from = entry.kind === ts.ScriptElementKind.alias ? module.takes.get(name) : undefined;
    const declared = from === undefined ? undefined : language.declared(from, name);
    return from === undefined || !declared ? { name, kind, entry } : { name, kind: declared.kind, entry, from };
  });
  const place = placeOf(info);
  const others = place === 'elsewhere' ? [] : namesOfOthers(language.modules(), module, place);
  return {
    items: [...others.filter(({ name }) => !own.has(name)), ...items],
    isMember: place === 'elsewhere',
    isIncomplete: info.isIncomplete ?? false,
  };
}

type Place = 'value' | 'type' | 'elsewhere';

/** Whether any name in scope may be written, or only a member, the text of a string … */
function placeOf({ entries, isMemberCompletion }: ts.CompletionInfo): Place {
  if (isMemberCompletion) return 'elsewhere';
  const keywords = new Set(entries.filter(({ kind }) => kind === ts.ScriptElementKind.keyword).map(({ name }) => name));
  if (keywords.has('typeof') && keywords.has('new')) return 'value';
  return keywords.has('keyof') ? 'type' : 'elsewhere';
}

const typeKinds: ReadonlySet<NameKind> = new Set(['class', 'enum', 'namespace', 'interface', 'type', 'import']);

function namesOfOthers(modules: readonly CellModule[], to: CellModule, place: Place): readonly Completion[] {
  return [...nearest(modules, modules.indexOf(to))]
    .filter(([, { kind }]) => (place === 'type' ? typeKinds.has(kind) : kind !== 'interface' && kind !== 'type'))
    .map(([name, { kind, from }]) => ({ name, kind, from }));
}

/** Whether a person would import from there: cells' names are in scope already, and the library's files are its own. */
function isModule(source: string): boolean {
  return !/(^|\/)\.cell-|^cell:|\/dist\/(types|kernel)\//.test(source);
}
