import type ts from 'typescript';

/**
 * A plugin of VS Code's own TypeScript server that keeps it quiet in our notebooks. It sees each cell as a file of its own, so it
 * would grey out what other cells use, remove their imports and rename in one cell only; our language server answers there.
 * Everything else is left to it.
 */
export default function createPlugin(): ts.server.PluginModule {
  let muted: readonly string[] = [];
  // VS Code calls a cell ^/vscode-notebook-cell/<authority>/<path of the notebook>#<cell>.
  const isOurs = (file: unknown): boolean =>
    typeof file === 'string' &&
    file.includes('vscode-notebook-cell') &&
    muted.some((path) => file.includes(`${path}#`));

  return {
    create({ languageService }) {
      const quiet: Record<string, unknown> = { ...languageService };
      for (const [name, nothing] of Object.entries(answers)) {
        const method = name as keyof ts.LanguageService;
        const ask = languageService[method] as ((...parameters: readonly unknown[]) => unknown) | undefined;
        if (!ask) continue;
        quiet[method] = (...parameters: readonly unknown[]) =>
          isOurs(fileOf(parameters[0])) ? nothing : ask.apply(languageService, [...parameters]);
      }
      return quiet as unknown as ts.LanguageService;
    },
    onConfigurationChanged(configuration: PluginConfiguration) {
      muted = configuration.muted ?? [];
    },
  };
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
  organizeImports: [],
} satisfies Partial<Record<keyof ts.LanguageService, unknown>>;
