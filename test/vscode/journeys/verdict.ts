import { equal, match } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';

const file = 'dead.ipynb';
const [prepares, breaks, restarts, goesOn, pulls] = Array.from({ length: 5 }, (_, index) => index);

/** A model that died: its cell says so, with code that mends it; started afresh it learns, and fitted again it goes on; tasks that pull apart. */
export const verdictJourney: Journey = {
  title: 'verdict',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 5000, seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 });\n' +
        'const options = { epochs: 2, batchSize: 128, validation: data.validation };',
      'await model.fit(data.train, { ...options, learningRate: 10 });',
      'await model.fit(data.train, { ...options, learningRate: 0.003, restart: true });',
      'await model.fit(data.train, { ...options, learningRate: 0.003 });',
      "const contrary = datasets.correlatedTasks({ correlation: -1, labels: 'binary', rows: 5000, seed: 1 });\n" +
        'const bottom = models.sharedBottom(contrary.features, contrary.tasks, { bottomUnits: [2], seed: 1 });\n' +
        'await bottom.fit(contrary.train, { ...options, validation: contrary.validation, learningRate: 0.003, conflicts: true });',
    ]);
  },

  async run({ workbench, check }) {
    const { page } = workbench;
    const runCell = async (index: number) => {
      await workbench.runCell(index);
      equal(await workbench.cellEnd(index), 'success');
    };

    await check('a dead model gets an error, not a green tick', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await runCell(prepares);
      await runCell(breaks);
      const frame = await workbench.outputs(60_000);
      const alert = frame.getByRole('alert').first();
      await alert.waitFor({ timeout: 60_000 });
      match(
        (await alert.textContent()) ?? '',
        /The network is dead: first and second get the same prediction for every row/,
      );
      equal(await alert.getAttribute('data-tone'), 'error');
    });

    await check('"Copy the fix" copies it', async () => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const frame = await workbench.outputs();
      const button = frame.locator('.verdict-fix').first();
      await button.click();
      await frame.locator('.verdict-fix', { hasText: 'Copied' }).first().waitFor({ timeout: 10_000 });
      equal(await page.evaluate(() => navigator.clipboard.readText()), 'learningRate: 0.001');
    });

    await check('in every theme', async () => {
      const frame = await workbench.outputs();
      await frame.locator('.verdict[data-tone=error]').first().scrollIntoViewIfNeeded();
      await workbench.screenshotThemes('verdict-dead');
    });

    await check('restart begins anew, and a fit after it goes on and says so', async () => {
      await runCell(restarts);
      await runCell(goesOn);
      const frame = await workbench.outputs();
      const told = frame.locator('.goes-on');
      await told.first().waitFor({ timeout: 30_000 });
      equal(await told.count(), 1);
      equal(await told.textContent(), 'goes on from run 2, epochs 3–4');
      await workbench.screenshot('verdict-goes-on');
    });

    await check('tasks that pull apart have a panel, which folds by keyboard and says so in a line', async () => {
      // The outputs above it would leave it no place on the screen.
      await workbench.run('Notebook: Clear All Outputs');
      await runCell(pulls);
      const panel = (await workbench.outputs()).getByRole('region', { name: 'Conflict between tasks' });
      await panel.getByRole('gridcell').first().waitFor({ timeout: 30_000 });
      equal(await panel.getByRole('row').count(), 1);
      await workbench.screenshot('verdict-conflict');
      const fold = panel.getByRole('button', { name: 'Conflict' });
      match((await fold.textContent()) ?? '', /bottom: first and second pull apart, −\.\d\d\s±\s\.\d\d/);
      await fold.press('Enter');
      await panel.getByRole('grid').waitFor({ state: 'hidden', timeout: 10_000 });
      equal(await fold.getAttribute('aria-expanded'), 'false');
    });
  },
};
