import { equal, match, ok } from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import { tableMime } from '../../../kernel/payloads/mime.ts';
import type { Journey } from '../journey.ts';
import { readSavedCells, writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';

const file = 'table.ipynb';

/** A table of half a million rows: sorted and filtered over all of them, read far away, copied, opened from the variables, and saved. */
export const tableJourney: Journey = {
  title: 'table',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      'const people = Array.from({ length: 500_000 }, (_, i) => ({\n' +
        "  id: i, city: ['Köln', 'Lyon', 'Osaka'][i % 3], age: i % 9 === 0 ? null : 18 + ((i * 37) % 60),\n" +
        '  since: new Date(Date.UTC(2015 + (i % 10), i % 12, 1)), note: "person " + i, churned: i % 4 === 0 }));\n' +
        'people',
    ]);
  },

  async run({ server, workbench, check }) {
    const { page } = workbench;
    const table = async () => (await workbench.outputs(60_000)).locator('.multitask:has(.table-grid)');
    const status = async () => (await (await table()).locator('.table-status').textContent()) ?? '';

    await check('a list of records is a table whose head says what its columns hold', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(0);
      equal(await workbench.cellEnd(0), 'success');
      const shown = await table();
      match(
        (await shown.locator('.report-facts').textContent()) ?? '',
        /^500,000 rows × 6 columns; the first [\d,]+ rows are/,
      );
      // Every column over all rows, also those that the kernel was asked for.
      await waitFor(
        'the missing ages',
        async () => /11\s%\s?missing/.test((await shown.locator('.table-names').textContent()) ?? ''),
        60_000,
      );
      await waitFor('all columns', async () => (await shown.locator('.table-chart').count()) === 6, 60_000);
      await workbench.screenshotThemes('table');
    });

    await check('it is sorted and filtered over all rows, by keyboard', async () => {
      const shown = await table();
      await shown.locator('.table-head-cell', { hasText: 'id' }).click();
      await waitFor(
        'the order',
        async () => (await status()).startsWith('sorted by id, ascending. Looked at: all 500,000 rows'),
        30_000,
      );
      await shown.locator('.table-head-cell', { hasText: 'id' }).click();
      await waitFor(
        'the last row',
        async () => (await shown.locator('.table-cell').first().textContent()) === '499999',
        30_000,
      );
      await shown.locator('.table-filter').nth(1).click();
      await page.keyboard.type('osaka');
      await waitFor(
        'the filter',
        async () => (await status()).startsWith('166,666 rows of 500,000 pass the filter'),
        30_000,
      );
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+End');
      await waitFor(
        'the first person of Osaka',
        async () => ((await shown.locator('.table-value').textContent()) ?? '').startsWith('2 · '),
        30_000,
      );
      await workbench.screenshot('table-filtered');
    });

    await check('a variable opens as a table', async () => {
      await page.locator('.activitybar .action-item a[aria-label^="Multitask Notebooks"]').first().click();
      const row = page
        .locator('.pane:has(.pane-header:has-text("Variables")) .monaco-list-row', { hasText: 'people' })
        .first();
      await row.waitFor({ timeout: 30_000 });
      await row.hover();
      await row.locator('.action-label[aria-label^="Open as Table"]').click();
      const opened = await panel(page);
      await opened.locator('.table-grid').focus();
      await page.keyboard.press('Control+ArrowDown');
      await waitFor(
        'the last row',
        async () => ((await opened.locator('.table-value').textContent()) ?? '').startsWith('499999 · '),
        30_000,
      );
      await workbench.screenshotThemes('table-variable');
      await page.keyboard.press('Control+W');
    });

    await check('the notebook keeps the first rows', async () => {
      await page.locator('.tabs-container .tab', { hasText: file }).click();
      await workbench.cell(0).click();
      await page.keyboard.press('Control+S');
      const saved = await waitFor('the file', () => {
        const [output] = readSavedCells(server.workspace, file)[0]?.outputs ?? [];
        return Object(Object(output).data)[tableMime];
      });
      equal(saved.length, 500_000);
      ok(JSON.stringify(saved).length < 700_000);
    });
  },
};

/** The page inside the editor of a table. */
async function panel(page: Page): Promise<Frame> {
  await page.locator('.tabs-container .tab.active', { hasText: 'people' }).waitFor();
  return waitFor('the table of the variable', async () => {
    for (const frame of page.frames()) {
      const place = frame.locator('#place .table-grid');
      if (await place.isVisible().catch(() => false)) return frame;
    }
    return undefined;
  });
}
