import { deepEqual, equal, ok } from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { ourMetadata } from '../../../extension/kernels/metadata.ts';
import { trainingMime } from '../../../kernel/payloads/mime.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import type { Workbench } from '../workbench.ts';

const file = 'study.ipynb';

/** What a person looks at beside the notebook: runs, variables; and what leaves the editor: a page and a script. */
export const viewsJourney: Journey = {
  title: 'views',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      { markdown: '# Study' },
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 5000, seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 });\n' +
        'const weights = tf.tensor2d([[1, 2], [3, 4]]);',
      'const options = { epochs: 3, batchSize: 128, validation: data.validation };\n' +
        'await model.fit(data.train, { ...options, learningRate: 0.01, seed: 1 });',
      'for (const seed of [2, 3])\n' +
        '  await models.mmoe(data.features, data.tasks, { experts: 4, seed }).fit(data.train, options);',
      "plot([{ y: [1, 3, 2], name: 'a line' }]);",
    ]);
    const payload = JSON.parse(readFileSync('kernel/payloads/examples/training-finished.json', 'utf8'));
    const outputs = [{ output_type: 'display_data', data: { [trainingMime]: payload }, metadata: {} }];
    const cell = { cell_type: 'code', id: 'a', metadata: {}, source: 'fit', execution_count: 1, outputs };
    const saved = { cells: [cell], metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(workspace, 'saved.ipynb'), JSON.stringify(saved));
  },

  async run({ server, workbench, check }) {
    const { page } = workbench;
    const rows = (view: string) => page.locator(`.pane:has(.pane-header:has-text("${view}")) .monaco-list-row`);
    const runs = rows('Training Runs');
    const variables = rows('Variables');

    await workbench.openNotebook(file);
    await check('a run of a saved notebook is listed before anything ran', async () => {
      await page.locator('.activitybar .action-item a[aria-label^="Multitask Notebooks"]').first().click();
      await runs.filter({ hasText: 'MMoE · run 14' }).first().waitFor({ timeout: 30_000 });
      await page.getByText('listed here after its first cell has run').first().waitFor();
      await workbench.screenshot('views-empty-dark');
    });

    await check('variables appear after each cell, with type, shape and value', async () => {
      await workbench.runCell(1);
      await workbench.cellEnd(1);
      await has(variables, 'weights', /Tensor \[2, 2\] +1, 2, 3, 4/);
      await has(variables, 'data', /rows × 100 columns/);
      await has(variables, 'model', /parameters/);
    });

    await check('tensors, datasets and models open', async () => {
      await open(variables, 'weights');
      await has(variables, 'dtype', /float32/);
      await open(variables, 'weights');
      await open(variables, 'model');
      await has(variables, 'title', /MMoE/);
      await open(variables, 'model');
      await open(variables, 'data');
      await has(variables, 'train', /5,000 rows × 100 columns/);
    });

    await check('every run of the session is listed with its metrics', async () => {
      for (const index of [2, 3]) {
        await workbench.runCell(index);
        await workbench.cellEnd(index);
      }
      await workbench.runCell(4);
      await workbench.cellEnd(4);
      await has(runs, 'MMoE · run 1', /learningRate 0\.01 · .*study\.ipynb · first AUC \.\d+ · second AUC \.\d+/);
      await open(runs, 'MMoE · run 1');
      await has(runs, 'seed', /1/);
      await open(runs, 'MMoE · run 1');
    });

    await check('runs that differ in their seed alone are one line, with their mean', async () => {
      await has(runs, 'MMoE · 2 seeds', /learningRate 0\.001 · .*first AUC \.\d+ ± \.\d+/);
      await open(runs, 'MMoE · 2 seeds');
      await has(runs, 'MMoE · run 3', /first AUC/);
      await workbench.screenshotThemes('views');
      await open(runs, 'MMoE · 2 seeds');
    });

    await check('runs are sorted', async () => {
      await workbench.run('Multitask Notebooks: Sort Training Runs');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Best at income' }).first().click();
      await waitFor('the run of census-income on top', async () =>
        ((await runs.first().textContent()) ?? '').includes('run 14'),
      );
    });

    await check('a run leads to its cell', async () => {
      const row = runs.filter({ hasText: 'MMoE · run 14' }).first();
      await row.hover();
      await row.locator('.action-label[aria-label^="Go to Cell"]').first().click();
      await page.locator('.tabs-container .tab.active', { hasText: 'saved.ipynb' }).waitFor();
      await page.locator('.tabs-container .tab', { hasText: file }).click();
    });
    await check('leaving a notebook that is still opening is no error', async () => {
      await runs.filter({ hasText: 'MMoE · run 14' }).first().hover();
      await runs
        .filter({ hasText: 'MMoE · run 14' })
        .first()
        .locator('.action-label[aria-label^="Go to Cell"]')
        .first()
        .click();
      await page.locator('.tabs-container .tab', { hasText: file }).click();
      await page.locator('.tabs-container .tab.active', { hasText: file }).waitFor();
      equal(await page.locator('.notification-toast', { hasText: 'Error running command' }).count(), 0);
    });

    await check('a page whose pictures answer, and a script', async () => {
      await exportAs(workbench, 'Multitask Notebooks: Export as HTML');
      const html = join(server.workspace, 'study.html');
      await waitFor('the page', () => existsSync(html) && readFileSync(html, 'utf8').includes('</html>'));
      const text = readFileSync(html, 'utf8');
      ok((text.match(/class="still"><svg /g) ?? []).length === 4, 'three runs and a figure');
      const shown = await page.context().newPage();
      const problems: string[] = [];
      shown.on('pageerror', (error) => problems.push(error.message));
      shown.on('console', (message) => problems.push(message.text()));
      await shown.goto(`file://${html}`);
      await waitFor('the pictures', async () => (await shown.locator('.output.drawn').count()) === 4);
      await shown.locator('.live [data-tip]:visible').first().hover();
      await shown.locator('.multitask-tip').waitFor();
      deepEqual(problems, []);
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const contrast of ['no-preference', 'more'] as const) {
          await shown.emulateMedia({ colorScheme, contrast, forcedColors: contrast === 'more' ? 'active' : 'none' });
          await shown.screenshot({ path: `out/vscode-page-${colorScheme}-${contrast}.png`, fullPage: true });
        }
      }
      await shown.close();
      await exportAs(workbench, 'Multitask Notebooks: Export as Script (.ts)');
      const script = join(server.workspace, 'study.ts');
      await waitFor(
        'the script',
        () => existsSync(script) && readFileSync(script, 'utf8').includes('multitask-notebook'),
      );
    });

    await check('selected runs are compared in one plot', async () => {
      await runs
        .filter({ hasText: /run 1(?!\d)/ })
        .first()
        .click();
      await runs
        .filter({ hasText: 'MMoE · 2 seeds' })
        .first()
        .click({ modifiers: ['Control'] });
      await workbench.run('Multitask Notebooks: Compare Training Runs');
      const table = await runsTable(page);
      await waitFor('the lines', async () => (await table.locator('.runs-line[d]').count()) === 8);
      equal(await table.locator('.runs-legend li').count(), 2);
      equal(await table.locator('.comparison-row').count(), 4);
      await workbench.screenshotThemes('runs-compared');
    });

    await check('all runs are a table that is sorted and searched', async () => {
      await workbench.run('Multitask Notebooks: Show Training Runs as a Table');
      const table = await runsTable(page);
      await table.getByRole('button', { name: 'Clear' }).click();
      const names = () => table.locator('.runs-body [data-column=name] .runs-text').allTextContents();
      const all = ['MMoE · 2 seeds', 'MMoE · run 1', 'MMoE · run 14'];
      deepEqual((await names()).sort(), all);
      await table.getByRole('columnheader', { name: 'income AUC' }).getByRole('button').click();
      await waitFor('the run of census-income on top', async () => (await names())[0] === 'MMoE · run 14');
      await table.getByRole('searchbox').fill('study learningRate=0.01');
      await waitFor('one run', async () => (await names()).join() === 'MMoE · run 1');
      await table.getByRole('searchbox').fill('');
      await waitFor('all runs', async () => (await names()).length === 3);
      await table.locator('.runs-twisty', { hasText: '▸' }).click();
      await waitFor('the seeds', async () => (await names()).length === 5);
      await workbench.screenshotThemes('runs-table');
    });

    await check(
      'the table keeps what was chosen while it is hidden, and leads to the cell of a closed notebook',
      async () => {
        const saved = page.locator('.tabs-container .tab', { hasText: 'saved.ipynb' });
        await saved.click({ button: 'middle' });
        await saved.waitFor({ state: 'detached' });
        await page.locator('.tabs-container .tab', { hasText: file }).click();
        await page.locator('.tabs-container .tab', { hasText: 'Training Runs' }).click();
        const table = await runsTable(page);
        await waitFor('the open group', async () => (await table.locator('.runs-row[aria-level="2"]').count()) === 2);
        await table.getByText('saved.ipynb, cell 1').click();
        await page.locator('.tabs-container .tab.active', { hasText: 'saved.ipynb' }).waitFor();
      },
    );
  },
};

/** The page inside the table's editor, once it is in front and has rows. */
async function runsTable(page: Page): Promise<Frame> {
  await page.locator('.tabs-container .tab.active', { hasText: 'Training Runs' }).waitFor();
  return waitFor('the table of runs', async () => {
    for (const frame of page.frames()) {
      const rows = frame.locator('.runs-body .runs-row').first();
      if (await rows.isVisible().catch(() => false)) return frame;
    }
    return undefined;
  });
}

async function has(rows: Locator, name: string, text: RegExp): Promise<void> {
  await waitFor(`${name} with ${text}`, async () => {
    const found = await rows.filter({ hasText: name }).allTextContents();
    return found.some((each) => text.test(each.replaceAll('\u00a0', ' ')));
  });
}

/** Opens a row, or closes it. */
async function open(rows: Locator, name: string): Promise<void> {
  await rows.filter({ hasText: name }).first().locator('.monaco-tl-twistie').click();
}

async function exportAs(workbench: Workbench, command: string): Promise<void> {
  await workbench.run(command);
  const input = workbench.page.locator('.quick-input-widget:visible input[type=text]');
  await waitFor('the name of the file', async () => /study\.(html|ts)$/.test(await input.inputValue()));
  await input.press('Enter');
}
