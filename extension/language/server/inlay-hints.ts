import ts from 'typescript';
import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver/node';
import type { Place } from './notebooks.ts';

/** The setting `multitask-notebook.inlayHints`. */
export type InlayHintSetting = 'off' | 'parameters' | 'all';

/** Names of parameters and types that nobody wrote, between the words of a cell. */
export function inlayHints(place: Place, range: Range, setting: InlayHintSetting): InlayHint[] {
  const { language, id, document } = place;
  const module = language.module(id);
  if (!module || setting === 'off') return [];
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const span = { start: module.start + start, length: end - start };
  return language.service
    .provideInlayHints(language.fileOf(id), span, preferencesOf[setting])
    .filter(({ position }) => position >= module.start && position <= module.end)
    .map(({ position, text, displayParts, kind, whitespaceBefore, whitespaceAfter }) => ({
      position: document.positionAt(position - module.start),
      label: text || (displayParts ?? []).map((part) => part.text).join(''),
      ...(kind === ts.InlayHintKind.Parameter ? { kind: InlayHintKind.Parameter } : {}),
      ...(kind === ts.InlayHintKind.Type ? { kind: InlayHintKind.Type } : {}),
      paddingLeft: whitespaceBefore ?? false,
      paddingRight: whitespaceAfter ?? false,
    }));
}

const parameters: ts.UserPreferences = {
  includeInlayParameterNameHints: 'literals',
  includeInlayParameterNameHintsWhenArgumentMatchesName: false,
};

const preferencesOf: Readonly<Record<Exclude<InlayHintSetting, 'off'>, ts.UserPreferences>> = {
  parameters,
  all: {
    ...parameters,
    includeInlayVariableTypeHints: true,
    includeInlayVariableTypeHintsWhenTypeMatchesName: false,
    includeInlayFunctionParameterTypeHints: true,
    includeInlayFunctionLikeReturnTypeHints: true,
    includeInlayPropertyDeclarationTypeHints: true,
    includeInlayEnumMemberValueHints: true,
  },
};

/** What the editor's settings say; off where they say nothing. */
export function inlayHintSetting(value: unknown): InlayHintSetting {
  return value === 'parameters' || value === 'all' ? value : 'off';
}
