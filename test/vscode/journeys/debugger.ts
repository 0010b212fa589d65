import { equal, ok } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import type { Workbench } from '../workbench.ts';

const file = 'debugger.ipynb';
const [defines, runs] = [0, 1];

/** A breakpoint in the gutter, Debug Cell, values, steps over cells, and run by line. */
export const debuggerJourney: Journey = {
  title: 'debugger',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      'type Row = { clicks: number; views: number };\nfunction rate({ clicks, views }: Row): number {\n  const smoothed = (clicks + 1) / (views + 2);\n  return smoothed;\n}',
      'const rows: Row[] = [{ clicks: 3, views: 8 }, { clicks: 0, views: 4 }];\nlet total = 0;\nfor (const row of rows) {\n  total += rate(row);\n}\ntotal',
    ]);
  },

  async run({ workbench, server, check }) {
    const { page } = workbench;

    await check('a breakpoint is set in the gutter of a cell', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(defines);
      equal(await workbench.cellEnd(defines), 'success');
      await pressGutter(workbench, runs, 4);
      await workbench.cell(runs).locator('.codicon-debug-breakpoint').first().waitFor();
    });

    await check('Debug Cell stops there, and the line is marked', async () => {
      await workbench.cell(runs).hover();
      await workbench.cell(runs).locator('.run-button-container .codicon-chevron-down').first().click();
      await page.locator('.monaco-menu .action-menu-item', { hasText: 'Debug Cell' }).click();
      equal(await stoppedLine(workbench, runs), 4);
    });

    await check('the variables and the call stack are shown', async () => {
      await variable(workbench, 'Notebook', /^total:?\s*=?\s*0$/);
      await frame(workbench, /Cell In\[2\]/);
      await workbench.screenshotThemes('debugger');
      await workbench.chooseTheme('Dark Modern');
    });

    await check('a hover shows a value', async () => {
      const word = workbench.cell(runs).locator('.view-line span span', { hasText: 'rows' }).first();
      await word.hover();
      await page.locator('.debug-hover-widget:visible', { hasText: '(2)' }).waitFor({ timeout: 20_000 });
      await page.keyboard.press('Escape');
    });

    await check('a step leads into a function of another cell, and out again', async () => {
      await workbench.run('Debug: Step Into');
      equal(await stoppedLine(workbench, defines), 3);
      await variable(workbench, 'Local', /^clicks:?\s*=?\s*3$/);
      await workbench.screenshot('debugger-other-cell');
      await workbench.run('Debug: Step Out');
      await stoppedLine(workbench, runs);
    });

    await check('it goes on to the end, and the session with it', async () => {
      await pressGutter(workbench, runs, 4);
      await workbench.run('Debug: Continue');
      equal(await workbench.cellEnd(runs), 'success');
      await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await workbench.waitForText('0.566');
    });

    await check('the button of Run by Line goes from line to line', async () => {
      await pressTitle(workbench, runs, 'debug-line-by-line');
      equal(await stoppedLine(workbench, runs), 1);
      await pressTitle(workbench, runs, 'debug-line-by-line');
      await waitFor('the next line', async () => (await stoppedLine(workbench, runs)) === 2);
      await workbench.screenshot('debugger-by-line');
      await workbench.run('Debug: Disconnect');
      equal(await workbench.cellEnd(runs), 'success');
    });

    await check('both stand above a cell where the setting asks for it', async () => {
      mkdirSync(join(server.workspace, '.vscode'));
      const settings = { 'multitask-notebook.debugCodeLens': true };
      writeFileSync(join(server.workspace, '.vscode/settings.json'), JSON.stringify(settings));
      const lenses = workbench.cell(runs).locator('.codelens-decoration a');
      await lenses.filter({ hasText: 'Debug Cell' }).waitFor();
      await lenses.filter({ hasText: 'Run by Line' }).click();
      equal(await stoppedLine(workbench, runs), 1);
      await workbench.screenshot('debugger-code-lens');
      await workbench.run('Debug: Continue');
      equal(await workbench.cellEnd(runs), 'success');
    });
  },
};

async function pressTitle(workbench: Workbench, index: number, icon: string): Promise<void> {
  await workbench.reveal(index);
  await workbench.cell(index).hover();
  await workbench.cell(index).locator(`.cell-title-toolbar .codicon-${icon}`).click();
}

async function pressGutter(workbench: Workbench, index: number, line: number): Promise<void> {
  await workbench.reveal(index);
  const editor = workbench.cell(index).locator('.monaco-editor').first();
  const margin = await editor.locator('.margin').first().boundingBox();
  const tops = await Promise.all((await editor.locator('.view-line').all()).map((each) => each.boundingBox()));
  const at = tops.flatMap((box) => (box ? [box] : [])).sort((a, b) => a.y - b.y)[line - 1];
  ok(margin && at, `line ${line} of cell ${index} is not there`);
  await workbench.page.mouse.click(margin.x + 8, at.y + at.height / 2);
}

/** The line of a cell in which the debugger stands, once it does. */
async function stoppedLine(workbench: Workbench, index: number): Promise<number> {
  return waitFor(
    `the stopped line of cell ${index}`,
    async () => {
      const editor = workbench.cell(index).locator('.monaco-editor').first();
      const mark = editor.locator('.debug-top-stack-frame-line, .debug-focused-stack-frame-line').first();
      if ((await mark.count()) === 0) return false;
      const place = await mark.boundingBox();
      const lines = await Promise.all((await editor.locator('.view-line').all()).map((each) => each.boundingBox()));
      const tops = lines.map((box) => box?.y ?? 0).sort((a, b) => a - b);
      return place !== null && tops.findLastIndex((top) => top <= place.y + 2) + 1;
    },
    60_000,
  );
}

/** Opens a scope, which VS Code does by itself only at times, and waits for a variable in it. */
async function variable({ page }: Workbench, scope: string, text: RegExp): Promise<void> {
  const rows = page.locator('.debug-view-content .monaco-list-row');
  await waitFor(`${text} in ${scope}`, async () => {
    if ((await rows.filter({ hasText: text }).count()) > 0) return true;
    const closed = rows.filter({ hasText: scope }).and(page.locator('[aria-expanded="false"]'));
    // VS Code draws the list anew after each stop.
    if ((await closed.count()) > 0)
      await closed
        .first()
        .click({ timeout: 1000 })
        .catch(() => {});
    return false;
  });
}

async function frame({ page }: Workbench, text: RegExp): Promise<void> {
  await page.locator('.debug-call-stack .monaco-list-row', { hasText: text }).first().waitFor({ timeout: 20_000 });
}
