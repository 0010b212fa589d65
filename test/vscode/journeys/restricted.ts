import { equal } from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName, ourMetadata } from '../../../extension/kernels/metadata.ts';
import type { Journey } from '../journey.ts';
import { waitFor } from '../processes.ts';

const file = 'from-elsewhere.ipynb';

/** A notebook from a stranger, in Restricted Mode: its outputs show, nothing runs until the folder is trusted. */
export const restrictedJourney: Journey = {
  title: 'restricted',
  trust: 'asked',

  prepare(workspace) {
    const outputs = [{ output_type: 'stream', name: 'stdout', text: 'saved words' }];
    const cell = { cell_type: 'code', id: 'a', metadata: {}, source: '6 * 7', execution_count: 1, outputs };
    const notebook = { cells: [cell], metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 };
    writeFileSync(join(workspace, file), JSON.stringify(notebook));
  },

  async run({ server, workbench, check }) {
    const dialog = workbench.page.locator('.monaco-dialog-box');

    await check('saved outputs show in a folder that is not trusted', async () => {
      await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
      await workbench.openNotebook(file);
      await workbench.waitForKernel(kernelDisplayName);
      await workbench.waitForText('saved words');
    });

    await check('a cell asks for trust, and without it nothing runs', async () => {
      await workbench.runCell(0);
      await dialog.getByText(/trust/i).first().waitFor();
      await workbench.screenshot('restricted');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
      equal(server.cells().length, 0);
    });

    await check('with trust it runs', async () => {
      await workbench.runCell(0);
      await dialog
        .getByRole('button', { name: /^Trust/i })
        .first()
        .click();
      await waitFor('the result', async () => (await workbench.outputText()).includes('42'));
    });
  },
};
