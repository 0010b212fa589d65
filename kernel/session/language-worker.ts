/** A thread with TypeScript's language service: it takes seconds and 200 MB, so it starts with the first question. */
import { parentPort, workerData } from 'node:worker_threads';
import ts from 'typescript';
import { createCellLanguageService, type LanguageServiceOptions } from '../cell/language-service.ts';
import type { TypeAnswer, TypeQuestion } from './types.ts';

const cells = createCellLanguageService(workerData as LanguageServiceOptions);

function answer({ kind, sources, offset }: TypeQuestion): TypeAnswer {
  cells.update(sources);
  const index = sources.length - 1;
  const file = cells.fileOf(index);
  const position = cells.toFile(index, offset);
  if (kind === 'inspect') return { kind, text: quickInfo(file, position) };
  const entries = cells.service.getCompletionsAtPosition(file, position, {})?.entries ?? [];
  return { kind, members: entries.map(({ name, kind: entryKind }) => ({ name, type: memberType(entryKind) })) };
}

/** The signature of a name, its description and tags. A name of an earlier cell is an import here: its origin is asked. */
function quickInfo(file: string, position: number): string | undefined {
  const { service } = cells;
  const info = service.getQuickInfoAtPosition(file, position);
  const origin =
    info?.displayParts?.[1]?.text === 'alias' ? service.getDefinitionAtPosition(file, position)?.[0] : undefined;
  const original = origin && service.getQuickInfoAtPosition(origin.fileName, origin.textSpan.start);
  const { displayParts, documentation, tags = [] } = original ?? info ?? {};
  const tagLines = tags.map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`.trim());
  const parts = [ts.displayPartsToString(displayParts), ts.displayPartsToString(documentation), tagLines.join('\n')];
  return parts.filter((part) => part !== '').join('\n\n') || undefined;
}

function memberType(kind: ts.ScriptElementKind): string {
  switch (kind) {
    case ts.ScriptElementKind.functionElement:
    case ts.ScriptElementKind.memberFunctionElement:
    case ts.ScriptElementKind.localFunctionElement:
      return 'function';
    case ts.ScriptElementKind.classElement:
      return 'class';
    case ts.ScriptElementKind.keyword:
      return 'keyword';
    case ts.ScriptElementKind.moduleElement:
    case ts.ScriptElementKind.externalModuleName:
      return 'module';
    default:
      return 'property';
  }
}

parentPort?.on('message', ({ id, question }: { id: number; question: TypeQuestion }) => {
  try {
    parentPort?.postMessage({ id, answer: answer(question) });
  } catch {
    // TypeScript gives up on some unfinished text; the next key stroke asks again.
    parentPort?.postMessage({ id, answer: undefined });
  }
});
