import { equal } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';

const file = 'two-tasks.ipynb';
const [prepares, trains, looks] = [0, 1, 2];
const data = process.env.MULTITASK_DATA
  ? 'const data = await datasets.censusIncome();'
  : "const data = datasets.correlatedTasks({ correlation: 0.5, labels: 'binary', rows: 50_000, seed: 1 });";

/** What the README shows on top: a model that has learned and its gates, in one window. `npm run screenshot` keeps the picture. */
export const readmeJourney: Journey = {
  title: 'readme',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      `${data}\nconst model = models.mmoe(data.features, data.tasks, { experts: 8, seed: 1 });`,
      'const run = await model.fit(data.train, { epochs: 4, batchSize: 256, validation: data.validation, seed: 1 });',
      'await gateReport(model, data.test)',
    ]);
  },

  async run({ workbench, check }) {
    await check('a model is trained and its gates are drawn', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.run('View: Toggle Primary Side Bar Visibility');
      await workbench.pressToolbar('Run All');
      for (const index of [prepares, trains, looks]) equal(await workbench.cellEnd(index, 240_000), 'success');
    });

    await check('all of it is in one picture', async () => {
      await workbench.page.setViewportSize({ width: 1200, height: 1390 });
      const frame = await workbench.outputs();
      await frame.locator('.multitask').nth(1).waitFor();
      await workbench.page.keyboard.press('Control+S');
      await workbench.reveal(prepares);
      // The pointer leaves what it would outline.
      await workbench.page.mouse.move(600, 2);
      await frame.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      await workbench.screenshot('readme');
    });
  },
};
