/**
 * AITM on census-income against torch-rechub's, on the same rows: the test AUC after the same epochs, paired by seed.
 *
 *   npx tsx test/bench/peers/aitm.ts [--seeds 10] [--epochs 3] [--write FOLDER] [--peer FILE]
 *
 * `--write` leaves the rows for `python test/bench/peers/aitm_torch.py FOLDER --seeds 10 --epochs 3 > FILE`, which needs torch
 * and scikit-learn and no torch-rechub: it is its model and trainer, written out. `--peer` reads what that printed.
 * Needs census-income in MULTITASK_DATA or in the cache.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset, Rows } from '../../../kernel/multitask/data/index.ts';
import { estimate, pairedDifference } from '../../../kernel/statistics/paired.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    epochs: { type: 'string', default: '3' },
    write: { type: 'string' },
    peer: { type: 'string' },
  },
});
const { models, datasets } = createMultitask({ warn: (line) => console.error(line) });
const data = await datasets.censusIncome();
if (values.write === undefined) await compare();
else write(values.write, data);

async function compare(): Promise<void> {
  const epochs = Number(values.epochs);
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const ours = new Map<number, Record<string, number>>();
  for (const seed of seeds) {
    const model = models.aitm(data.features, data.tasks, { seed, towerDropout: [0.1, 0.1, 0.1] });
    await model.fit(data.train, { epochs, batchSize: 512, plot: false });
    const metrics = await model.evaluate(data.test);
    ours.set(seed, Object.fromEntries(data.tasks.map(({ name }) => [name, metrics[name].auc ?? Number.NaN])));
    console.error(`seed ${seed}: ${JSON.stringify(ours.get(seed))}`);
  }
  const peers = values.peer === undefined ? new Map() : readPeer(values.peer, epochs);
  const both = seeds.filter((seed) => peers.size === 0 || peers.has(seed));
  for (const { name } of data.tasks) {
    const of = (found: ReadonlyMap<number, Record<string, number>>) =>
      both.map((seed) => found.get(seed)?.[name] ?? Number.NaN);
    const mine = estimate(of(ours));
    console.log(`${name}: AITM ${mine.mean.toFixed(5)} ± ${mine.error.toFixed(5)} over ${mine.n} seeds`);
    if (peers.size === 0) continue;
    const theirs = estimate(of(peers));
    const { mean, lower, upper, verdict } = pairedDifference(of(ours), of(peers));
    const interval = `${mean.toFixed(5)} (95 % ${lower.toFixed(5)} to ${upper.toFixed(5)})`;
    console.log(
      `  torch-rechub's ${theirs.mean.toFixed(5)} ± ${theirs.error.toFixed(5)}; ours is ${verdict}: ${interval}`,
    );
  }
}

/** One line for each seed: {"seed", "epochs": [[AUC of each task] of each epoch]}. */
function readPeer(file: string, epochs: number): ReadonlyMap<number, Record<string, number>> {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const run = JSON.parse(line) as { seed: number; epochs: number[][] };
      return [run.seed, Object.fromEntries(data.tasks.map(({ name }, t) => [name, run.epochs[epochs - 1][t]]))];
    }),
  );
}

/** Standardised numbers, codes (an unseen value is one past the last) and labels, column by column. */
function write(folder: string, { features, tasks, train, test }: Dataset): void {
  mkdirSync(folder, { recursive: true });
  const numeric = features.columns.filter((column) => column.kind === 'numeric');
  const categorical = features.columns.filter((column) => column.kind === 'categorical');
  for (const [part, rows] of Object.entries({ train, test })) {
    const save = (name: string, columns: readonly (Float32Array | Int32Array)[]) =>
      writeFileSync(
        join(folder, `${part}.${name}`),
        Buffer.concat(columns.map((column) => new Uint8Array(column.buffer, column.byteOffset, column.byteLength))),
      );
    save(
      'numeric',
      numeric.map(({ mean, sd }, c) => Float32Array.from(rows.numeric[c], (x) => (x - mean) / sd)),
    );
    save(
      'codes',
      categorical.map(({ values: known }, c) => codesOf(rows, c, known.length)),
    );
    save(
      'labels',
      tasks.map(({ name }) => Float32Array.from(rows.labels[name])),
    );
  }
  const about = { rows: { train: train.length, test: test.length }, numeric: numeric.length, tasks: tasks.length };
  writeFileSync(
    join(folder, 'about.json'),
    JSON.stringify({ ...about, sizes: categorical.map((c) => c.values.length) }),
  );
}

function codesOf(rows: Rows, column: number, size: number): Int32Array {
  return Int32Array.from(rows.categorical[column], (code) => (code < 0 ? size : code));
}
