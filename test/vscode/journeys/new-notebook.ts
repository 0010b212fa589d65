import { deepEqual, equal, ok } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { readSavedCells } from '../notebooks.ts';
import { waitFor } from '../processes.ts';

/** Begins with nothing: a new notebook, a first cell, a first name while the cell runs. */
export const newNotebookJourney: Journey = {
  title: 'new notebook',
  trust: 'given',
  prepare() {},

  async run({ server, workbench, check }) {
    const choices = workbench.page.locator('.quick-input-list .monaco-list-row');

    await check('File > New File… offers a notebook', async () => {
      await waitFor('the extension to be known', async () => {
        await workbench.run('Create: New File...');
        const offered = choices.filter({ hasText: 'Multitask Notebook' }).first();
        const isThere = await offered.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
        if (isThere) await offered.click();
        else await workbench.page.keyboard.press('Escape');
        return isThere;
      });
      await choices.filter({ hasText: 'Start here' }).first().waitFor();
      await choices.filter({ hasText: 'Blank' }).first().click();
      await workbench.cell(0).waitFor();
      await workbench.waitForKernel(kernelDisplayName);
    });

    await check('Ctrl+Enter runs the cell', async () => {
      await workbench.cell(0).locator('.monaco-editor').first().click();
      await workbench.page.keyboard.type('for (let n = 1; n < 13; n++) { console.log("tick", n); await pause(); }');
      await workbench.page.keyboard.press('Home');
      await workbench.page.keyboard.type('const pause = () => new Promise((next) => setTimeout(next, 500)); ');
      await workbench.page.keyboard.press('Control+Enter');
      await workbench.waitForText('tick 2');
    });

    const before = server.cells().map(({ id }) => id);
    await check('the first name does not disturb the cell that runs', async () => {
      await workbench.page.keyboard.press('Control+S');
      const name = workbench.page.locator('.quick-input-widget:visible input[type=text]');
      await name.waitFor();
      await name.press('Enter');
      await workbench.page.locator('.tabs-container .tab', { hasText: 'Untitled-1.ipynb' }).waitFor();
      await waitFor('the file', () => readSavedCellsOrNothing(server.workspace)?.length === 1);
      await workbench.waitForText('tick 12');
      equal(await workbench.cellEnd(0), 'success');
      ok((await workbench.outputText()).includes('tick 1'));
      deepEqual(
        server.cells().map(({ id }) => id),
        before,
      );
    });

    await check('and it keeps the variables', async () => {
      await workbench.retypeCell(0, 'typeof pause');
      await workbench.page.keyboard.press('Control+Enter');
      await workbench.waitForText("'function'");
    });
  },
};

function readSavedCellsOrNothing(workspace: string) {
  try {
    return readSavedCells(workspace, 'Untitled-1.ipynb');
  } catch {
    return undefined;
  }
}
