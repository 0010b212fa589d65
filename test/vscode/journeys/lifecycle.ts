import { equal } from 'node:assert/strict';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import type { Journey, Sitting } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import type { Workbench } from '../workbench.ts';

/** Whatever ends, its kernels end with it. */
export const lifecycleJourney: Journey = {
  title: 'lifecycle',
  trust: 'given',

  prepare(workspace) {
    writeNotebook(workspace, 'one.ipynb', [
      "const name = 'one';\nname",
      "const data = datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', seed: 1 });\n" +
        'const model = models.mmoe(data.features, data.tasks, { experts: 4, seed: 1 });\n' +
        'await model.fit(data.train, { epochs: 5000, batchSize: 128, seed: 1 });',
    ]);
    writeNotebook(workspace, 'two.ipynb', ['typeof name']);
  },

  async run({ server, workbench, openWindow, check, standUp }) {
    await check('two notebooks have a kernel each', async () => {
      await runFirstCell(workbench, 'one.ipynb');
      await runFirstCell(workbench, 'two.ipynb');
      await workbench.waitForText('undefined');
      equal(kernels(server).length, 2);
    });

    await check('the kernel ends with the tab of its notebook', async () => {
      await workbench.run('View: Revert and Close Editor');
      await waitFor('one kernel to be left', () => kernels(server).length === 1, 10_000);
    });

    await check(
      'a kernel that is killed in the middle of a run says so, and the next cell runs in a new one',
      async () => {
        await workbench.openNotebook('one.ipynb');
        await workbench.runCell(1);
        const frame = await workbench.outputs();
        const plot = frame.locator('.multitask').first();
        await plot.waitFor({ timeout: 60_000 });
        await waitFor('some steps', async () => /step [1-9]/.test((await plot.textContent()) ?? ''));
        const [kernel] = kernels(server);
        process.kill(kernel.id, 'SIGKILL');
        const message = workbench.page.locator('.notification-toast', { hasText: 'stopped unexpectedly' });
        await message.waitFor();
        equal(await workbench.cellEnd(1), 'error');
        await workbench.waitForText('The kernel ended (signal SIGKILL)');
        await waitFor('the plot to say so', async () =>
          ((await plot.textContent()) ?? '').includes('The process that trained ended.'),
        );
        await workbench.screenshot('killed');
        await waitFor('the rest of the old kernel to end', () => server.cells().length === 0);
        await workbench.runCell(0);
        equal(await workbench.cellEnd(0), 'success');
        equal(kernels(server).length, 1);
      },
    );

    await check('nothing is left when the extension host is killed', async () => {
      const host = server.processes().find(({ command }) => /--type=extensionHost/.test(command));
      if (!host) throw new Error('There is no extension host.');
      // VS Code starts another host at once, and with it another language server.
      const before = new Set(server.ours().map(({ id }) => id));
      process.kill(host.id, 'SIGKILL');
      await waitFor('the kernel to end', () => !server.ours().some(({ id }) => before.has(id)), 10_000);
    });

    await workbench.close();
    const second = await openWindow();
    await check('a window opened again runs cells', async () => {
      await runFirstCell(second, 'one.ipynb');
      equal(kernels(server).length, 1);
    });

    await second.close();
    // The kernel waits half a minute for its window to be loaded again.
    standUp();
    await check('nothing is left when the window is closed', async () => {
      await waitFor('the kernel to end', () => server.ours().length === 0, 180_000);
    });
  },
};

async function runFirstCell(workbench: Workbench, file: string): Promise<void> {
  await workbench.openNotebook(file);
  await workbench.waitForKernel(kernelDisplayName);
  await workbench.runCell(0);
  equal(await workbench.cellEnd(0), 'success');
}

const kernels = (server: Sitting['server']) =>
  server.ours().filter(({ command }) => /kernel\/main\.js kernel /.test(command));
