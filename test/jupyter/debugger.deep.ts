import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchChromium } from '../renderers/renderer-page.ts';
import { availableClients, installKernel } from './clients.ts';
import { writeNotebook } from './notebook.ts';
import { startServer } from './server.ts';

const installation = installKernel();
afterAll(() => installation.remove());

const cells = [
  'function twice(x: number): number {\n  const doubled = x * 2;\n  return doubled;\n}',
  'const rows = [1, 2, 3];\nlet total = 0;\nfor (const row of rows) {\n  total += twice(row);\n}\ntotal',
];
const patience = 30_000;

describe.each(availableClients().filter(({ name }) => name === 'PyPI'))('JupyterLab of $name', ({ bin }) => {
  it('debugs a cell in its own panel: a stop, the variables of each scope, steps into another cell, and the end', {
    timeout: 240_000,
  }, async () => {
    const file = writeNotebook(installation.folder, 'debugged.ipynb', cells);
    const { url, log } = await startServer(join(bin, 'jupyter-lab'), installation, (port) => [
      ...['--no-browser', '--allow-root', '--ServerApp.token=', '--ServerApp.ip=127.0.0.1'],
      ...[`--ServerApp.port=${port}`, '--LabApp.news_url=None'],
    ]);
    const browser = await launchChromium();
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
    page.setDefaultTimeout(patience);
    await page.goto(`${url}/lab/tree/${basename(file)}`).catch((error: Error) => {
      throw new Error(`${error.message}\n${log()}`);
    });
    const panel = debuggerPanel(page);

    await page.locator('.jp-DebuggerBugButton[aria-disabled=false][aria-pressed=false]').click();
    await page.locator('.jp-DebuggerBugButton[aria-pressed=true]').waitFor();
    await runCell(page, 0);
    await expect.poll(() => page.locator('.jp-InputPrompt').first().textContent(), { timeout: patience }).toBe('[1]:');

    await gutter(page, 1, 4).click();
    await gutter(page, 1, 4).locator('.cm-breakpoint-icon').waitFor();
    await runCell(page, 1);
    await expect.poll(panel.stack, { timeout: patience }).toEqual(frames(/Cell In\[2\].*:4$/));
    await expect.poll(panel.variables, { timeout: patience }).toEqual(['row 1']);
    await panel.choose('Notebook');
    await expect.poll(panel.variables).toEqual(['twice function (x) {…}', 'rows Array(3) [1, 2, 3]', 'total 0']);
    await panel.expand('rows');
    await expect.poll(panel.variables).toEqual(expect.arrayContaining(['0 1', '1 2', '2 3']));
    mkdirSync('out', { recursive: true });
    await page.screenshot({ path: 'out/jupyterlab-debugger.png' });

    await panel.press('stepIn');
    await expect.poll(panel.stack, { timeout: patience }).toEqual(frames(/twice.*:2$/, /Cell In\[2\].*:4$/));
    await panel.choose('Local');
    await expect.poll(panel.variables).toEqual(expect.arrayContaining(['x 1']));
    await panel.press('next');
    await expect.poll(panel.stack, { timeout: patience }).toEqual(frames(/twice.*:3$/, /Cell In\[2\].*:4$/));
    await expect.poll(panel.variables).toEqual(['Return value 2', 'x 1', 'doubled 2']);
    await panel.press('stepOut');
    await expect.poll(panel.stack, { timeout: patience }).toEqual(frames(/Cell In\[2\].*:[34]$/));

    await gutter(page, 1, 4).click();
    await gutter(page, 1, 4).locator('.cm-breakpoint-icon').waitFor({ state: 'detached' });
    await panel.press('continue');
    await page.locator('.jp-OutputArea-executeResult', { hasText: '12' }).waitFor();
    await expect.poll(panel.stack).toEqual([]);
    // Between cells it shows what the notebook has.
    await expect.poll(panel.variables, { timeout: patience }).toEqual(expect.arrayContaining(['total 12']));
  });
});

const frames = (...lines: readonly RegExp[]) => lines.map((line) => expect.stringMatching(line));

/** What a person sees and presses beside the notebook. */
function debuggerPanel(page: Page) {
  const texts = async (rows: Locator): Promise<readonly string[]> =>
    (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
  return {
    stack: () => texts(page.locator('.jp-DebuggerCallstackFrame')),
    variables: () =>
      page
        .locator('.jp-DebuggerVariables-body:not(.lm-mod-hidden) jp-tree-item:has(> .jp-DebuggerVariables-name)')
        .evaluateAll((rows) =>
          rows.map((row) =>
            [...row.querySelectorAll(':scope > span')].map(({ textContent }) => textContent?.trim()).join(' '),
          ),
        ),
    choose: async (scope: string) => {
      await page.locator('.jp-DebuggerVariables-toolbar select').selectOption({ label: scope });
    },
    expand: (name: string) =>
      page
        .locator('jp-tree-item', { has: page.locator('> .jp-DebuggerVariables-name', { hasText: name }) })
        .locator('.expand-collapse-button')
        .first()
        .click(),
    press: (command: string) => page.locator(`[data-command="debugger:${command}"]`).first().click(),
  };
}

async function runCell(page: Page, index: number): Promise<void> {
  await page.locator('.jp-CodeCell').nth(index).locator('.cm-line').first().click();
  await page.keyboard.press('Control+Enter');
}

/** Where the breakpoint of a line is set, left of its number; the first element there only keeps the width. */
function gutter(page: Page, cell: number, line: number): Locator {
  return page.locator('.jp-CodeCell').nth(cell).locator('.cm-breakpoint-gutter > .cm-gutterElement').nth(line);
}
