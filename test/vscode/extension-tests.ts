import type { Page } from 'playwright-core';

/** A module of tests, and the folder of the extension that is under test: VS Code runs no tests without one. */
export type ExtensionTests = { readonly path: string; readonly extension: string };

/**
 * Has VS Code run a module of tests in its extension host when the page is loaded, and prints what they say.
 *
 * A desktop VS Code is told by `--extensionTestsPath`. In a browser only the settings that its server writes into the page
 * say so, and a built server never does: so the page reads them with the path added.
 */
export async function runTests(
  page: Page,
  url: string,
  { path, extension }: ExtensionTests,
): Promise<{ readonly exitCode: Promise<number> }> {
  let exit: (code: number) => void = () => {};
  const exitCode = new Promise<number>((resolve) => {
    exit = resolve;
  });
  await page.exposeFunction('codeAutomationLog', (_: string, words: unknown) => {
    const said = Array.isArray(words) ? words.join(' ') : String(words);
    for (const [, line] of said.matchAll(/multitask ([^\n"]+)/g)) console.log(`  ${line}`);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  const place = (path: string) => ({ $mid: 1, scheme: 'vscode-remote', authority: new URL(url).host, path });
  const options = { extensions: [place(extension)], extensionTestsPath: place(path) };
  await page.addInitScript(`(() => {
    const read = Element.prototype.getAttribute;
    Element.prototype.getAttribute = function (name) {
      const value = read.call(this, name);
      if (this.id !== 'vscode-workbench-web-configuration' || name !== 'data-settings' || !value) return value;
      const settings = JSON.parse(value);
      return JSON.stringify({ ...settings, developmentOptions: ${JSON.stringify(options)} });
    };
  })()`);
  return { exitCode };
}
