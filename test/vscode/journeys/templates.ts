import { equal, ok } from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import { templates } from '../../../extension/templates/list.ts';
import type { Journey } from '../journey.ts';
import { waitFor } from '../processes.ts';
import type { Workbench } from '../workbench.ts';

/** Each template, made and run as it is; and a notebook for a table of the person's own. */
export const templatesJourney: Journey = {
  title: 'templates',
  trust: 'given',

  prepare(workspace) {
    const rows = Array.from({ length: 400 }, (_, i) => {
      const [price, draw] = [(i * 37) % 100, (i * 7919) % 97];
      const click = draw > price ? 1 : 0;
      return `${price},${['Rome', 'Oslo'][i % 2]},${click},${click === 1 && draw % 3 === 0 ? 1 : 0}`;
    });
    writeFileSync(join(workspace, 'clicks.csv'), ['price,city,click,purchase', ...rows].join('\n'));
  },

  async run({ server, workbench, check }) {
    const { page } = workbench;

    await check('the tour opens, with its pictures', async () => {
      // In the first seconds VS Code does not know the command yet.
      await waitFor('the tour', async () => {
        await page.keyboard.press('F1');
        await page.locator('.quick-input-widget:visible input[type=text]').fill('>Take the Tour');
        const command = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Take the Tour' }).first();
        const isThere = await command.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
        if (isThere) await command.click();
        else await page.keyboard.press('Escape');
        return isThere;
      });
      await page.getByText('Create a notebook').first().waitFor();
      await page.getByText('Watch a model learn').first().click();
      await waitFor('the picture of a run', async () => {
        const frames = page.frames().map((frame) => frame.locator('svg:has-text("Loss per step")').count());
        return (await Promise.all(frames.map((count) => count.catch(() => 0)))).some((count) => count > 0);
      });
      await workbench.screenshotThemes('tour');
      await workbench.run('View: Close All Editors');
    });

    for (const { label, from } of templates) {
      if (from.kind !== 'file') continue;
      await check(`${label} runs without an error`, async () => {
        await choose(workbench, label);
        await workbench.waitForKernel(kernelDisplayName);
        await runAll(workbench);
      });
    }
    await workbench.screenshotThemes('template');

    await check('a table of your own: its columns are read, its labels asked for', async () => {
      await choose(workbench, 'From a File of Mine…');
      const input = page.locator('.quick-input-widget:visible input[type=text]');
      // The dialog begins in the workspace; before that it is still the list of templates.
      await waitFor('the dialog', async () => (await input.inputValue().catch(() => '')).startsWith(server.workspace));
      await input.fill(join(server.workspace, 'clicks.csv'));
      await input.press('Enter');
      const labels = page.locator('.quick-input-widget:visible', { hasText: 'Which columns are labels?' });
      await labels.waitFor({ timeout: 60_000 });
      await labels.getByText('purchase', { exact: true }).first().waitFor();
      equal(
        await labels
          .locator('.monaco-list-row input[type=checkbox]:checked, .monaco-list-row [role=checkbox][aria-checked=true]')
          .count(),
        2,
      );
      await workbench.screenshot('labels-light');
      await input.press('Enter');
      const columns = page.locator('.quick-input-widget:visible', { hasText: 'What is each column of clicks.csv?' });
      await columns.waitFor();
      const row = (text: string) =>
        page.locator('.quick-input-list:visible .monaco-list-row', { hasText: text }).first();
      await waitFor('why a number is one', async () =>
        ((await row('price').textContent()) ?? '').includes('numbers from 0'),
      );
      await row('price').click();
      await row('Each value is a category').click();
      await columns.waitFor();
      await waitFor('the change', async () => ((await row('price').textContent()) ?? '').includes('chosen by you'));
      await workbench.screenshot('columns-light');
      await row('Create the notebook').click();
      await workbench.waitForKernel(kernelDisplayName);
    });

    await check('and the notebook that was written runs without an error', async () => {
      await runAll(workbench);
      await workbench.screenshot('table-light');
    });

    await check('nothing was written beside the table', async () => {
      ok(readdirSync(server.workspace).every((name) => name === 'clicks.csv'));
    });
  },
};

async function choose(workbench: Workbench, label: string): Promise<void> {
  await workbench.run('New Multitask Notebook…');
  const list = workbench.page.locator('.quick-input-widget:visible', { hasText: 'What shall it start with?' });
  const choice = workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  await Promise.race([list.waitFor(), choice.waitFor()]);
  const front = workbench.page.locator('.tabs-container .tab.active');
  const before = (await front.count()) > 0 ? await front.first().textContent() : '';
  await choice.click();
  if (label.endsWith('…')) return;
  await waitFor('the new notebook in front', async () => {
    const now = (await front.count()) > 0 ? await front.first().textContent() : '';
    return now !== before && now?.startsWith('Untitled-');
  });
}

/** Runs all cells and waits for the last one that can run; the first error stops those behind it. */
async function runAll(workbench: Workbench): Promise<void> {
  // Notebooks in the background keep their toolbars in the page, and one in front draws its own anew.
  const button = workbench.page.locator('.notebook-toolbar-container .action-item:visible', { hasText: 'Run All' });
  await waitFor('the button to run all cells', () =>
    button
      .first()
      .click({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      ),
  );
  const status = workbench.page.locator(
    '.notebookOverlay:visible .codicon-notebook-state-pending, .notebookOverlay:visible .codicon-notebook-state-executing',
  );
  await waitFor('a cell to start', async () => (await status.count()) > 0, 30_000);
  const busy = workbench.page.locator('.statusbar-item:visible', { hasText: /TypeScript: (busy|starting)/ });
  await waitFor(
    'the kernel to be idle',
    async () => (await busy.count()) === 0 && (await status.count()) === 0,
    120_000,
  );
  equal(await workbench.page.locator('.notebookOverlay:visible .codicon-notebook-state-error').count(), 0);
}
