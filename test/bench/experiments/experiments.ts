/**
 * How long a comparison takes: four models over ten seeds on census-income by one command, and how many trials a minute run
 * side by side for each that runs one after the other.
 *
 *   npm run bench:experiments -- [--json FILE] [--seeds N] [--repeats N]
 *
 * Needs census-income as `bench:trainer` does. What else the machine does counts: the load before stands beside the times.
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Study } from '../../../kernel/multitask/experiments/index.ts';
import type { Estimate } from '../../../kernel/statistics/index.ts';
import { type About, aboutRun } from '../about.ts';
import { census } from '../bench-data.ts';
import { markdownTable, withError } from '../markdown.ts';
import { median } from '../trainer/cases.ts';
import { writeResult } from '../write-result.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seeds: { type: 'string', default: '10' },
    repeats: { type: 'string', default: '5' },
  },
});
const about = aboutRun('bench:experiments', {});
const load = loadavg()[0];

const command =
  `compare single-task,shared-bottom,mmoe,ple --data census-income --seeds ${values.seeds} --epochs 10 --patience 2 --json`.split(
    ' ',
  );
const begin = performance.now();
const ran = spawnSync(process.execPath, ['dist/kernel/main.js', ...command], { encoding: 'utf8', maxBuffer: 2 ** 28 });
if (ran.status !== 0) throw new Error(`multitask-notebook ${command.join(' ')}: ${ran.stderr}`);
const seconds = (performance.now() - begin) / 1000;
const study: Study = JSON.parse(ran.stdout);

const library = createMultitask();
const data = await census();
const rates = { one: [] as number[], all: [] as number[] };
for (let i = 0; i < Number(values.repeats); i++) {
  rates.one.push(await trialsPerMinute(1));
  rates.all.push(await trialsPerMinute(availableParallelism()));
}
const ratio = median(rates.all.map((rate, i) => rate / rates.one[i]));
const result = {
  about: about(),
  load,
  command: ['multitask-notebook', ...command].join(' '),
  seconds,
  results: study.results.map(({ candidate, task, metrics }) => ({ candidate, task, auc: metrics.auc })),
  words: study.differences.map(({ words }) => words),
  pool: { atOnce: availableParallelism(), trialsPerMinute: rates, ratio },
} satisfies ExperimentsResult;

console.log(
  markdownTable(
    [`test AUC, ${values.seeds} seeds`, ...study.tasks.map(({ name }) => name)],
    study.candidates.map((candidate) => [
      candidate,
      ...result.results.filter((each) => each.candidate === candidate).map(({ auc }) => withError(auc, 5)),
    ]),
  ),
);
const pool = `${median(rates.one).toFixed(1)} trials a minute one after the other, ${median(rates.all).toFixed(1)} with ${result.pool.atOnce} at once: ${ratio.toFixed(2)} times as many (target 1.8: ${ratio >= 1.8 ? 'met' : 'missed'})`;
console.log(
  `\n${seconds.toFixed(0)} s (target 240: ${seconds <= 240 ? 'met' : 'missed'}), load before ${load.toFixed(1)}. ${pool}.`,
);
if (values.json !== undefined) writeResult(values.json, result);

/** What `--json` writes: seconds of the command, means over its seeds, and rates of the same small comparison. */
export type ExperimentsResult = {
  readonly about: About;
  /** Of the machine in the minute before. */
  readonly load: number;
  readonly command: string;
  readonly seconds: number;
  readonly results: readonly { readonly candidate: string; readonly task: string; readonly auc: Estimate }[];
  readonly words: readonly string[];
  readonly pool: {
    readonly atOnce: number;
    readonly trialsPerMinute: { readonly one: readonly number[]; readonly all: readonly number[] };
    /** Median over the repeats, which take turns. */
    readonly ratio: number;
  };
};

/** Of Shared-Bottom and MMoE over four seeds, two epochs each. */
async function trialsPerMinute(atOnce: number): Promise<number> {
  const { compare, models } = library;
  const start = performance.now();
  const { trials } = await compare(
    {
      'shared-bottom': (seed) => models.sharedBottom(data.features, data.tasks, { seed }),
      mmoe: (seed) => models.mmoe(data.features, data.tasks, { seed }),
    },
    data,
    { seeds: 4, fit: { epochs: 2 }, atOnce },
  );
  return trials.length / ((performance.now() - start) / 60_000);
}
