import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { diagnosticsOf } from '../../../../kernel/cell/language/diagnostics.ts';
import { createNotebookLanguage } from '../../../../kernel/cell/language/notebook-language.ts';
import { quickInfoAt } from '../../../../kernel/cell/language/quick-info.ts';
import { atCursor } from '../../../support/fifty-cells.ts';
import { packageFolder } from '../../../support/notebook-language.ts';

/** A notebook of one cell in a folder with the given files. */
function notebookIn(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  let writes = 0;
  const write = (name: string, text: string): void => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    // Two writes within a tick of the clock are two versions.
    writes += 1;
    utimesSync(file, new Date(), new Date(Date.now() + writes * 1_000));
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const language = createNotebookLanguage({ folder, packageFolder });
  const ask = (marked: string) => {
    const { text, offset } = atCursor(marked);
    language.update([{ id: 'a', language: 'typescript', text }]);
    return {
      type: offset < 0 ? undefined : quickInfoAt(language, 'a', offset)?.signature,
      errors: diagnosticsOf(language, 'a')
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code),
    };
  };
  return { language, write, ask };
}

it('a file beside the notebook is read again when it was edited', () => {
  const { write, ask } = notebookIn({ 'rates.ts': 'export const rate = 0.1;' });
  const cell = 'import { rate } from "./rates.ts";\nra¦te;';
  expect(ask(cell).type).toContain('const rate: 0.1');
  write('rates.ts', 'export const rate = "a text";');
  expect(ask(cell).type).toContain('const rate: "a text"');
});

it('TypeScript, JavaScript and JSON beside the notebook are found with and without their ending', () => {
  const { ask } = notebookIn({
    'a.ts': 'export const a = 1;',
    'b.mjs': 'export const b = 1;',
    'c.json': '{ "c": 1 }',
    'lib/index.ts': 'export const d = 1;',
  });
  expect(
    ask('import { a } from "./a"; import { b } from "./b.mjs"; import { d } from "./lib"; a + b + d;').errors,
  ).toEqual([]);
  expect(ask('import json from "./c.json" with { type: "json" };\njson.¦c').type).toBe('(property) "c": number');
});

it('a package that is installed meanwhile is found after a refresh', () => {
  const { language, write, ask } = notebookIn({});
  const cell = 'import { value } from "installed-later";\nval¦ue;';
  expect(ask(cell).errors).toEqual([2307]);
  write('node_modules/installed-later/package.json', '{ "name": "installed-later", "types": "index.d.ts" }');
  write('node_modules/installed-later/index.d.ts', 'export declare const value: number;');
  language.refresh();
  expect(ask(cell)).toEqual({ type: expect.stringContaining('const value: number'), errors: [] });
});

it('types of Node are those of the notebook’s folder, else ours', () => {
  const ownTypes = {
    'node_modules/@types/node/package.json': '{ "name": "@types/node", "types": "index.d.ts" }',
    'node_modules/@types/node/index.d.ts': 'declare const onlyHere: number;',
  };
  expect(notebookIn(ownTypes).ask('onlyHere;').errors).toEqual([]);
  expect(notebookIn({}).ask('onlyHere;').errors).toEqual([2304]);
  expect(notebookIn({}).ask('process.argv;').errors).toEqual([]);
});
