import { pathToFileURL } from 'node:url';
import type ts from 'typescript';
import type { Location, Range, TextEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Notebooks, OpenNotebook } from './notebooks.ts';

/** A part of a file as a place in the editor; undefined for what is generated and in no cell. */
export function locationOf(
  notebooks: Notebooks,
  { language }: OpenNotebook,
  file: string,
  span: ts.TextSpan,
): Location | undefined {
  const module = language.moduleOf(file);
  if (module) {
    const document = notebooks.document(module.cell.id);
    const [start, end] = [span.start - module.start, span.start + span.length - module.start];
    if (!document || start < 0 || end > module.cell.text.length) return undefined;
    return { uri: document.uri, range: rangeOf(document, start, end) };
  }
  const source = language.service.getProgram()?.getSourceFile(file);
  if (!source) return undefined;
  const range = {
    start: source.getLineAndCharacterOfPosition(span.start),
    end: source.getLineAndCharacterOfPosition(span.start + span.length),
  };
  return { uri: pathToFileURL(file).href, range };
}

export function rangeOf(document: TextDocument, start: number, end: number): Range {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** A change of a cell's module as one of the cell. TypeScript may put an import behind the generated ones: that is the start of the cell. */
export function cellEdit(document: TextDocument, moduleStart: number, { span, newText }: ts.TextChange): TextEdit {
  const start = span.start - moduleStart;
  // What goes before the cell's own text has its line break.
  if (start < 0 || (start === 0 && span.length === 0 && /^\s*import\b/.test(newText))) {
    return { range: rangeOf(document, 0, 0), newText: `${newText.trim()}\n` };
  }
  return { range: rangeOf(document, start, start + span.length), newText };
}
