import { deepEqual, equal, match } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey, Sitting } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import { readWatched, watchElement } from '../watch-element.ts';

const file = 'reloaded.ipynb';
const [prepares, trains, evaluates, counts, waits] = Array.from({ length: 5 }, (_, index) => index);
const plot = '.multitask';
const lines = 25;

/** The window is loaded again in the middle of a run: the kernel, its variables and the run go on. */
export const reloadJourney: Journey = {
  title: 'reload',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 });',
      'await model.fit(data.train, { epochs: 1000, batchSize: 128, validation: data.validation, seed: 1 });',
      'await model.evaluate(data.test)',
      `for (let line = 1; line <= ${lines}; line++) {\n  console.log('line', line);\n  await new Promise((next) => setTimeout(next, 800));\n}`,
      "console.log('waited for its turn')",
    ]);
  },

  async run({ server, workbench, check, standUp }) {
    await check('a long run shows its plot', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(prepares);
      equal(await workbench.cellEnd(prepares), 'success');
      await workbench.runCell(trains);
      const frame = await workbench.outputs(60_000);
      await frame.locator(plot).first().waitFor({ timeout: 60_000 });
      await watchElement(frame, plot);
      await waitFor('the plot to move', async () => (await readWatched(frame)).changes >= 5, 60_000);
      await workbench.screenshot('reload-before');
    });

    const before = kernels(server);
    await check('the window is loaded again, and the kernel is the same', async () => {
      await workbench.reload();
      await waitFor('the cell to run', () => workbench.isRunning(trains), 60_000);
      deepEqual(kernels(server), before);
      equal(before.length, 1);
    });

    await check('the run goes on in its cell, and its plot moves', async () => {
      const frame = await workbench.outputs(60_000);
      await frame.locator(plot).first().waitFor({ timeout: 60_000 });
      await watchElement(frame, plot);
      await waitFor('the plot to move', async () => (await readWatched(frame)).changes >= 10, 60_000);
      equal(await workbench.isRunning(trains), true);
      await workbench.screenshot('reload-after');
    });

    await check('it is interrupted, and the variables are kept', async () => {
      await workbench.pressToolbar('Interrupt');
      await workbench.cellEnd(trains);
      await workbench.runCell(evaluates);
      equal(await workbench.cellEnd(evaluates), 'success');
    });

    await check('what a cell prints meanwhile is not lost, and a cell that waits keeps its place', async () => {
      await workbench.runCell(counts);
      await workbench.waitForText('line 3');
      await workbench.runCell(waits);
      await workbench.reload();
      equal(await workbench.cellEnd(counts), 'success');
      equal(await workbench.cellEnd(waits), 'success');
      await workbench.waitForText('waited for its turn');
      const said = (await workbench.outputText()).match(/line \d+/g);
      deepEqual(
        said,
        Array.from({ length: lines }, (_, index) => `line ${index + 1}`),
      );
      match(await workbench.cellStatus(counts), /\b2\d\.\d\s?s/);
      const frame = await workbench.outputs();
      // The plot of the cell that had ended.
      await frame.locator(plot).first().waitFor();
      deepEqual(kernels(server), before);
      await workbench.screenshot('reload-lines');
    });

    await workbench.close();
    // The kernel waits half a minute for its window to be loaded again.
    standUp();
    await check('nothing is left when the window is closed', async () => {
      await waitFor('the kernel to end', () => server.ours().length === 0, 180_000);
    });
  },
};

const kernels = (server: Sitting['server']) =>
  server
    .ours()
    .filter(({ command }) => /kernel\/main\.js kernel /.test(command))
    .map(({ id }) => id);
