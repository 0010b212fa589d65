/**
 * Measures the language server on a notebook of 50 cells: the first answers of a fresh server, then answers while someone types.
 *
 *   npm run bench:language -- [--json FILE] [--starts N] [--keys N] [--extension FOLDER]
 *
 * The exit code is 1 when a median misses its target.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  CompletionRequest,
  CompletionResolveRequest,
  DefinitionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  ReferencesRequest,
  RenameRequest,
  SignatureHelpRequest,
} from 'vscode-languageserver/node';
import { fiftyCells } from '../support/fifty-cells.ts';
import { openEditor, type TestEditor } from '../support/language-server.ts';
import { packageFolder } from '../support/notebook-language.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    starts: { type: 'string', default: '5' },
    keys: { type: 'string', default: '30' },
    extension: { type: 'string', default: packageFolder },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
const cell = 'filler5';

type Ask = (editor: TestEditor, round: number) => Promise<unknown>;

/** Each round is another text, as after a key stroke: an answer that was kept would measure nothing. */
const whileTyping: Readonly<Record<string, Ask>> = {
  'members of a model': ({ connection, write }, i) =>
    connection.sendRequest(CompletionRequest.type, write(cell, `const a${i} = 1;\nmodel.¦`)),
  'options of fit': ({ connection, write }, i) =>
    connection.sendRequest(CompletionRequest.type, write(cell, `const a${i} = 1;\nmodel.fit(data.train, { ep¦`)),
  'a name, with what an import would bring': ({ connection, write }, i) =>
    connection.sendRequest(CompletionRequest.type, write(cell, `const a${i} = 1;\nreadFi¦`)),
  'members of tf': ({ connection, write }, i) =>
    connection.sendRequest(CompletionRequest.type, write(cell, `const a${i} = 1;\ntf.¦`)),
  hover: ({ connection, write }, i) =>
    connection.sendRequest(HoverRequest.type, write(cell, `const a${i} = 1;\ncli¦cks(rows, 'a')`)),
  'signature help': ({ connection, write }, i) =>
    connection.sendRequest(SignatureHelpRequest.type, write(cell, `const a${i} = 1;\nclicks(rows, ¦)`)),
  definition: ({ connection, write }, i) =>
    connection.sendRequest(DefinitionRequest.type, write(cell, `const a${i} = 1;\ncli¦cks(rows, 'a')`)),
  references: ({ connection, write }, i) =>
    connection.sendRequest(ReferencesRequest.type, {
      ...write(cell, `const a${i} = 1;\ncli¦cks(rows, 'a')`),
      context: { includeDeclaration: true },
    }),
  rename: ({ connection, write }, i) =>
    connection.sendRequest(RenameRequest.type, {
      ...write(cell, `const a${i} = 1;\ncli¦cks(rows, 'a')`),
      newName: 'counted',
    }),
  symbols: ({ connection, write }, i) =>
    connection.sendRequest(DocumentSymbolRequest.type, write(cell, `const a${i} = 1;`)),
};

type Figure = { readonly target?: number; readonly unit: 'ms' | 'MB'; readonly all: readonly number[] };

const figures: Record<string, Figure> = {};

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
}

function report(name: string, figure: Figure): void {
  figures[name] = figure;
  const { target, unit, all } = figure;
  const limit = target === undefined ? '' : `≤ ${target} ${unit}`;
  console.log(`| ${name} | ${limit} | ${median(all).toFixed(0)} | ${Math.max(...all).toFixed(0)} | ${unit} |`);
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  const answer = await ask();
  if (answer === null || answer === undefined)
    throw new Error('The server had no answer, so there is nothing to measure.');
  return performance.now() - begin;
}

function residentMegabytes({ process }: TestEditor): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(process.pid)], { encoding: 'utf8' })) / 1024;
}

console.log('| | target | median | worst | |\n|---|---|---|---|---|');
try {
  const firsts: Readonly<
    Record<string, { readonly first: (editor: TestEditor) => Promise<unknown>; readonly all: number[] }>
  > = {
    hover: {
      first: ({ connection, write }) => connection.sendRequest(HoverRequest.type, write(cell, 'mod¦el')),
      all: [],
    },
    completion: {
      first: ({ connection, write }) => connection.sendRequest(CompletionRequest.type, write(cell, 'model.¦')),
      all: [],
    },
  };
  for (let i = 0; i < Number(values.starts); i++) {
    for (const { first, all } of Object.values(firsts)) {
      const begin = performance.now();
      const editor = await openEditor(fiftyCells(), folder, { extensionFolder: values.extension });
      await timed(() => first(editor));
      all.push(performance.now() - begin);
      await editor.close();
    }
  }
  for (const [name, { all }] of Object.entries(firsts)) {
    report(`first ${name}, with the start of the server`, { target: 1_500, unit: 'ms', all });
  }

  const editor = await openEditor(fiftyCells(), folder, { extensionFolder: values.extension });
  for (const { id, language } of fiftyCells()) if (language !== 'python') await editor.diagnosed(id, () => true);
  for (const [name, ask] of Object.entries(whileTyping)) {
    const all: number[] = [];
    // The first two may load something, e.g. the types of tf.
    for (let i = 0; i < Number(values.keys) + 2; i++) all.push(await timed(() => ask(editor, i)));
    report(name, { target: 100, unit: 'ms', all: all.slice(2) });
  }
  const described: number[] = [];
  for (let i = 0; i < Number(values.keys); i++) {
    const list = await editor.connection.sendRequest(
      CompletionRequest.type,
      editor.write(cell, `const a${i} = 1;\nmodel.¦`),
    );
    const item = (Array.isArray(list) ? list : list?.items)?.[i % 10];
    if (item) described.push(await timed(() => editor.connection.sendRequest(CompletionResolveRequest.type, item)));
  }
  report('the description of an item', { target: 100, unit: 'ms', all: described });
  const checked: number[] = [];
  for (let i = 0; i < 5; i++) {
    const begin = performance.now();
    editor.write(cell, `const a${i}: string = ${i};`);
    await editor.diagnosed(cell, ({ diagnostics }) => diagnostics.some(({ code }) => code === 2322));
    checked.push(performance.now() - begin);
    editor.write(cell, '');
    await editor.diagnosed(cell, ({ diagnostics }) => diagnostics.length === 0);
  }
  report('an error appears, 300 ms of which wait for the next key', { unit: 'ms', all: checked });
  report('memory of the server', { unit: 'MB', all: [residentMegabytes(editor)] });
  await editor.close();
} finally {
  rmSync(folder, { recursive: true });
}

const missed = Object.entries(figures).filter(([, { target, all }]) => median(all) > (target ?? Infinity));
if (missed.length > 0) console.log(`\nMissed: ${missed.map(([name]) => name).join('; ')}`);
if (values.json !== undefined) {
  const machine = {
    cpu: cpus()[0]?.model,
    threads: cpus().length,
    load: loadavg(),
    node: process.version,
    platform: process.platform,
  };
  writeFileSync(values.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}
process.exitCode = missed.length > 0 ? 1 : 0;
