/**
 * How the cost of an example grows with the batch, the rows, the experts and the tasks, for MMoE.
 *
 *   npm run bench:scaling -- [--json FILE] [--seconds N]
 *
 * Data are drawn, 11 numeric and 29 categorical columns as census-income has, so that there can be any number of rows and
 * tasks. Costs are of processor time, which other programs disturb least. Draws out/scaling.svg.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset, Rows } from '../../../kernel/multitask/data/dataset.ts';
import type { Column } from '../../../kernel/multitask/data/features.ts';
import { randomStream } from '../../../kernel/multitask/data/random.ts';
import { type About, aboutRun } from '../about.ts';
import { writeResult } from '../write-result.ts';
import { measureModel } from './cases.ts';
import { scalingPicture } from './scaling-picture.ts';

const { values } = parseArgs({ options: { json: { type: 'string' }, seconds: { type: 'string' } } });
const about = aboutRun('bench:scaling', { seconds: values.seconds });
const seconds = Number(values.seconds ?? 4);

type Point = { readonly batch: number; readonly rows: number; readonly experts: number; readonly tasks: number };
type Measured = Point & { readonly nanoseconds: number };

/** What `--json` writes: for each thing that grows its points, with nanoseconds of processor time an example. */
export type ScalingResult = { readonly about: About; readonly measured: Readonly<Record<string, readonly Measured[]>> };

const usual: Point = { batch: 1024, rows: 200_000, experts: 8, tasks: 2 };
const sweeps: Readonly<Record<keyof Point, readonly number[]>> = {
  batch: [256, 512, 1024, 2048, 4096, 8192],
  rows: [100_000, 300_000, 1_000_000, 5_000_000],
  experts: [4, 8, 16, 32, 64],
  tasks: [2, 4, 8, 16],
};

// Not counted: V8 still compiles while the first model of a process trains.
await cost(usual);
const measured: Record<string, Measured[]> = {};
for (const [what, numbers] of Object.entries(sweeps)) {
  console.log(`\n| ${what} | ns of processor time an example | against the first | |\n|---|---|---|---|`);
  const points: Measured[] = [];
  measured[what] = points;
  for (const number of numbers) {
    const point = { ...usual, [what]: number };
    points.push({ ...point, nanoseconds: await cost(point) });
    const [first, last] = [points[0], points[points.length - 1]];
    const ratio = last.nanoseconds / first.nanoseconds;
    // A bar of 20 characters for the largest that may be expected: proportional in experts and tasks, flat otherwise.
    const most = what === 'experts' || what === 'tasks' ? numbers[numbers.length - 1] / numbers[0] : 2;
    const bar = '█'.repeat(Math.max(1, Math.round((20 * ratio) / most)));
    console.log(
      `| ${number.toLocaleString('en-US')} | ${last.nanoseconds.toFixed(0)} | ${ratio.toFixed(2)} × | ${bar} |`,
    );
  }
}
mkdirSync('out', { recursive: true });
writeFileSync('out/scaling.svg', scalingPicture({ measured }));
console.log('\nDrawn in out/scaling.svg.');
if (values.json !== undefined) writeResult(values.json, { about: about(), measured } satisfies ScalingResult);

async function cost({ batch, rows, experts, tasks }: Point): Promise<number> {
  const { models } = createMultitask();
  const data = drawn(rows, tasks);
  const model = models.mmoe(data.features, data.tasks, { experts });
  const { perCpuSecond } = await measureModel(model, batch, data, { seconds, epochs: 4, rows });
  return 1e9 / perCpuSecond;
}

function drawn(length: number, tasks: number): Dataset {
  const random = randomStream(1, `scaling ${length} ${tasks}`);
  const columns: Column[] = [
    ...Array.from({ length: 11 }, (_, i) => ({ kind: 'numeric', name: `n${i}`, mean: 0, sd: 1 }) as const),
    ...Array.from({ length: 29 }, (_, i) => {
      return {
        kind: 'categorical',
        name: `c${i}`,
        values: Array.from({ length: i < 24 ? 17 : 16 }, (_, v) => `${v}`),
      } as const;
    }),
  ];
  const train: Rows = {
    columns,
    length,
    numeric: Array.from({ length: 11 }, () => Float32Array.from({ length }, () => random.uniform() * 3.4 - 1.7)),
    categorical: Array.from({ length: 29 }, () => Int8Array.from({ length }, () => random.bits() & 15)),
    lists: [],
    labels: Object.fromEntries(
      Array.from({ length: tasks }, (_, t) => [`t${t}`, Float32Array.from({ length }, () => random.bits() & 1)]),
    ),
  };
  const none: Rows = { columns, length: 0, numeric: [], categorical: [], lists: [], labels: {} };
  const all = Array.from({ length: tasks }, (_, t) => ({ name: `t${t}`, kind: 'binary' }) as const);
  return { name: 'drawn', features: { columns }, tasks: all, train, validation: none, test: none };
}
