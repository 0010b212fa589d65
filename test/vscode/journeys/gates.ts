import { equal, match, notEqual } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { readSavedCells, writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';

const file = 'gates.ipynb';
const [prepares, trains, looks, changes] = Array.from({ length: 4 }, (_, index) => index);
const gatesMime = 'application/vnd.multitask-notebook.gates.v1+json';

/** Watches the gates move while a model trains, walks back through the epochs, and asks the report. */
export const gatesJourney: Journey = {
  title: 'gates',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      "const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 20_000, seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 });',
      'await model.fit(data.train, { epochs: 12, batchSize: 32, validation: data.validation, seed: 1 });',
      'await gateReport(model, data.test)',
      'await model.fit(data.train, { epochs: 1, plot: false, seed: 2 });',
    ]);
  },

  async run({ server, workbench, check }) {
    const { page } = workbench;

    await check('the map of gates moves while the model trains', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(prepares);
      equal(await workbench.cellEnd(prepares), 'success');
      await workbench.runCell(trains);
      const live = (await workbench.outputs(60_000)).locator('.gates-live');
      await live.locator('.gates-map').waitFor({ timeout: 60_000 });
      // Both of one moment: an epoch may end between two questions.
      const shown = () =>
        live.evaluate((node) => {
          const cells = [...node.querySelectorAll('.gates-mean')].map((cell) => cell.textContent);
          return { when: node.querySelector('.gates-when')?.textContent ?? '', cells: String(cells) };
        });
      await waitFor('an epoch to end', async () => /^\d+ of 12$/.test((await shown()).when), 60_000);
      const early = await shown();
      await waitFor('the next one', async () => (await shown()).when !== early.when, 60_000);
      notEqual((await shown()).cells, early.cells);
      await workbench.screenshot('gates-live');
      equal(await workbench.cellEnd(trains, 120_000), 'success');
    });

    await check('afterwards a slider walks the epochs by keyboard', async () => {
      const live = (await workbench.outputs()).locator('.gates-live');
      const slider = live.getByRole('slider', { name: 'epoch of the gates' });
      await slider.click();
      // A frame of its own hears of a key a little later.
      const shows = (words: string) =>
        waitFor(words, async () => (await live.locator('.gates-when').textContent()) === words, 10_000);
      await page.keyboard.press('Home');
      await shows('1 of 12');
      await page.keyboard.press('ArrowRight');
      await shows('2 of 12');
      await workbench.screenshot('gates-slider');
    });

    await check('an expert is asked by a click: what each task loses without it', async () => {
      await workbench.runCell(looks);
      equal(await workbench.cellEnd(looks), 'success');
      const report = (await workbench.outputs()).locator('.gates');
      await report.locator('.gates-map .gates-expert').first().click();
      await report.locator('.gates-loss-line').waitFor({ timeout: 30_000 });
      match((await report.locator('.gates-loss-line').textContent()) ?? '', /^Without E0.*AUC [+−]?\.\d{4} ±\s\.\d{4}/);
    });

    await check('and by Enter on a cell; a bar gives its rows', async () => {
      const report = (await workbench.outputs()).locator('.gates');
      await report.locator('.gates-map .gates-cell').first().focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Enter');
      await waitFor('two answers', async () => (await report.locator('.gates-loss-line').count()) === 2, 30_000);
      await report.locator('.gates-bin').first().click();
      await report.locator('.gates-rows-table').waitFor({ timeout: 30_000 });
      await report.getByRole('button', { name: 'Explain the words' }).click();
      await page.setViewportSize({ width: 1400, height: 2400 });
      await workbench.screenshotThemes('gates-asked');
    });

    await check('the answers are saved with the notebook', async () => {
      await workbench.cell(looks).click();
      await page.keyboard.press('Control+S');
      const saved = await waitFor('the file', () => {
        const [output] = readSavedCells(server.workspace, file)[looks]?.outputs ?? [];
        const payload = Object(Object(output).data)[gatesMime];
        return payload?.levels?.[0].rows && payload;
      });
      equal(saved.levels[0].experts.filter((each: object) => 'without' in each).length, 2);
    });

    await check('after the model was trained on, the report says so and keeps what it has', async () => {
      await workbench.runCell(changes);
      equal(await workbench.cellEnd(changes), 'success');
      const report = (await workbench.outputs()).locator('.gates');
      await report.locator('.gates-map .gates-expert').nth(3).click();
      await report.locator('.gates-refused', { hasText: 'The model was changed since this report' }).waitFor();
      equal(await report.locator('.gates-loss-line').count(), 2);
    });
  },
};
