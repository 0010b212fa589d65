/**
 * Measures training with the public API as a user gets it: `model.fit`, data in memory, threads as they come.
 *
 *   npm run bench:trainer -- [--json FILE] [--only mmoe,esmm] [--batches 32,256] [--seconds N]
 *
 * Needs census-income in MULTITASK_DATA or in the cache. `npm run bench:peers` puts others beside it.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { titleOf } from '../case-title.ts';
import { createBenchData, flopsOf, measureFit, type Speed, type TrainerCase, trainerCases } from './cases.ts';
import { matrixPeak } from './matrix-peak.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    batches: { type: 'string' },
    seconds: { type: 'string', default: '6' },
  },
});
const cases = trainerCases.filter(
  ({ model, batch }) =>
    (values.only?.split(',').includes(model) ?? true) && (values.batches?.split(',').includes(`${batch}`) ?? true),
);

const data = createBenchData();
const [one, peak] = [await matrixPeak(1), await matrixPeak(availableParallelism())];
console.log(
  `Matrix product in WebAssembly (${peak.build}), GFLOP/s of processor time: one thread ${one.gigaflops.toFixed(1)}, ` +
    `each of ${availableParallelism()} threads ${peak.gigaflops.toFixed(1)}, which is the peak below\n`,
);
console.log('| case | examples/s | per CPU second | trainer | GFLOP/s executed | of the peak |');
console.log('|---|---|---|---|---|---|');
const results: (TrainerCase & Speed & { flops: number })[] = [];
for (const each of cases) {
  const dataset = await data(each);
  const speed = await measureFit(each, dataset, { seconds: Number(values.seconds) });
  const flops = flopsOf(each, dataset);
  results.push({ ...each, ...speed, flops });
  const gigaflops = (speed.perCpuSecond * flops) / 1e9;
  const cells = [titleOf(each), thousands(speed.perSecond), thousands(speed.perCpuSecond), speed.trainer];
  console.log(
    `| ${[...cells, gigaflops.toFixed(1), `${Math.round((100 * gigaflops) / peak.gigaflops)} %`].join(' | ')} |`,
  );
}
const { rss } = process.memoryUsage();
console.log(`\nPeak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, now ${Math.round(rss / 1e6)} MB.`);
if (values.json !== undefined) {
  const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
  const peakMemory = process.resourceUsage().maxRSS * 1024;
  writeFileSync(values.json, `${JSON.stringify({ machine, peak, peakMemory, results }, null, 2)}\n`);
}

function thousands(perSecond: number): string {
  return perSecond < 10_000 ? `${(perSecond / 1000).toFixed(1)} k` : `${Math.round(perSecond / 1000)} k`;
}
