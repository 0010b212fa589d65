import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import { readWatched, watchElement } from '../watch-element.ts';

const file = 'long.ipynb';
const [prepares, trains, resumes] = [0, 1, 2];
const plot = '.multitask';
const options = 'epochs: 5000, batchSize: 128, validation: data.validation, seed: 1';

/** A minute of training watched, interrupted and resumed where it was. */
export const longRunJourney: Journey = {
  title: 'long-run',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 });',
      `await model.fit(data.train, { ${options} });`,
      `await model.fit(data.train, { ${options}, resume: true });`,
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

    let reached = 0;
    await check('for a minute its numbers move, and it stays the same element', async () => {
      const frame = await workbench.outputs();
      const steps = new Set<number>();
      const begin = Date.now();
      await waitFor(
        'a minute of training',
        async () => {
          steps.add(await stepOf(frame.locator(plot).first()));
          return Date.now() - begin > 60_000;
        },
        180_000,
      );
      const seen = [...steps];
      deepEqual(
        seen,
        seen.toSorted((a, b) => a - b),
      );
      ok(seen.length > 10, `Only ${seen.length} different steps were seen.`);
      const { isSame, replaced } = await readWatched(frame);
      deepEqual({ isSame, replaced }, { isSame: true, replaced: 0 });
      equal(await workbench.isRunning(trains), true);
      await workbench.screenshot('long-run');
    });

    await check('it is interrupted', async () => {
      await workbench.pressToolbar('Interrupt');
      await workbench.cellEnd(trains);
      const shown = (await workbench.outputs()).locator(plot, { hasText: 'Interrupted' });
      await shown.waitFor({ timeout: 10_000 });
      reached = await stepOf(shown);
      await workbench.screenshot('long-run-interrupted');
    });

    await check('it is resumed at its step, and the plot shows the whole run', async () => {
      await workbench.runCell(resumes);
      const frame = await workbench.outputs();
      const second = frame.locator(plot).nth(1);
      await second.waitFor({ timeout: 60_000 });
      const step = await waitFor('the run to go on', async () => {
        const now = await stepOf(second);
        return now > reached && now;
      });
      ok(step < 5 * reached, `It began at ${reached} and is at ${step}.`);
      const first = await frame.evaluate(`Math.min(...[...document.querySelectorAll('${plot}')][1]
        .querySelector('.js-plotly-plot').data.flatMap(({ x }) => [...(x ?? [])]).filter(Number.isFinite))`);
      ok(Number(first) < reached / 10, `The plot begins at ${first}.`);
      await second.scrollIntoViewIfNeeded();
      await workbench.screenshot('long-run-resumed');
      await workbench.pressToolbar('Interrupt');
      await workbench.cellEnd(resumes);
      match((await second.textContent()) ?? '', /Interrupted/);
    });
  },
};

/** The step that a plot says it is at. */
async function stepOf(shown: Locator): Promise<number> {
  const [, step] = /step ([\d,]+)/.exec((await shown.textContent()) ?? '') ?? [];
  return Number((step ?? '0').replaceAll(',', ''));
}
