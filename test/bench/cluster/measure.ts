/** The part of `bench:cluster` that runs on one of the hosts: MULTITASK_RAY is the cluster's address. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeColumns } from '../../../kernel/commands/predict/write-columns.ts';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { impressions, writeImpressions } from '../../cluster/impressions.ts';
import { aboutRun } from '../about.ts';
import { clusterFigure } from '../figures/cluster-figure.ts';
import { writeResult } from '../write-result.ts';
import type { ClusterResult, Rate } from './result.ts';

const { MULTITASK_RAY: url, MULTITASK_RAY_PYTHON: python = 'python3' } = process.env;
const { values } = parseArgs({ options: { json: { type: 'string' }, rows: { type: 'string' } } });
const about = aboutRun('bench:cluster', { rows: values.rows });
const rows = Number(values.rows ?? 10e6);
const batch = 4096;
const folder = mkdtempSync(join(tmpdir(), 'multitask-bench-'));

/** When how much was done. */
type Moment = { readonly at: number; readonly done: number };
let moments: Moment[] = [];
const { clusters, datasets, models, remote } = createMultitask({
  warn: () => {},
  progress: () => ({
    set value(done: number) {
      moments.push({ at: performance.now(), done });
    },
    done: () => {},
  }),
});

try {
  const path = join(folder, 'rows/*.parquet');
  await writeImpressions(join(folder, 'rows'), rows, 20);
  await writeImpressions(join(folder, 'sample'), 20_000, 1);
  const { numeric, categorical, tasks } = impressions;
  const sample = await datasets.table(join(folder, 'sample/part-00.parquet'), { numeric, categorical, tasks });
  const make = () => models.mmoe(sample.features, sample.tasks, { seed: 1 });
  const fit = { epochs: 1, batchSize: batch, plot: false } as const;

  // Not counted: V8 still compiles while the first model of a process trains.
  const here = make();
  await here.fit(sample.train, { ...fit, epochs: 5 });
  const begun = performance.now();
  const read = await here.read(path);
  const isRead = performance.now();
  await here.fit(read, { ...fit, restart: true });
  const trained = performance.now();
  await writeColumns(join(folder, 'here.parquet'), await here.predict(read), read.length);
  const scored = performance.now();
  const wall = (...spans: readonly number[]): Rate => ({
    rate: (1000 * rows) / spans.reduce((a, b) => a + b),
    fixed: 0,
  });
  const local = {
    training: wall(isRead - begun, trained - isRead),
    scoring: wall(isRead - begun, scored - trained),
  };

  const training: (Rate & { workers: number })[] = [];
  const scoring: typeof training = [];
  for (const workers of [1, 2]) {
    const on = clusters.ray(url, { workers, storage: join(folder, 'storage') });
    const model = make();
    training.push({
      workers,
      ...(await timed(async () => {
        for await (const event of model.train(remote(path), { ...fit, on }))
          if (event.kind === 'steps') moments.push({ at: performance.now(), done: Math.min(rows, event.step * batch) });
      })),
    });
    const output = join(folder, `scores-${workers}`);
    scoring.push({ workers, ...(await timed(() => model.predict(remote(path), { on, output, keys: ['id'] }))) });
  }
  const versions = JSON.parse(
    execFileSync(python, [
      '-c',
      'import json, ray, torch; print(json.dumps({"ray": ray.__version__, "torch": torch.__version__}))',
    ]).toString(),
  );
  const result: ClusterResult = {
    about: about(),
    versions,
    rows,
    batch,
    training: { here: local.training, cluster: training },
    scoring: { here: local.scoring, cluster: scoring },
  };
  console.log(clusterFigure(result, 'en'));
  if (values.json !== undefined) writeResult(values.json, result);
} finally {
  rmSync(folder, { recursive: true });
}

/** Times work on the cluster that tells how far it is. */
async function timed(work: () => Promise<unknown>): Promise<Rate> {
  moments = [];
  const begin = performance.now();
  await work();
  const seconds = (performance.now() - begin) / 1000;
  const [first] = moments.filter(({ done }) => done > 0);
  const last = moments.find(({ done }) => done === rows);
  if (!first || !last || last.at - first.at < 2000)
    throw new Error(
      `${rows} rows are too few to see how fast a cluster does them: it told of all of them within two seconds.`,
    );
  const rate = (1000 * (last.done - first.done)) / (last.at - first.at);
  return { rate, fixed: seconds - rows / rate };
}
