import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import createPlugin from '../../../extension/language/typescript-plugin/main.ts';
import { pluginName } from '../../../extension/language/typescript-plugin/name.ts';

/** The end is for this test: without TypeScript's server a file needs a known one. */
const cell = (notebook: string): string => `^/vscode-notebook-cell/ts-nul-authority${notebook}#W0sZmlsZQ==.ts`;
const ours = cell('/home/a/ours.ipynb');
const others = cell('/home/a/others.ipynb');
const script = '/home/a/script.ts';
const text =
  'import { d } from "./d";\nimport { b } from "./b";\nconst unused = 1;\nfunction twice(x: number) { return 2 * x }\ntwice("a")';

function quieted(source = text, beside: readonly string[] = []): ts.LanguageService {
  const languageServiceHost: ts.LanguageServiceHost = {
    getCompilationSettings: () => ({}),
    getCurrentDirectory: () => '/',
    getScriptFileNames: () => [ours, others, script],
    getScriptVersion: () => '1',
    getScriptKind: () => ts.ScriptKind.TS,
    getScriptSnapshot: (file) =>
      [ours, others, script].includes(file) ? ts.ScriptSnapshot.fromString(source) : undefined,
    getDefaultLibFileName: () => '/lib.d.ts',
    fileExists: (file) => [ours, others, script].includes(file),
    readFile: () => undefined,
  };
  const languageService = ts.createLanguageService(languageServiceHost);
  const open = new Map(beside.map((other, index) => [ours.replace('W0s', `other${index}`), other]));
  const project = {
    projectService: {
      openFiles: new Map([...open.keys(), ours].map((file) => [file, undefined])),
      getScriptInfo: (file: string) => ({ getSnapshot: () => ts.ScriptSnapshot.fromString(open.get(file) ?? '') }),
    },
  };
  const plugin = createPlugin({ typescript: ts });
  const info = { languageService, languageServiceHost, project } as unknown as ts.server.PluginCreateInfo;
  const service = plugin.create(info) as ts.LanguageService;
  plugin.onConfigurationChanged?.({ muted: ['/home/a/ours.ipynb', '/home/b/ours too.ipynb'] });
  return service;
}

const format = ts.getDefaultFormatCodeSettings();
const at = text.indexOf('twice(x') + 2;

/** How much a service says of a file. */
const questions: Readonly<Record<string, (service: ts.LanguageService, file: string) => number>> = {
  'syntax errors': (service, file) => service.getSyntacticDiagnostics(file).length,
  'type errors': (service, file) => service.getSemanticDiagnostics(file).length,
  hints: (service, file) => service.getSuggestionDiagnostics(file).length,
  completion: (service, file) => service.getCompletionsAtPosition(file, text.length, {})?.entries.length ?? 0,
  hover: (service, file) => service.getQuickInfoAtPosition(file, at)?.displayParts?.length ?? 0,
  definition: (service, file) => service.getDefinitionAtPosition(file, at)?.length ?? 0,
  'definition with its span': (service, file) => service.getDefinitionAndBoundSpan(file, at)?.definitions?.length ?? 0,
  references: (service, file) => service.findReferences(file, at)?.length ?? 0,
  rename: (service, file) => Number(service.getRenameInfo(file, at, {}).canRename),
  'signature help': (service, file) =>
    service.getSignatureHelpItems(file, text.length - 1, undefined)?.items.length ?? 0,
  symbols: (service, file) => service.getNavigationTree(file).childItems?.length ?? 0,
  'quick fixes': (service, file) =>
    service.getCodeFixesAtPosition(file, at - 2, at + 3, [6133], format, {}).length +
    service.getCodeFixesAtPosition(file, text.indexOf('unused'), text.indexOf('unused') + 6, [6133], format, {}).length,
  'inlay hints': (service, file) =>
    service.provideInlayHints(
      file,
      { start: 0, length: text.length },
      { includeInlayParameterNameHints: 'all', includeInlayFunctionLikeReturnTypeHints: true },
    ).length,
};

