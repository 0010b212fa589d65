/** A thread with TypeScript's language service: it takes a second and 200 MB, so it starts with the first question. */
import { parentPort, workerData } from 'node:worker_threads';
import ts from 'typescript';
import {
  type Cell,
  completionsAt,
  createNotebookLanguage,
  type NotebookLanguageOptions,
  quickInfoAt,
} from '../cell/language/index.ts';
import type { TypeAnswer, TypeQuestion } from './types.ts';

const language = createNotebookLanguage(workerData as NotebookLanguageOptions);
const written = 'written';
let ids: ReadonlyMap<string, string> = new Map();
let count = 0;

/** The cells that ran keep their names while others come and go, so TypeScript reads each once. */
function cellsOf(sources: readonly string[]): readonly Cell[] {
  const ran = new Map(sources.slice(0, -1).map((text) => [text, ids.get(text) ?? String(++count)]));
  ids = ran;
  return [...[...ran].map(([text, id]) => ({ text, id })), { text: sources.at(-1) ?? '', id: written }].map((cell) => ({
    ...cell,
    language: 'typescript',
  }));
}

function answer({ kind, sources, offset }: TypeQuestion): TypeAnswer {
  language.update(cellsOf(sources));
  if (kind === 'inspect') return { kind, text: describe(offset) };
  const { items = [], isMember = false } = completionsAt(language, written, offset, {}) ?? {};
  return { kind, isMember, members: items.map((item) => ({ name: item.name, type: memberType(item.kind) })) };
}

/** The signature of a name, its description and tags. */
function describe(offset: number): string | undefined {
  const info = quickInfoAt(language, written, offset);
  // A name that nobody declares is "any".
  if (!info || info.signature === 'any') return undefined;
  const tags = info.tags.map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`.trim());
  const documentation = ts.displayPartsToString([...info.documentation]);
  return [info.signature, documentation, tags.join('\n')].filter((part) => part !== '').join('\n\n');
}

function memberType(kind: string): string {
  if (/function|method/.test(kind)) return 'function';
  if (/module|namespace|import/.test(kind)) return 'module';
  return kind === 'class' || kind === 'keyword' ? kind : 'property';
}

parentPort?.on('message', (message: 'refresh' | { id: number; question: TypeQuestion }) => {
  if (message === 'refresh') return language.refresh();
  const { id, question } = message;
  try {
    parentPort?.postMessage({ id, answer: answer(question) });
  } catch {
    // TypeScript gives up on some unfinished text; the next key stroke asks again.
    parentPort?.postMessage({ id, answer: undefined });
  }
});
