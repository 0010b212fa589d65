import ts from 'typescript';
import { type CodeAction, CodeActionKind, type CodeActionParams, type TextEdit } from 'vscode-languageserver/node';
import { unknownOptions } from '../../../kernel/cell/language/index.ts';
import { cellEdit, rangeOf } from './locations.ts';
import type { Notebooks, Place } from './notebooks.ts';

/** What would mend the mistakes under the cursor. `at` is the cell. */
export function codeActions(notebooks: Notebooks, at: Place, { range, context }: CodeActionParams): CodeAction[] {
  if (context.only && !context.only.some((kind) => isWithin(CodeActionKind.QuickFix, kind))) return [];
  const [start, end] = [at.document.offsetAt(range.start), at.document.offsetAt(range.end)];
  return [...optionFixes(at, start, end, context), ...typescriptFixes(notebooks, at, context)];
}

type Context = CodeActionParams['context'];

/** The names of options that may have been meant. */
function optionFixes({ language, id, document }: Place, start: number, end: number, context: Context): CodeAction[] {
  return unknownOptions(language, id).flatMap((unknown) => {
    if (unknown.start > end || unknown.end < start) return [];
    const range = rangeOf(document, unknown.start, unknown.end);
    const written = document.getText(range);
    const isShorthand = /^[\p{ID_Start}$_]/u.test(written) && !isFollowedByColon(document.getText(), unknown.end);
    // What belongs within another option cannot be put there by writing another name.
    return unknown.instead
      .filter((name) => !name.includes('.'))
      .map((name, index) => ({
        title: `Change ${written} to ${name}`,
        kind: CodeActionKind.QuickFix,
        isPreferred: index === 0,
        diagnostics: context.diagnostics.filter(({ code }) => code === 'unknown-option'),
        edit: { changes: { [document.uri]: [{ range, newText: isShorthand ? `${name}: ${written}` : name }] } },
      }));
  });
}

function isFollowedByColon(text: string, offset: number): boolean {
  return /^\s*[:(]/.test(text.slice(offset));
}

function typescriptFixes(notebooks: Notebooks, { language, id, document }: Place, context: Context): CodeAction[] {
  const shift = language.module(id)?.start ?? 0;
  const found = new Map<string, CodeAction>();
  for (const diagnostic of context.diagnostics) {
    if (typeof diagnostic.code !== 'number') continue;
    const [start, end] = [document.offsetAt(diagnostic.range.start), document.offsetAt(diagnostic.range.end)];
    const fixes = language.service.getCodeFixesAtPosition(
      language.fileOf(id),
      shift + start,
      shift + end,
      [diagnostic.code],
      format,
      preferences,
    );
    for (const fix of fixes) {
      const changes = editsOf(notebooks, language, fix.changes);
      if (!changes || fix.commands?.length || found.has(fix.description)) continue;
      found.set(fix.description, {
        title: fix.description,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        isPreferred: found.size === 0 && preferred.has(fix.fixName),
        edit: { changes },
      });
    }
  }
  return [...found.values()];
}

/** As edits of cells; undefined where a fix changes other files, or imports what a cell takes from another anyway. */
function editsOf(
  notebooks: Notebooks,
  language: Place['language'],
  changes: readonly ts.FileTextChanges[],
): Record<string, TextEdit[]> | undefined {
  const edits: Record<string, TextEdit[]> = {};
  for (const { fileName, textChanges } of changes) {
    const module = language.moduleOf(fileName);
    const document = module && notebooks.document(module.cell.id);
    if (!document || textChanges.some(({ newText }) => /['"](?:cell:|[^'"]*\.cell-)/.test(newText))) return undefined;
    edits[document.uri] = textChanges.map((change) =>
      cellEdit(document, module.start, unindented(module.text, change)),
    );
  }
  return edits;
}

/** TypeScript sometimes indents a word that it puts before a line. */
function unindented(text: string, change: ts.TextChange): ts.TextChange {
  const { span, newText } = change;
  const isAtStart = text[span.start - 1] === '\n' && /^\S/.test(text.slice(span.start));
  return isAtStart && span.length === 0 && !newText.includes('\n') ? { span, newText: newText.trimStart() } : change;
}

function isWithin(kind: string, asked: string): boolean {
  return asked === '' || kind === asked || kind.startsWith(`${asked}.`);
}

const preferred: ReadonlySet<string> = new Set(['spelling', 'import', 'addMissingAwait', 'fixMissingAwait']);
const preferences: ts.UserPreferences = { quotePreference: 'single', includeCompletionsForModuleExports: true };
const format: ts.FormatCodeSettings = {
  ...ts.getDefaultFormatCodeSettings('\n'),
  indentSize: 2,
  semicolons: ts.SemicolonPreference.Insert,
};
