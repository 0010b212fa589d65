/** The package that VS Code's TypeScript server loads, as the manifest's `typescriptServerPlugins` names it. */
export const pluginName = 'multitask-notebook-typescript-plugin';
