import ts from 'typescript';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver/node';
import { rangeOf } from './locations.ts';
import type { Place } from './notebooks.ts';

/** What a cell declares, for the outline and breadcrumbs. */
export function documentSymbols({ language, id, document }: Place): readonly DocumentSymbol[] {
  const start = language.module(id)?.start ?? 0;

  const symbols = (items: readonly ts.NavigationTree[] = []): readonly DocumentSymbol[] =>
    items.flatMap((item): readonly DocumentSymbol[] => {
      const span = item.spans[0];
      const kind = kinds.get(item.kind);
      if (!span || span.start < start || kind === undefined) return [];
      const range = (part: ts.TextSpan) => rangeOf(document, part.start - start, part.start - start + part.length);
      return [
        {
          name: item.text,
          kind,
          range: range(span),
          selectionRange: range(item.nameSpan ?? span),
          children: [...symbols(item.childItems)],
        },
      ];
    });

  return symbols(language.service.getNavigationTree(language.fileOf(id)).childItems);
}

const kinds: ReadonlyMap<string, SymbolKind> = new Map([
  [ts.ScriptElementKind.classElement, SymbolKind.Class],
  [ts.ScriptElementKind.localClassElement, SymbolKind.Class],
  [ts.ScriptElementKind.interfaceElement, SymbolKind.Interface],
  [ts.ScriptElementKind.typeElement, SymbolKind.TypeParameter],
  [ts.ScriptElementKind.enumElement, SymbolKind.Enum],
  [ts.ScriptElementKind.enumMemberElement, SymbolKind.EnumMember],
  [ts.ScriptElementKind.moduleElement, SymbolKind.Module],
  [ts.ScriptElementKind.functionElement, SymbolKind.Function],
  [ts.ScriptElementKind.localFunctionElement, SymbolKind.Function],
  [ts.ScriptElementKind.memberFunctionElement, SymbolKind.Method],
  [ts.ScriptElementKind.constructorImplementationElement, SymbolKind.Constructor],
  [ts.ScriptElementKind.memberVariableElement, SymbolKind.Property],
  [ts.ScriptElementKind.memberGetAccessorElement, SymbolKind.Property],
  [ts.ScriptElementKind.memberSetAccessorElement, SymbolKind.Property],
  [ts.ScriptElementKind.variableElement, SymbolKind.Variable],
  [ts.ScriptElementKind.localVariableElement, SymbolKind.Variable],
  [ts.ScriptElementKind.variableUsingElement, SymbolKind.Variable],
  [ts.ScriptElementKind.variableAwaitUsingElement, SymbolKind.Variable],
  [ts.ScriptElementKind.letElement, SymbolKind.Variable],
  [ts.ScriptElementKind.constElement, SymbolKind.Constant],
]);
