import ts from 'typescript';
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  type MarkupContent,
} from 'vscode-languageserver/node';
import {
  type Completion,
  completionsAt,
  offerOf,
  type PercentCompletions,
  percentCompletions,
  quickInfoOf,
} from '../../../kernel/cell/language/index.ts';
import { completionIcons } from './completion-icons.ts';
import { documentationOf, signatureText } from './documentation.ts';
import { cellEdit, rangeOf } from './locations.ts';
import type { Notebooks, Place } from './notebooks.ts';
import { withOffer } from './offers.ts';

const preferences: ts.UserPreferences = {
  includeCompletionsForImportStatements: true,
  includeCompletionsWithInsertText: true,
  includeAutomaticOptionalChainCompletions: true,
  allowIncompleteCompletions: true,
  quotePreference: 'single',
};

/** What an item needs to be described when it is looked at. */
type ItemData = {
  readonly cell: string;
  readonly offset: number;
  readonly from?: string | undefined;
  readonly source?: string | undefined;
  readonly entry?: ts.CompletionEntryData | undefined;
};

/** What may be written here: members, names of all cells, globals, and names that an import would bring. */
export function completion(place: Place, trigger: string | undefined): CompletionList | undefined {
  const { language, id, offset, document } = place;
  const percent = percentCompletions(document.getText(), language.module(id)?.lines ?? [], offset);
  const commands = percent ? percentItems(percent, document) : [];
  // A remainder is followed by any expression, for which nobody waits at this sign.
  if (percent?.isOnly || trigger === '%') return { items: commands, isIncomplete: trigger === '%' };
  const written = /[\p{ID_Continue}$]*$/u.exec(document.getText().slice(0, offset))?.[0].length ?? 0;
  // There are thousands to import: a letter or two first.
  const offersImports = written >= 2;
  const found = completionsAt(language, id, offset, {
    ...preferences,
    includeCompletionsForModuleExports: offersImports,
    ...(isTrigger(trigger) ? { triggerCharacter: trigger } : {}),
  });
  if (!found) return undefined;
  const sources = new Set(found.items.map(({ name, entry }) => `${name} ${entry?.source}`));
  const items = found.items
    // Node's modules have two names each; the kernel's own code uses the one that says so.
    .filter(({ name, entry }) => !entry?.source || !sources.has(`${name} node:${entry.source}`))
    .map((each) => itemOf(each, place));
  return { items: [...commands, ...items], isIncomplete: found.isIncomplete || !offersImports };
}

/** Commands of `%` lines. */
function percentItems({ items, start, end }: PercentCompletions, document: Place['document']): CompletionItem[] {
  const range = rangeOf(document, start, end);
  return items.map(({ name, about }, index) => ({
    label: name,
    kind: CompletionItemKind.Event,
    sortText: `0${index}`,
    textEdit: { newText: name, range },
    ...(about === '' ? {} : { documentation: about }),
  }));
}

const triggers = ['.', '"', "'", '`', '/', '@', '<', '#'] as const;

export const triggerCharacters: string[] = [...triggers, '%'];

function isTrigger(text: string | undefined): text is (typeof triggers)[number] {
  return (triggers as readonly (string | undefined)[]).includes(text);
}

/** TypeScript's rank of what a file declares. */
const sameFile = '11';

function itemOf({ name, kind, entry, from }: Completion, { language, id, offset, document }: Place): CompletionItem {
  const data: ItemData = { cell: id, offset, from, source: entry?.source, entry: entry?.data };
  const start = language.module(id)?.start ?? 0;
  const newText = entry?.insertText ?? name;
  const { replacementSpan: span } = entry ?? {};
  return {
    label: name,
    kind: completionIcons[kind] ?? CompletionItemKind.Text,
    sortText: entry?.sortText ?? sameFile,
    ...(entry?.isRecommended ? { preselect: true } : {}),
    ...(entry?.kindModifiers?.includes('deprecated') ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(entry?.source ? { labelDetails: { description: entry.source } } : {}),
    ...(span
      ? { textEdit: { newText, range: rangeOf(document, span.start - start, span.start - start + span.length) } }
      : {}),
    ...(span === undefined && entry?.insertText !== undefined ? { insertText: newText } : {}),
    ...(entry?.filterText !== undefined ? { filterText: entry.filterText } : {}),
    data,
  };
}

/** The type, the description and the import of an item. */
export function resolveCompletion(notebooks: Notebooks, item: CompletionItem): CompletionItem {
  if (!item.data) return item;
  const { cell, offset, from, source, entry } = item.data as ItemData;
  const place = notebooks.at(cell);
  const module = place?.language.module(cell);
  if (!place || !module) return item;
  if (from !== undefined) {
    const info = quickInfoOf(place.language, from, item.label);
    return info ? { ...item, detail: info.signature, documentation: documentationOf(info) } : item;
  }
  const { language } = place;
  const file = language.fileOf(cell);
  const details = language.service.getCompletionEntryDetails(
    file,
    module.start + offset,
    item.label,
    ts.getDefaultFormatCodeSettings('\n'),
    source,
    { ...preferences, includeCompletionsForModuleExports: source !== undefined },
    entry,
  );
  if (!details) return item;
  const imports = (details.codeActions ?? [])
    .flatMap(({ changes }) => changes)
    .filter(({ fileName }) => fileName === file)
    .flatMap(({ textChanges }) => textChanges.map((change) => cellEdit(place.document, module.start, change)));
  return {
    ...item,
    detail: [...(source ? [`import from ${source}`] : []), signatureText(details.displayParts)].join('\n'),
    documentation:
      source === undefined ? described(place, offset, item.label, documentationOf(details)) : documentationOf(details),
    ...(imports.length > 0 ? { additionalTextEdits: imports } : {}),
  };
}

/** With the options of a function of ours. */
function described({ language, id }: Place, offset: number, name: string, content: MarkupContent): MarkupContent {
  const program = language.service.getProgram();
  const file = program?.getSourceFile(language.fileOf(id));
  const position = (language.module(id)?.start ?? 0) + offset;
  const symbol = language.service.getCompletionEntrySymbol(language.fileOf(id), position, name, undefined);
  return program && file && symbol ? withOffer(content, offerOf(program.getTypeChecker(), symbol, file)) : content;
}
