import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';

const file = 'last-try.ipynb';
const [prepares, trains] = [0, 1];

/** Two models in one cell, so that each has a last try of its own. */
const cell = (learningRate: string) =>
  `for (const experts of [2, 4]) await models.mmoe(data.features, data.tasks, { experts, seed: 1 }).fit(data.train, { epochs: 3, learningRate: ${learningRate}, validation: data.validation });`;

/** The explorer changes an option and runs a cell again: the run before stands behind it in grey. */
export const lastTryJourney: Journey = {
  title: 'last try',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows: 20000, seed: 1 });",
      cell('0.003'),
    ]);
  },

  async run({ workbench, check }) {
    await check('the first try of a cell has none before it', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(prepares);
      equal(await workbench.cellEnd(prepares), 'success');
      await workbench.runCell(trains);
      equal(await workbench.cellEnd(trains), 'success');
      deepEqual(await linesIn(await workbench.outputs()), []);
    });

    await check('the next one draws it in grey, with the option that changed and paired differences', async () => {
      await workbench.retypeCell(trains, cell('0.03'));
      await workbench.runCell(trains);
      equal(await workbench.cellEnd(trains), 'success');
      const frame = await workbench.outputs();
      const lines = await waitForLines(frame, 2);
      for (const [i, line] of lines.entries()) {
        match(line, new RegExp(`^Grey: run ${i + 1} of this cell\\. What changed: learningRate \\.003 → \\.03\\. `));
        match(line, /AUC [+−]?\.\d{4} \[[+−]?\.\d{4}, [+−]?\.\d{4}\].*, paired on the same [\d,]+ rows\.$/);
      }
      const ghosts = frame.locator('.multitask .chart path.js-line[style*=dasharray]');
      ok((await ghosts.count()) >= 4, `${await ghosts.count()} dashed lines`);
      await workbench.reveal(trains);
      await workbench.screenshotThemes('last-try');
    });

    await check('a window that is loaded again changes nothing: the kernel remembers', async () => {
      await workbench.run('File: Save');
      await workbench.reload();
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(trains);
      await workbench.waitForText('Grey: run 3 of this cell.', 120_000);
      equal(await workbench.cellEnd(trains), 'success');
      const lines = await waitForLines(await workbench.outputs(), 2, 'run 3 ');
      for (const [i, line] of lines.entries()) {
        match(line, new RegExp(`^Grey: run ${i + 3} of this cell\\. Nothing changed`));
        match(line, /AUC \.0000 \[\.0000, \.0000\]/);
      }
    });
  },
};

function linesIn(frame: Frame): Promise<readonly string[]> {
  return frame.locator('.multitask .last-try:visible').allTextContents();
}

/** The lines of as many runs, once they tell what came of them. */
async function waitForLines(frame: Frame, count: number, of = ''): Promise<readonly string[]> {
  let lines: readonly string[] = [];
  await waitFor(
    `${count} runs with a last try`,
    async () => {
      lines = await linesIn(frame);
      return (
        lines.length === count && lines.every((line) => line.includes('paired on')) && lines[0]?.includes(of) === true
      );
    },
    30_000,
  );
  return lines;
}
