import ts from 'typescript';
import type { DeclaredName } from './declared-names.ts';
import type { NotebookLanguage } from './notebook-language.ts';

/** What TypeScript knows of a name. */
export type QuickInfo = {
  /** As code, e.g. "const model: Model". */
  readonly signature: string;
  readonly documentation: readonly ts.SymbolDisplayPart[];
  readonly tags: readonly ts.JSDocTagInfo[];
  /** The name, as offsets of the cell. */
  readonly start: number;
  readonly end: number;
};

/** What is at an offset of a cell. */
export function quickInfoAt(language: NotebookLanguage, id: string, offset: number): QuickInfo | undefined {
  const module = language.module(id);
  const info = module && language.service.getQuickInfoAtPosition(language.fileOf(id), module.start + offset);
  if (!info) return undefined;
  const { displayParts = [], documentation = [], tags = [], textSpan } = info;
  const start = textSpan.start - module.start;
  const name = module.cell.text.slice(start, start + textSpan.length);
  const from = module.takes.get(name);
  const isImport = displayParts[1]?.text === 'alias' && from !== undefined;
  const signature = isImport ? withoutImport(displayParts, language.declared(from, name)) : textOf(displayParts);
  return { signature, documentation, tags, start, end: start + textSpan.length };
}

/** What a cell declares, as if one pointed at its declaration. */
export function quickInfoOf(language: NotebookLanguage, id: string, name: string): QuickInfo | undefined {
  const declared = language.declared(id, name);
  return declared && quickInfoAt(language, id, declared.start);
}

/** A name of another cell is an import to TypeScript: "(alias) const model: Model\nimport model". */
function withoutImport(parts: readonly ts.SymbolDisplayPart[], declared: DeclaredName | undefined): string {
  const last = parts.findLastIndex(({ text }, index) => text === 'import' && parts[index - 1]?.text === '\n');
  const text = textOf(parts.slice(4, last === -1 ? undefined : last - 1));
  // It leaves out the word where a function is called.
  return declared?.kind === 'function' && !text.startsWith('function ') ? `function ${text}` : text;
}

function textOf(parts: readonly ts.SymbolDisplayPart[]): string {
  return ts.displayPartsToString([...parts]);
}
