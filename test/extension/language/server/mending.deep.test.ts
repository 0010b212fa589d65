import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  type Diagnostic,
  DidChangeConfigurationNotification,
  HoverRequest,
  type InlayHint,
  InlayHintRequest,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fiftyCells } from '../../../support/fifty-cells.ts';
import { openEditor, type TestEditor } from '../../../support/language-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
let editor: TestEditor;

beforeAll(async () => {
  editor = await openEditor(fiftyCells(), folder);
});
afterAll(async () => {
  await editor.close();
  rmSync(folder, { recursive: true });
});

/** What the cell becomes with each quick fix of its mistakes. */
async function mended(text: string, code: unknown, cell = 'filler5'): Promise<Readonly<Record<string, string>>> {
  const { textDocument } = editor.write(cell, `${text}¦`);
  // Those of the text before may come first.
  const isIt = (each: Diagnostic): boolean =>
    each.code === code && String(each.message).includes(editor.document(cell).getText(each.range) || ' nothing ');
  const { diagnostics } = await editor.diagnosed(cell, (params) => params.diagnostics.some(isIt));
  const mistake = diagnostics.find(isIt);
  if (!mistake) throw new Error(`Nothing is wrong with ${text}.`);
  const params = { textDocument, range: mistake.range, context: { diagnostics: [mistake] } };
  const actions = (await editor.connection.sendRequest(CodeActionRequest.type, params)) as readonly CodeAction[] | null;
  return Object.fromEntries(
    (actions ?? []).map(({ title, edit }) => [
      title,
      TextDocument.applyEdits(editor.document(cell), edit?.changes?.[textDocument.uri] ?? []),
    ]),
  );
}

describe('quick fixes', () => {
  it.each([
    [
      'model.fit(data.train, { learningrate: 1 })',
      'unknown-option',
      'Change learningrate to learningRate',
      'model.fit(data.train, { learningRate: 1 })',
    ],
    [
      'const epoch = 3;\nmodel.fit(data.train, { epoch })',
      'unknown-option',
      'Change epoch to epochs',
      'const epoch = 3;\nmodel.fit(data.train, { epochs: epoch })',
    ],
    ['rows.lenght', 2551, "Change spelling to 'length'", 'rows.length'],
    ['existsSync("a")', 2304, 'Add import from "node:fs"', 'import { existsSync } from \'node:fs\';\nexistsSync("a")'],
    [
      'function f() { await model.fit(data.train) }',
      1308,
      'Add async modifier to containing function',
      'async function f() { await model.fit(data.train) }',
    ],
  ])('%s (%s): %s', async (text, code, title, expected) => {
    expect(await mended(text, code)).toMatchObject({ [title]: expected });
  });

  it('nothing is offered for what belongs within another option', async () => {
    expect(await mended('model.fit(data.train, { patience: 1 })', 'unknown-option')).toEqual({});
  });
});

it('inlay hints are off until the setting says otherwise', async () => {
  const { textDocument, position } = editor.write('filler5', 'const hinted = clicks([], "Oslo");¦');
  const ask = async (): Promise<readonly string[]> => {
    const range = { start: { line: 0, character: 0 }, end: position };
    const hints = (await editor.connection.sendRequest(InlayHintRequest.type, { textDocument, range })) ?? [];
    return hints.map(({ label, position: at }: InlayHint) => `${at.character} ${label}`);
  };
  const set = (inlayHints: unknown) =>
    editor.connection.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { 'multitask-notebook': { inlayHints } },
    });
  expect(await ask()).toEqual([]);
  await set('parameters');
  expect(await ask()).toEqual(['26 city:']);
  await set('all');
  expect(await ask()).toEqual(['12 : number', '26 city:']);
  await set('nonsense');
  expect(await ask()).toEqual([]);
});

describe('hovers list', () => {
  it.each([
    ['models.mm¦oe', '- `experts` — How many experts; 8 without this.'],
    ['model.f¦it(data.train)', '- `epochs` — Passes over the rows; 1 without this'],
    ['dis¦play(1)', '- `display_id` — Names the display'],
    ['mod¦els', '- `mmoe` — Multi-gate mixture of experts'],
    ['datase¦ts', '- `table` — A table of your own'],
  ])('%s: %s', async (marked, line) => {
    const found = await editor.connection.sendRequest(HoverRequest.type, editor.write('filler5', marked));
    expect(JSON.stringify(found?.contents)).toContain(line);
  });
});