it.each(Object.entries(questions))('%s: nothing is said of our cells, everything of others', (name, count) => {
  const service = quieted(name === 'syntax errors' ? `${text} (` : text);
  expect(count(service, ours)).toBe(0);
  expect(count(service, others)).toBeGreaterThan(0);
  expect(count(service, script)).toBeGreaterThan(0);
});

/** A cell with what formatting changes. */
function formatted(source: string): string {
  return applied(source, quieted(source).getFormattingEditsForDocument(ours, format));
}

/** A cell with its imports in order, beside other cells. */
function organised(source: string, ...others: readonly string[]): string {
  const changes = quieted(source, others).organizeImports({ type: 'file', fileName: ours }, format, {});
  return applied(
    source,
    changes.flatMap(({ textChanges }) => textChanges),
  );
}

function applied(source: string, changes: readonly ts.TextChange[]): string {
  return [...changes]
    .sort((a, b) => b.span.start - a.span.start)
    .reduce(
      (written, { span, newText }) => written.slice(0, span.start) + newText + written.slice(span.start + span.length),
      source,
    );
}

it.each([
  ['const  run=await model.fit( data.train,{epochs:3} )', 'const run = await model.fit(data.train, { epochs: 3 })'],
  ['for await(const x of y){\n x\n}', 'for await (const x of y) {\n    x\n}'],
  ['{ a:1,b:[ 2 ] }', '{ a: 1, b: [2] }'],
  ['const f=<T>(x:T)=>x', 'const f = <T>(x: T) => x'],
  ['<b  title="a">{ x }</b>', '<b title="a">{x}</b>'],
  // Not TypeScript, or not finished: nobody knows what was meant.
  ['%npm  install   lodash@4\nconst  a=1', '%npm  install   lodash@4\nconst a = 1'],
  ['const a=1\n%time  f( 1 )\nb( )', 'const a = 1\n%time  f( 1 )\nb()'],
  // A remainder, and no command.
  ['const c=a\n%b', 'const c = a\n    % b'],
  ['const  a=1\n%sh  ls   -l', 'const a = 1\n%sh  ls   -l'],
  ['model.fit( data.train,{epochs:', 'model.fit( data.train,{epochs:'],
  ['?model . fit', '?model . fit'],
  ['', ''],
])('formatting makes of %j: %j', (source, expected) => expect(formatted(source)).toBe(expected));

it('a part of a cell is formatted alone', () => {
  const source = 'const  a=1\nconst  b=2';
  expect(applied(source, quieted(source).getFormattingEditsForRange(ours, 11, source.length, format))).toBe(
    'const  a=1\nconst b = 2',
  );
});

it.each([
  ['import { b } from "b";\nimport { a } from "a";\na(b)', [], 'import { a } from "a";\nimport { b } from "b";\na(b)'],
  // What only another cell uses stays.
  [
    'import { z, b, a } from "m";\nimport type { T } from "t";\nimport d, * as n from "n";\na',
    ['b; let t: T', 'n.x'],
    'import { a, b } from "m";\nimport * as n from "n";\nimport type { T } from "t";\na',
  ],
  [
    '%npm install m\nimport { b, a } from "m";\nawait a(b)',
    [],
    '%npm install m\nimport { a, b } from "m";\nawait a(b)',
  ],
  ['import { b } from "m"; f(', [], 'import { b } from "m"; f('],
])('organising imports of %j beside %j', (source, others, expected) =>
  expect(organised(source, ...others)).toBe(expected),
);

it('colours stay', () => {
  const span = { start: 0, length: text.length };
  const { spans } = quieted().getEncodedSemanticClassifications(
    ours,
    span,
    ts.SemanticClassificationFormat.TwentyTwenty,
  );
  expect(spans.length).toBeGreaterThan(0);
});

it('the manifest names the plugin', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
  expect(manifest.contributes.typescriptServerPlugins).toMatchObject([{ name: pluginName }]);
});
