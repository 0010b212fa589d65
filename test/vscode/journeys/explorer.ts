import { deepEqual, equal, ok } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import { readWatched, watchElement } from '../watch-element.ts';

const file = 'explore.ipynb';
const [prepares, trains, evaluates, resumes, looks] = Array.from({ length: 5 }, (_, index) => index);
const plot = '.multitask';

/** The explorer: watches a long run, interrupts it half-way, keeps the weights, goes on, looks at the gates. */
export const explorerJourney: Journey = {
  title: 'explorer',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 });',
      'await model.fit(data.train, { epochs: 1000, batchSize: 128, validation: data.validation, seed: 1 });',
      'await model.evaluate(data.test)',
      'await model.fit(data.train, { epochs: 1, batchSize: 128, seed: 1 });',
      'await gateReport(model, data.test)',
    ]);
  },

  async run({ workbench, check }) {
    await check('a long run shows its plot', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(prepares);
      equal(await workbench.cellEnd(prepares), 'success');
      await workbench.runCell(trains);
      const frame = await workbench.outputs(60_000);
      await frame.locator(plot).first().waitFor({ timeout: 60_000 });
      await watchElement(frame, plot);
    });

    await check('the plot moves in place: one element from the first picture to the last', async () => {
      const frame = await workbench.outputs();
      await waitFor('the plot to change in ten frames', async () => (await readWatched(frame)).changes >= 10, 120_000);
      equal(await workbench.isRunning(trains), true);
      await workbench.screenshot('running');
    });

    await check('an interrupt ends the run within ten seconds, and its last picture says so', async () => {
      const begin = Date.now();
      await workbench.pressToolbar('Interrupt');
      await workbench.cellEnd(trains);
      ok(Date.now() - begin < 10_000, `It took ${Date.now() - begin} ms.`);
      const frame = await workbench.outputs();
      await frame.locator(plot, { hasText: 'Interrupted' }).waitFor({ timeout: 10_000 });
      const { isSame, replaced } = await readWatched(frame);
      deepEqual({ isSame, replaced }, { isSame: true, replaced: 0 });
      await workbench.screenshot('interrupted');
    });

    await check('the weights are kept: the model is evaluated and trains on', async () => {
      await workbench.runCell(evaluates);
      equal(await workbench.cellEnd(evaluates), 'success');
      await workbench.runCell(resumes);
      equal(await workbench.cellEnd(resumes), 'success');
    });

    await check('the gates are drawn', async () => {
      await workbench.runCell(looks);
      equal(await workbench.cellEnd(looks), 'success');
      const frame = await workbench.outputs();
      await frame.locator(plot).last().waitFor();
      await workbench.page.setViewportSize({ width: 1400, height: 2600 });
      await workbench.screenshot('gates');
    });
  },
};
