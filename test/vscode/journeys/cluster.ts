import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { kernelDisplayName } from '../../../extension/kernels/metadata.ts';
import { pickRows } from '../../../kernel/multitask/data/pick-rows.ts';
import { datasets } from '../../../kernel/multitask/index.ts';
import { writeParquet } from '../../cluster/data.ts';
import { makeHosts, reachHead, removeHosts, startRay } from '../../cluster/hosts.ts';
import type { Journey } from '../journey.ts';
import { writeNotebook } from '../notebooks.ts';
import { waitFor } from '../processes.ts';
import { readWatched, watchElement } from '../watch-element.ts';

const file = 'cluster.ipynb';
const [prepares, trains, looks] = [0, 1, 2];
const picture = '.multitask';

/** The plot of a run that goes on elsewhere: a job of a Ray cluster on census-income, then its gates, looked at here. */
export const clusterJourney: Journey = {
  title: 'cluster',
  trust: 'given',

  prepare() {},

  async run({ server, workbench, check }) {
    const python = execFileSync('sh', ['test/cluster/setup.sh'], { encoding: 'utf8' }).trim();
    const census = await datasets.censusIncome();
    const rows = pickRows(
      census.train,
      Uint32Array.from({ length: 20_000 }, (_, i) => i),
    );
    await writeParquet(join(server.workspace, 'rows'), rows, 5000);
    makeHosts();
    try {
      reachHead();
      const ray = await startRay(python, 'out/vscode-ray.log');
      writeNotebook(server.workspace, file, [
        'const data = await datasets.censusIncome();\nconst model = models.mmoe(data.features, data.tasks, { seed: 1 });',
        `const on = clusters.ray('${ray.url}', { workers: 2, storage: '${join(server.workspace, 'runs')}' });
await model.fit(remote('${join(server.workspace, 'rows', '*.parquet')}'), {
  on, epochs: 6, batchSize: 512, validation: data.validation });`,
        'await gateReport(model, data.test)',
      ]);
      await check('the plot of a job moves in one element while the cluster trains', async () => {
        await workbench.openNotebook(file);
        await workbench.waitForKernel(kernelDisplayName);
        await workbench.runCell(prepares);
        equal(await workbench.cellEnd(prepares), 'success');
        await workbench.runCell(trains);
        const frame = await workbench.outputs(120_000);
        const words = frame.locator(picture).first();
        await words.waitFor({ timeout: 120_000 });
        await watchElement(frame, picture);
        const epochs = new Set<string>();
        await waitFor(
          'the run to end',
          async () => {
            const text = (await words.textContent()) ?? '';
            const [epoch] = /epoch \d/i.exec(text) ?? [];
            if (epoch !== undefined) epochs.add(epoch);
            return !(await workbench.isRunning(trains));
          },
          240_000,
        );
        equal(await workbench.cellEnd(trains), 'success');
        ok(epochs.size > 1, `Only these were seen: ${[...epochs]}.`);
        const { isSame, replaced } = await readWatched(frame);
        deepEqual({ isSame, replaced }, { isSame: true, replaced: 0 });
        match((await words.textContent()) ?? '', /validation · epoch 6.*AUC/s);
        await workbench.reveal(trains);
        await workbench.screenshotThemes('cluster');
      });

      await check(
        'the weights have come home: their gates are reported here, and no file of the run is left',
        async () => {
          await workbench.runCell(looks);
          equal(await workbench.cellEnd(looks), 'success');
          deepEqual(readdirSync(join(server.workspace, 'runs')), []);
          await workbench.screenshot('cluster-gates');
        },
      );
      await ray.end();
    } finally {
      removeHosts();
    }
  },
};
