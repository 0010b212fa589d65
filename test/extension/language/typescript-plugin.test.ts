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

function quieted(source = text): ts.LanguageService {
  const languageService = ts.createLanguageService({
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
  });
  const plugin = createPlugin();
  const service = plugin.create({ languageService } as ts.server.PluginCreateInfo) as ts.LanguageService;
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
  'organize imports': (service, file) =>
    service.organizeImports({ type: 'file', fileName: file }, format, undefined).length,
};

it.each(Object.entries(questions))('%s: nothing is said of our cells, everything of others', (name, count) => {
  const service = quieted(name === 'syntax errors' ? `${text} (` : text);
  expect(count(service, ours)).toBe(0);
  expect(count(service, others)).toBeGreaterThan(0);
  expect(count(service, script)).toBeGreaterThan(0);
});

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
