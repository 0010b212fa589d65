import type ts from 'typescript';
import { formatted, organised } from './tidy.ts';

/**
 * A plugin of VS Code's own TypeScript server that keeps it quiet in our notebooks. It sees each cell as a file of its own, so it
 * would grey out what other cells use, remove their imports and rename in one cell only; our language server answers there.
 * It stays the formatter of cells, as VS Code asks which one to take where there are two; but it reads them as the kernel does.
 * Everything else is left to it.
 */
export default function createPlugin(modules?: { readonly typescript: typeof ts }): ts.server.PluginModule {
  let muted: readonly string[] = [];
  // VS Code calls a cell ^/vscode-notebook-cell/<authority>/<path of the notebook>#<cell>.
  const isOurs = (file: unknown): boolean => isCell(file) && muted.some((path) => file.includes(`${path}#`));

  return {
    create(info) {
      const { languageService } = info;
      const quiet: Record<string, unknown> = { ...languageService };
      for (const [name, nothing] of Object.entries(answers)) {
        const method = name as keyof ts.LanguageService;
        const ask = languageService[method] as ((...parameters: readonly unknown[]) => unknown) | undefined;
        if (!ask) continue;
        quiet[method] = (...parameters: readonly unknown[]) =>
          isOurs(fileOf(parameters[0])) ? nothing : ask.apply(languageService, [...parameters]);
      }
      if (modules) Object.assign(quiet, tidying(modules.typescript, info, isOurs));
      return quiet as unknown as ts.LanguageService;
    },
    onConfigurationChanged(configuration: PluginConfiguration) {
      muted = configuration.muted ?? [];
    },
  };
}

/** How cells are tidied. Whose notebook it is matters for imports alone: the server that formats is not told. */
function tidying(
  typescript: typeof ts,
  { languageService, languageServiceHost, project }: ts.server.PluginCreateInfo,
  isOurs: (file: unknown) => boolean,
): Pick<
  ts.LanguageService,
  | 'getFormattingEditsForDocument'
  | 'getFormattingEditsForRange'
  | 'getFormattingEditsAfterKeystroke'
  | 'organizeImports'
> {
  const textOf = (file: string): string => {
    const snapshot = languageServiceHost.getScriptSnapshot(file);
    return snapshot?.getText(0, snapshot.getLength()) ?? '';
  };
  const othersOf = (file: string): readonly string[] => {
    const cells = [...(project?.projectService.openFiles.keys() ?? [])];
    const notebook = file.slice(0, file.lastIndexOf('#') + 1).toLowerCase();
    return cells.flatMap((each) => {
      if (!each.toLowerCase().startsWith(notebook) || each.toLowerCase() === file.toLowerCase()) return [];
      const snapshot = project?.projectService.getScriptInfo(each)?.getSnapshot();
      return snapshot ? [snapshot.getText(0, snapshot.getLength())] : [];
    });
  };
  return {
    getFormattingEditsForDocument(file, settings) {
      if (!isCell(file)) return languageService.getFormattingEditsForDocument(file, settings);
      const text = textOf(file);
      return formatted(typescript, text, { pos: 0, end: text.length }, settings);
    },
    getFormattingEditsForRange(file, pos, end, settings) {
      if (!isCell(file)) return languageService.getFormattingEditsForRange(file, pos, end, settings);
      return formatted(typescript, textOf(file), { pos, end }, settings);
    },
    getFormattingEditsAfterKeystroke(file, position, key, settings) {
      const line = textOf(file).slice(0, position).split('\n').at(-1) ?? '';
      if (isCell(file) && line.startsWith('%')) return [];
      return languageService.getFormattingEditsAfterKeystroke(file, position, key, settings);
    },
    organizeImports(scope, settings, preferences) {
      const { fileName } = scope;
      if (!isOurs(fileName)) return languageService.organizeImports(scope, settings, preferences);
      const textChanges = organised(typescript, textOf(fileName), othersOf(fileName), settings, preferences);
      return textChanges.length === 0 ? [] : [{ fileName, textChanges }];
    },
  };
}

function isCell(file: unknown): file is string {
  return typeof file === 'string' && file.includes('vscode-notebook-cell');
}

/** What the extension tells the plugin: the paths of our notebooks. */
export type PluginConfiguration = { readonly muted?: readonly string[] };

/** Requests are about a file, or are an object that names one. */
function fileOf(parameter: unknown): unknown {
  return typeof parameter === 'object' && parameter !== null && 'fileName' in parameter
    ? parameter.fileName
    : parameter;
}

const answers = {
  getSyntacticDiagnostics: [],
  getSemanticDiagnostics: [],
  getSuggestionDiagnostics: [],
  getCompletionsAtPosition: undefined,
  getQuickInfoAtPosition: undefined,
  getSignatureHelpItems: undefined,
  getDefinitionAtPosition: undefined,
  getDefinitionAndBoundSpan: undefined,
  findReferences: undefined,
  getReferencesAtPosition: undefined,
  getRenameInfo: { canRename: false, localizedErrorMessage: 'Renames go through the whole notebook.' },
  findRenameLocations: undefined,
  getNavigationTree: { text: '', kind: '', kindModifiers: '', spans: [], nameSpan: undefined, childItems: [] },
  getCodeFixesAtPosition: [],
  provideInlayHints: [],
} satisfies Partial<Record<keyof ts.LanguageService, unknown>>;
