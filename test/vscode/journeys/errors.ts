import { equal } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName, ourMetadata } from '../../../extension/kernels/metadata.ts';
import { shownTraceback } from '../../../kernel/jupyter/traceback.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import type { Workbench } from '../workbench.ts';

const [file, kept] = ['errors.ipynb', 'kept.ipynb'];
const [declares, calls, late, ofFile, markup, asks, asksMore, spins] = Array.from(
  { length: 8 },
  (_, index) => index + 1,
);

/** Errors lead to the line that was wrong, and a question about a name to its page. */
export const errorsJourney: Journey = {
  title: 'errors',
  trust: 'given',

  prepare(workspace) {
    writeFileSync(
      join(workspace, 'lib.ts'),
      'export function fail(): never {\n\n  throw new Error("of the library");\n}\n',
    );
    const code = 'await null;\nfail();';
    const traceback = shownTraceback('Error', ['Error: kept', '    at cell-7.ts:2:1']);
    const output = { output_type: 'error', ename: 'Error', evalue: 'kept', traceback };
    const cell = { cell_type: 'code', id: 'a', metadata: {}, source: code, execution_count: 7, outputs: [output] };
    const notebook = { cells: [cell], metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(workspace, kept), JSON.stringify(notebook));
    writeNotebook(workspace, file, [
      { markdown: '# Errors' },
      'const inner = new RangeError("the cause");\nconst wrong = (rate: number) => {\n  throw new TypeError("no rate: " + rate, { cause: inner });\n};',
      'await null;\nwrong(3);',
      'setTimeout(() => {\n  null.x;\n}, 1); 0',
      "import { fail } from './lib.ts';\nfail();",
      'throw new Error(`<a href="command:workbench.action.closeAllEditors">all</a>\\n<img src=x onerror="document.title = 1">`);',
      'models.mmoe?',
      'models.mmoe??',
      // A native call ends when it returns.
      'require("node:crypto").pbkdf2Sync("a", "b", 2e7, 64, "sha512"); 0',
    ]);
  },

  async run({ workbench, check }) {
    const { page } = workbench;
    const link = async (text: string | RegExp) =>
      (await workbench.outputs()).locator('.traceback a', { hasText: text });

    await check('a frame is a link to its line, also in another cell', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(declares);
      equal(await workbench.cellEnd(declares), 'success');
      await workbench.runCell(calls);
      equal(await workbench.cellEnd(calls), 'error');
      await workbench.waitForText('the cause');
      equal(await (await link('cell 3 [2], line 2')).count(), 1);
      await (await link('cell 2 [1], line 3')).click();
      await cursorAt(workbench, declares, 3);
    });

    await check('so is one of a timer', async () => {
      await workbench.runCell(late);
      equal(await workbench.cellEnd(late), 'success');
      await workbench.waitForText('Uncaught: TypeError');
      await (await link('cell 4 [3], line 2')).click();
      await cursorAt(workbench, late, 2);
    });

    await check('a message is text, whatever it says', async () => {
      await workbench.runCell(markup);
      equal(await workbench.cellEnd(markup), 'error');
      await workbench.waitForText('<a href="command:workbench.action.closeAllEditors">all</a>');
      const frame = await workbench.outputs();
      equal(await frame.locator('.traceback a[href^="command:"], .traceback img').count(), 0);
    });

    await check('a cell that ran again is still found', async () => {
      await workbench.runCell(declares);
      equal(await workbench.cellEnd(declares), 'success');
      await workbench.reveal(calls);
      await (await link('cell 2 [1], line 3')).click();
      await cursorAt(workbench, declares, 3);
    });

    await check('the pictures', async () => {
      await workbench.runCell(ofFile);
      equal(await workbench.cellEnd(ofFile), 'error');
      await workbench.waitForText('of the library');
      await workbench.reveal(0);
      await workbench.screenshotThemes('errors');
      await workbench.chooseTheme('Dark Modern');
    });

    await check('a frame of a file opens it at its line', async () => {
      await workbench.reveal(ofFile);
      await (await link('lib.ts:3:9')).click();
      await page.locator('.tab.active', { hasText: 'lib.ts' }).waitFor();
      await waitFor('the cursor', async () => /^Ln 3\b/.test(await status(workbench)));
      await workbench.screenshot('errors-file');
      await workbench.run('View: Close Editor');
    });

    await check('models.mmoe? and models.mmoe?? show their pages', async () => {
      await workbench.runCell(asks);
      equal(await workbench.cellEnd(asks), 'success');
      await workbench.waitForText('Multi-gate mixture of experts');
      await workbench.runCell(asksMore);
      equal(await workbench.cellEnd(asksMore), 'success');
      await workbench.reveal(asks);
      for (const index of [asks, asksMore]) {
        await workbench.reveal(index);
        equal(await workbench.cell(index).locator('.squiggly-error').count(), 0);
      }
      await workbench.screenshot('name-page');
    });

    await check('words about an interrupt go when the cell stops', async () => {
      await workbench.runCell(spins);
      await waitFor('the cell to run', () => workbench.isRunning(spins));
      await workbench.pressToolbar('Interrupt');
      const words = page.locator('.notification-toast', { hasText: 'has not stopped within 5 seconds' });
      await words.waitFor({ timeout: 30_000 });
      equal(await words.locator('a', { hasText: 'restarting the kernel' }).count(), 1);
      await workbench.screenshot('errors-interrupt');
      await workbench.cellEnd(spins, 120_000);
      await words.waitFor({ state: 'detached', timeout: 10_000 });
    });

    await check('what is wrong in a notebook leaves when its tab is closed', async () => {
      const problems = page.locator('[id="status.problems"]');
      const said = async () => ((await problems.textContent()) ?? '').trim();
      await waitFor('the problem', async () => /^1\b/.test(await said()));
      await page.keyboard.press('Control+S');
      await page.locator('.tab.dirty').waitFor({ state: 'detached' });
      await workbench.run('View: Close All Editors');
      await waitFor('it to leave', async () => /^0/.test(await said()), 10_000);
    });

    await check('frames of a notebook that ran elsewhere lead to their lines', async () => {
      await workbench.openNotebook(kept);
      await workbench.waitForText('Cell In[7], line 2');
      await (await link('line 2')).click();
      await cursorAt(workbench, 0, 2);
      await workbench.screenshot('errors-kept');
    });
  },
};

/** The editor of the cell has the focus, with the cursor in this line of it. */
async function cursorAt(workbench: Workbench, index: number, line: number): Promise<void> {
  await waitFor(`the cursor in line ${line} of cell ${index}`, async () => {
    const editor = workbench.cell(index).locator('.monaco-editor.focused');
    if ((await editor.count()) === 0) return false;
    const lines = editor.locator('.view-line');
    const tops = (await Promise.all((await lines.all()).map((each) => each.boundingBox()))).map((box) => box?.y ?? 0);
    const cursor = await editor.locator('.cursor').first().boundingBox();
    return cursor !== null && tops.sort((a, b) => a - b).findLastIndex((top) => top <= cursor.y + 1) === line - 1;
  });
}

async function status({ page }: Workbench): Promise<string> {
  const item = page.locator('[id="status.editor.selection"]');
  return (await item.count()) === 0 ? '' : ((await item.first().textContent()) ?? '').trim();
}
