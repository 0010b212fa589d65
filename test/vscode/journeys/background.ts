import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey, Sitting } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import type { Workbench } from '../workbench.ts';

const [behind, front] = ['behind.ipynb', 'front.ipynb'];
const [declares, waits] = [0, 1];
const [gives, reads] = [0, 1];
const sign = 'go.txt';

/** Two notebooks, one of them in a tab behind: what is in sight tells the truth, and what is not keeps running. */
export const backgroundJourney: Journey = {
  title: 'background',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, behind, [
      'let kept = 41;',
      `const { existsSync } = await import('node:fs');\nconsole.log('waits for', '${sign}');\nwhile (!existsSync('${sign}')) await new Promise((next) => setTimeout(next, 50));\nconsole.log('goes on with', kept + 1);`,
    ]);
    writeNotebook(workspace, front, ['const rate = 1;', 'rate * 2', 'const broken = (rate']);
  },

  async run({ server, workbench, check, standUp }) {
    const { page } = workbench;

    await check('a cell runs in a notebook that goes behind another one', async () => {
      for (const file of [behind, front]) {
        await workbench.openNotebook(file);
        await workbench.waitForKernel(kernelDisplayName);
      }
      await toFront(workbench, behind);
      await workbench.runCell(declares);
      equal(await workbench.cellEnd(declares), 'success');
      await workbench.runCell(waits);
      await workbench.waitForText(`waits for ${sign}`);
      await toFront(workbench, front);
      await workbench.runCell(gives);
      equal(await workbench.cellEnd(gives), 'success');
      equal(kernels(server).length, 2);
    });

    await check('a cell whose inputs changed since it ran says so, and a click runs it again', async () => {
      await workbench.runCell(reads);
      equal(await workbench.cellEnd(reads), 'success');
      equal(/Inputs changed/.test(await workbench.cellStatus(reads)), false);
      await workbench.retypeCell(gives, 'const rate = 5;');
      await workbench.runCell(gives);
      await waitFor('the mark', async () => /Inputs changed/.test(await workbench.cellStatus(reads)));
      await workbench.screenshotThemes('stale');
      await workbench.chooseTheme('Dark Modern');
      await workbench.cell(reads).locator('.cell-status-item', { hasText: 'Inputs changed' }).click();
      await workbench.waitForText(/^10$/m);
      await waitFor('the mark to go', async () => !/Inputs changed/.test(await workbench.cellStatus(reads)));
    });

    const before = kernels(server);
    await check('the window is loaded again twice, and the kernel of the tab behind is the same', async () => {
      for (let round = 0; round < 2; round++) {
        await workbench.reload();
        await waitFor('the window to take what the one before left', () => left(server).length === 0, 60_000);
        deepEqual(kernels(server), before);
      }
    });

    await check('its cell goes on, and is in its place when its tab comes to the front', async () => {
      writeFileSync(join(server.workspace, sign), '');
      await toFront(workbench, behind);
      equal(await workbench.cellEnd(waits), 'success');
      await workbench.waitForText('goes on with 42');
      match(await workbench.outputText(), new RegExp(`waits for ${sign}`));
      await workbench.screenshot('background-again');
      await workbench.runCell(declares);
      equal(await workbench.cellEnd(declares), 'success');
      deepEqual(kernels(server), before);
    });

    await check('what is wrong in a notebook leaves the status bar with its tab', async () => {
      const problems = page.locator('[id="status.problems"]');
      await toFront(workbench, front);
      await waitFor('the problem', async () => /^\D*[1-9]/.test((await problems.textContent()) ?? ''), 60_000);
      await workbench.run('View: Revert and Close Editor');
      await page.locator('.tab', { hasText: front }).waitFor({ state: 'detached' });
      // VS Code keeps the document for minutes.
      await waitFor('no problem', async () => /^\D*0\D+0\D*$/.test(`${await problems.textContent()} `), 5_000);
      ok((await page.locator('.tab', { hasText: behind }).count()) > 0);
    });

    await workbench.close();
    // The kernel waits half a minute for its window to be loaded again.
    standUp();
    await check('nothing is left when the window is closed', async () => {
      await waitFor('the kernels to end', () => server.ours().length === 0, 180_000);
    });
  },
};

/** Presses the tab of a notebook and waits for its cells. */
async function toFront({ page }: Workbench, file: string): Promise<void> {
  const tab = page.locator('.tab', { hasText: file }).first();
  await tab.click();
  await page.locator('.tab.active', { hasText: file }).first().waitFor();
  await page.locator('.notebookOverlay:visible .cell-list-container .monaco-list-row').first().waitFor();
}

const kernels = (server: Sitting['server']) =>
  server
    .ours()
    .filter(({ command }) => /kernel\/main\.js kernel /.test(command))
    .map(({ id }) => id);

/** Records of kernels that no window has taken yet. */
function left({ workspace }: Sitting['server']): readonly string[] {
  const folder = join(dirname(workspace), 'user/User/globalStorage/multitask-notebook.multitask-notebook/kernels');
  return existsSync(folder) ? readdirSync(folder) : [];
}
