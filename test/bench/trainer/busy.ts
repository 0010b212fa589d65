/**
 * What training keeps of its speed beside other programs: `fit` with threads as they come against one thread and two, the same number of
 * busy processes beside each, by wall time.
 *
 *   npm run bench:busy -- [--json FILE] [--seconds N] [--rounds N] [--only mmoe] [--beside 0,2,6,12]
 *
 * Needs census-income as `bench:trainer` does. Each round measures every way after the other, so that what the machine does beside
 * meets them all; medians of the rounds.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/dataset.ts';
import { methodName } from '../../../kernel/multitask/models/index.ts';
import type { FitOptions } from '../../../kernel/multitask/training/fit-options.ts';
import { type About, aboutRun } from '../about.ts';
import { titleOf } from '../case-title.ts';
import { busyFigure } from '../figures/busy-figure.ts';
import { writeResult } from '../write-result.ts';
import { createBenchData, median, type TrainerCase } from './cases.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string' },
    beside: { type: 'string' },
  },
});
const { json, ...flags } = values;
const about = aboutRun('bench:busy', flags);
const seconds = Number(values.seconds ?? 1);
const rounds = Number(values.rounds ?? 9);
const beside = (values.beside ?? '0,2,6,12').split(',').map(Number);

const ways = { 'as it comes': {}, 'one thread': { threads: 1 }, 'two threads': { threads: 2 } } satisfies Record<
  string,
  FitOptions
>;
type Way = keyof typeof ways;

/** What `--json` writes: examples per second of wall time, the median of the rounds. */
export type BusyResult = { readonly about: About; readonly rows: readonly BusyRow[] };
type BusyRow = TrainerCase & { readonly beside: number; readonly perSecond: Readonly<Record<Way, number>> };

const cases: readonly TrainerCase[] = (
  [
    { model: 'mmoe', batch: 256 },
    { model: 'esmm', batch: 1024, rows: 100_000 },
  ] as const
).filter(({ model }) => values.only?.split(',').includes(model) ?? true);

const dataOf = createBenchData();
const rows: BusyRow[] = [];
for (const of of cases) {
  const data = await dataOf(of);
  await speed(of, data, {});
  for (const count of beside) {
    const found: Record<Way, number[]> = { 'as it comes': [], 'one thread': [], 'two threads': [] };
    const stop = await startBusy(count);
    try {
      for (let round = 0; round < rounds; round++)
        for (const [way, options] of Object.entries(ways)) found[way as Way].push(await speed(of, data, options));
    } finally {
      await stop();
    }
    const perSecond = Object.fromEntries(Object.entries(found).map(([way, all]) => [way, median(all)]));
    rows.push({ ...of, beside: count, perSecond: perSecond as BusyRow['perSecond'] });
    console.error(`${titleOf(of)}: ${count} busy processes`);
  }
}
const result: BusyResult = { about: about(), rows };
console.log(busyFigure(result));
if (json !== undefined) writeResult(json, result);

/** Examples per second of wall time while steps are taken: what evaluates epochs is not counted. */
async function speed(of: TrainerCase, { features, tasks, train }: Dataset, options: FitOptions): Promise<number> {
  const { models } = createMultitask();
  const model = models[methodName(of.model)](features, tasks, {});
  const stop = new AbortController();
  const run = model.train(train, {
    epochs: 1_000_000,
    batchSize: of.batch,
    seed: 1,
    signal: stop.signal,
    ...options,
  });
  let before: { readonly at: number; readonly step: number } | undefined;
  let milliseconds = 0;
  let steps = 0;
  for await (const event of run) {
    if (event.kind === 'epoch') before = undefined;
    if (event.kind !== 'steps') continue;
    const now = { at: performance.now(), step: event.step };
    if (before) {
      milliseconds += now.at - before.at;
      steps += now.step - before.step;
    }
    before = now;
    if (milliseconds > 1000 * seconds) stop.abort();
  }
  model.dispose();
  return (1000 * of.batch * steps) / milliseconds;
}

/** Programs that do nothing but take time; returns what ends them. */
async function startBusy(count: number): Promise<() => Promise<void>> {
  const children = Array.from({ length: count }, () =>
    spawn(process.execPath, ['--eval', 'for (;;);'], { stdio: 'ignore' }),
  );
  await Promise.all(children.map((child) => once(child, 'spawn')));
  return async () => {
    const ends = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(ends);
  };
}
