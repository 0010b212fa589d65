import { equal, match, ok } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { readSavedCells, writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';

const file = 'cells.ipynb';
const [first, stream, endless, after, failing, skipped, moves, mover, asks, late, python] = Array.from(
  { length: 11 },
  (_, index) => index,
);

/** Cells, one by one: output while they run, interrupts, errors, displays, prompts, restarts. */
export const kernelJourney: Journey = {
  title: 'kernel',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      'let kept: number = 41;\nkept',
      'for (let line = 1; line <= 8; line++) {\n  console.log("line", line);\n  await new Promise((next) => setTimeout(next, 500));\n}',
      'while (true) {}',
      'kept + 1',
      "throw new TypeError('wrong on purpose')",
      "console.log('must not run')",
      "await display({ 'text/plain': 'first words' }, { display_id: 'moving' })",
      "await display({ 'text/plain': 'second words' }, { display_id: 'moving', update: true })",
      "const answer = await prompt('Which one?');\nconsole.log('it was', answer)",
      "setTimeout(() => console.log('late words'), 1500);",
      { python: 'print("not here")' },
    ]);
  },

  async run({ server, workbench, check }) {
    await check('our kernel is chosen without a click', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
    });

    await check('a cell runs and shows its result and its number', async () => {
      await workbench.runCell(first);
      equal(await workbench.cellEnd(first), 'success');
      await workbench.waitForText('41');
      equal(await workbench.cell(first).locator('.execution-count-label').textContent(), '[1]');
    });

    await check('output arrives while the cell runs', async () => {
      await workbench.runCell(stream);
      await workbench.waitForText('line 1');
      ok(!(await workbench.outputText()).includes('line 8'));
      equal(await workbench.cellEnd(stream), 'success');
      await workbench.waitForText('line 8');
      // Eight half seconds, not the time the editor needed to draw.
      match(await workbench.cellStatus(stream), /\b[4-6]\.\d\s?s/);
    });

    await check('an endless loop is interrupted from the toolbar and variables stay', async () => {
      await workbench.runCell(endless);
      await workbench.pressToolbar('Interrupt');
      equal(await workbench.cellEnd(endless), 'error');
      await workbench.runCell(after);
      equal(await workbench.cellEnd(after), 'success');
      await workbench.waitForText('42');
    });

    await check('a later cell moves the display of an earlier one, which keeps its duration', async () => {
      await workbench.runCell(moves);
      equal(await workbench.cellEnd(moves), 'success');
      await workbench.waitForText('first words');
      const duration = /[\d.]+\s?m?s/.exec(await workbench.cellStatus(moves))?.[0];
      ok(duration);
      await workbench.runCell(mover);
      await workbench.waitForText('second words');
      await waitFor('the duration to stay', async () => (await workbench.cellStatus(moves)).includes(duration));
      ok(!(await workbench.outputText()).includes('first words'));
    });

    await check('a cell asks a question and gets the answer', async () => {
      await workbench.runCell(asks);
      const input = workbench.page.locator('.quick-input-widget:visible input');
      await input.waitFor();
      await workbench.page.locator('.quick-input-widget', { hasText: 'Which one?' }).waitFor();
      await input.fill('the second');
      await input.press('Enter');
      await workbench.waitForText('it was the second');
    });

    await check('what a timer prints after its cell goes to its cell', async () => {
      await workbench.runCell(late);
      equal(await workbench.cellEnd(late), 'success');
      await workbench.waitForText('late words');
      equal(await workbench.cellEnd(late), 'success');
    });

    await check('a Python cell says why it does not run', async () => {
      await waitFor('the message', async () =>
        /TypeScript kernel does not run python/.test(await workbench.cellStatus(python)),
      );
    });

    await check('Run All stops at the first error', async () => {
      await workbench.run('Notebook: Clear All Outputs');
      // It would never end.
      await workbench.retypeCell(endless, 'kept = 7;');
      await workbench.pressToolbar('Run All');
      equal(await workbench.cellEnd(failing), 'error');
      await workbench.waitForText('wrong on purpose');
      await waitFor(
        'the cells that wait to be let go',
        async () => !/\bPending\b/.test(await workbench.cellStatus(skipped)),
      );
      ok(!(await workbench.outputText()).includes('must not run'));
    });

    await check('a restart forgets the variables and keeps the outputs', async () => {
      const kernels = () => server.ours().filter(({ command }) => /kernel\/main\.js kernel /.test(command));
      const [before] = kernels();
      await workbench.pressToolbar('Restart');
      await waitFor('the new kernel', () => {
        const now = kernels();
        return now.length === 1 && now[0].id !== before.id;
      });
      ok((await workbench.outputText()).includes('wrong on purpose'));
      await workbench.runCell(after);
      equal(await workbench.cellEnd(after), 'error');
      await workbench.waitForText('kept is not defined');
    });

    await check('the saved file holds the outputs as Jupyter writes them', async () => {
      await workbench.page.keyboard.press('Control+S');
      const cells = await waitFor('the file', () => {
        const saved = readSavedCells(server.workspace, file);
        return saved[failing].outputs.length > 0 && saved;
      });
      equal(cells[stream].outputs.length, 1);
      equal(cells[stream].outputs[0].output_type, 'stream');
      equal(cells[failing].outputs[0].output_type, 'error');
      equal(cells[failing].outputs[0].ename, 'TypeError');
      ok(cells[first].execution_count);
      equal(cells[first].outputs[0].output_type, 'execute_result');
    });
  },
};
