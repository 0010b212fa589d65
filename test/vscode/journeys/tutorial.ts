import { deepEqual, equal, ok } from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import { gatesMime, trainingMime } from '../../../kernel/payloads/mime.ts';
import type { Journey } from '../journey.ts';
import { readSavedCells } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import { readWatched, watchElement } from '../watch-element.ts';

const file = 'start-here.ipynb';
const source: { cells: { cell_type: string; source: string[] }[] } = JSON.parse(
  readFileSync(join('notebooks', file), 'utf8'),
);
const codeCells = source.cells.flatMap(({ cell_type }, index) => (cell_type === 'code' ? [index] : []));
const plot = '.multitask';

/** The newcomer: opens the tutorial, presses Run All, watches the plot. */
export const tutorialJourney: Journey = {
  title: 'tutorial',
  trust: 'given',

  prepare(workspace) {
    copyFileSync(join('notebooks', file), join(workspace, file));
  },

  async run({ server, workbench, check }) {
    await check('the notebook opens with our kernel chosen', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
    });

    await check('Run All trains and shows its plot', async () => {
      await workbench.pressToolbar('Run All');
      const frame = await workbench.outputs(60_000);
      await frame.locator(plot).first().waitFor({ timeout: 60_000 });
      await watchElement(frame, plot);
    });

    await check('every cell ends well', async () => {
      for (const index of codeCells) equal(await workbench.cellEnd(index, 180_000), 'success');
    });

    await check('the plot is still the element that came first', async () => {
      const { isSame, replaced } = await readWatched(await workbench.outputs());
      deepEqual({ isSame, replaced }, { isSame: true, replaced: 0 });
    });

    // The frame's height, not the page's: the pictures of training and of the gates in one.
    await workbench.page.setViewportSize({ width: 1400, height: 2400 });
    for (const [name, theme, kind] of [
      ['dark', 'Dark Modern', 'vscode-dark'],
      ['light', 'Light Modern', 'vscode-light'],
      ['contrast', 'Dark High Contrast', 'vscode-high-contrast'],
    ]) {
      await check(`the pictures follow the theme: ${name}`, async () => {
        await workbench.chooseTheme(theme);
        // The pictures are restyled in their own page, which hears of the theme a little later.
        const frame = await workbench.outputs();
        await frame.locator(`body[data-vscode-theme-kind="${kind}"]`).waitFor({ state: 'attached' });
        await frame.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
        await workbench.screenshot(name);
      });
    }

    await check('the saved notebook holds pictures for those without our extension', async () => {
      await workbench.page.keyboard.press('Control+S');
      const outputs = await waitFor('the file', () => {
        const saved = readSavedCells(server.workspace, file).flatMap(({ outputs }) => outputs);
        return saved.length > 0 && saved;
      });
      for (const mime of [trainingMime, gatesMime]) {
        const output = outputs.find(({ data }) => data && mime in data);
        ok(output?.data, `There is no ${mime}.`);
        ok('image/svg+xml' in output.data && 'text/plain' in output.data, Object.keys(output.data).join());
      }
    });
  },
};
