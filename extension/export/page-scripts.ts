import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What makes an exported page live: modules with one export, `activate`, as text. */
export type PageScripts = {
  readonly page: string;
  readonly renderers: readonly PageRenderer[];
};

export type PageRenderer = { readonly name: string; readonly mimeTypes: readonly string[]; readonly script: string };

/** Those that VS Code is given in the extension's package.json, as they were built. */
export async function readPageScripts(extensionFolder: string): Promise<PageScripts> {
  const read = (path: string): Promise<string> => readFile(join(extensionFolder, path), 'utf8');
  const { contributes }: { contributes: { notebookRenderer: readonly Contribution[] } } = JSON.parse(
    await read('package.json'),
  );
  const renderers = contributes.notebookRenderer.map(async ({ entrypoint, mimeTypes }) => ({
    name: basename(entrypoint, '.js'),
    mimeTypes,
    script: await read(entrypoint),
  }));
  return { page: await read('dist/renderers/page.js'), renderers: await Promise.all(renderers) };
}

type Contribution = { readonly entrypoint: string; readonly mimeTypes: readonly string[] };
