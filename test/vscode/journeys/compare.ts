import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import { readWatched, watchElement } from '../watch-element.ts';

const file = 'compare.ipynb';
const [prepares, compares, searches] = [0, 1, 2];
const picture = '.multitask';

/** Two models over three seeds, then a search of options: pictures that move and end with words. */
export const compareJourney: Journey = {
  title: 'compare',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 20000, seed: 1 });",
      `await compare({
  'single-task': (seed) => models.singleTask(data.features, data.tasks, { seed }),
  MMoE: (seed) => models.mmoe(data.features, data.tasks, { experts: 4, seed }),
}, data, { seeds: 3, fit: { epochs: 4, learningRate: 0.003 } });`,
      `await search(({ pick, seed }) => ({
  model: models.mmoe(data.features, data.tasks, { experts: pick('experts', [2, 4, 8]), seed }),
  fit: { epochs: 9, batchSize: pick('batchSize', [64, 256]), learningRate: pick.log('learningRate', 1e-4, 1e-1) },
}), data, { trials: 9 });`,
    ]);
  },

  async run({ workbench, check }) {
    await check('a comparison shows its picture while it runs, and its count goes up in the same element', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(prepares);
      equal(await workbench.cellEnd(prepares), 'success');
      await workbench.runCell(compares);
      const frame = await workbench.outputs(60_000);
      const shown = frame.locator(picture).first();
      await shown.locator('.comparison-row').first().waitFor({ timeout: 60_000 });
      await watchElement(frame, picture);
      const counts = await countsUntil(shown, /finished · 6 of 6 trials/, /(\d+) of 6 trials/);
      deepEqual(
        counts,
        counts.toSorted((a, b) => a - b),
      );
      ok(counts.length > 2, `Only these counts were seen: ${counts}.`);
      const { isSame, replaced } = await readWatched(frame);
      deepEqual({ isSame, replaced }, { isSame: true, replaced: 0 });
    });

    await check('it ends with words: what is so, and a verdict at the end of each row', async () => {
      equal(await workbench.cellEnd(compares), 'success');
      const shown = (await workbench.outputs()).locator(picture).first();
      match(
        (await shown.locator('.report-verdict').textContent()) ?? '',
        /distinguishable from chance|(better|worse)\.$/,
      );
      const verdicts = await shown.locator('.comparison-judgement').allTextContents();
      equal(verdicts.length, 4);
      for (const verdict of verdicts) match(verdict, /^(baseline|better|worse|not distinguishable)$/);
      await workbench.screenshotThemes('compare');
    });

    await check('a search draws a line for each trial as it trains', async () => {
      await workbench.runCell(searches);
      await workbench.reveal(searches);
      const frame = await workbench.outputs();
      const shown = frame
        .locator(picture)
        .filter({ has: frame.locator('.search') })
        .first();
      await shown.waitFor({ timeout: 60_000 });
      const counts = await countsUntil(shown, /finished/, /(\d+) of 9 trials of this rung/);
      ok(counts.length > 1, `Only these counts were seen: ${counts}.`);
      equal(await workbench.cellEnd(searches), 'success');
      equal(await shown.locator('.search-line').count(), 9);
      match((await shown.locator('.report-verdict').textContent()) ?? '', /compare it on fresh seeds/);
      equal(await shown.locator('.search-table tbody tr').count(), 9);
      await shown.scrollIntoViewIfNeeded();
      await workbench.screenshotThemes('search');
    });
  },
};

/** The numbers that a picture's words hold, each once and in turn, until it says that it has ended. */
async function countsUntil(shown: Locator, end: RegExp, count: RegExp): Promise<readonly number[]> {
  const seen: number[] = [];
  await waitFor(
    `the words ${end}`,
    async () => {
      const words = (await shown.locator('.report-progress').textContent()) ?? '';
      const [, number] = count.exec(words) ?? [];
      if (number !== undefined && seen.at(-1) !== Number(number)) seen.push(Number(number));
      return end.test(words);
    },
    120_000,
  );
  return seen;
}
