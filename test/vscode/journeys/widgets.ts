import { equal } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';

const file = 'widgets.ipynb';
const [own, controls, asks, says] = Array.from({ length: 4 }, (_, index) => index);

const frontEnd = `export default {
  render({ model, el }) {
    const button = document.createElement('button');
    const show = () => (button.textContent = 'pressed ' + model.get('count') + ' times');
    button.addEventListener('click', () => {
      model.set('count', model.get('count') + 1);
      model.save_changes();
      show();
    });
    model.on('change:count', show);
    show();
    el.append(button);
  },
};`;

/** Widgets: a front end of one's own, the controls that come along, a window that is loaded again, a kernel that is gone. */
export const widgetsJourney: Journey = {
  title: 'widgets',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, file, [
      `const module = ${JSON.stringify(frontEnd)};\n` +
        "const own = widget({ module, css: 'button { font: inherit }', state: { count: 0 }, onChange: ({ value }) => console.log('count', value) });\nown",
      "const at = (value: number) => ({ 'text/plain': 'above ' + value });\n" +
        "const threshold = widget.slider({ label: 'threshold', onChange: (value) => display(at(value), { display_id: 'at', update: true }) });\n" +
        "const metric = widget.select({ label: 'metric', options: ['AUC', 'log loss'] });\n" +
        "const again = widget.button({ label: 'Start again', onClick: () => { threshold.value = 0.25; } });\n" +
        "for (const each of [threshold, metric, again]) display(each);\ndisplay(at(0.5), { display_id: 'at' });",
      'own.set("count", 41);\n[own.value, metric.value, threshold.value]',
      "'asked'",
    ]);
  },

  async run({ workbench, check }) {
    const { page } = workbench;
    const pressed = async (words: string) =>
      (await workbench.outputs(60_000)).getByRole('button', { name: words, exact: true });

    await check('a front end of one’s own speaks with the kernel', async () => {
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.runCell(own);
      equal(await workbench.cellEnd(own), 'success');
      await (await pressed('pressed 0 times')).click();
      await (await pressed('pressed 1 times')).click();
      await workbench.waitForText('count 2');
    });

    await check('a slider, a list and a button change what a cell shows', async () => {
      await workbench.runCell(controls);
      equal(await workbench.cellEnd(controls), 'success');
      const slider = (await workbench.outputs()).getByRole('slider', { name: 'threshold' });
      await slider.focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await workbench.waitForText('above 0.52');
      await (await workbench.outputs()).getByLabel('metric').selectOption('log loss');
      await workbench.screenshotThemes('widgets');
      await (await pressed('Start again')).click();
      await waitFor('the slider to stand at .25', async () => (await slider.inputValue()) === '0.25');
    });

    await check('a cell changes what they show, and reads what was chosen', async () => {
      await workbench.runCell(asks);
      equal(await workbench.cellEnd(asks), 'success');
      await (await pressed('pressed 41 times')).waitFor();
      await workbench.waitForText("'log loss', 0.25 ]");
    });

    await check('a window that is loaded again shows the state that the kernel has', async () => {
      await workbench.reload();
      await (await pressed('pressed 41 times')).click({ timeout: 60_000 });
      await (await pressed('pressed 42 times')).waitFor();
      await workbench.runCell(says);
      equal(await workbench.cellEnd(says), 'success');
      await workbench.waitForText('count 42');
    });

    await check('where the kernel is another one, they say so', async () => {
      await workbench.pressToolbar('Restart');
      const note = (await workbench.outputs()).getByText('Its kernel is gone: run the cell again to use it.');
      await waitFor('the notes', async () => (await note.count()) >= 4, 60_000);
      await workbench.screenshot('widgets-gone');
    });
  },
};
