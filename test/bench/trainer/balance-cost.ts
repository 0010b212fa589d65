/**
 * What balancing two tasks costs: steps with a backward pass for each task, and with gradients clipped, beside plain ones.
 *
 *   npm run bench:balance-cost
 *
 * Every way of training is measured in turn, five times over, on one thread, since threads that wait for one another on a busy
 * machine take processor time, too; medians of examples per second of that, and how many times as long a step takes as a plain one.
 */
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { methodName } from '../../../kernel/multitask/models/index.ts';
import type { FitOptions } from '../../../kernel/multitask/training/fit-options.ts';
import { createBenchData, measureModel, median, type TrainerCase } from './cases.ts';

const ways: Readonly<Record<string, FitOptions>> = {
  plain: {},
  clipNorm: { clipNorm: 1 },
  dwa: { taskWeights: 'dwa' },
  famo: { taskWeights: 'famo' },
  gradnorm: { taskWeights: 'gradnorm' },
  pcgrad: { gradients: 'pcgrad' },
  nash: { gradients: 'nash' },
  conflicts: { conflicts: true },
  'pcgrad, conflicts, clipNorm': { gradients: 'pcgrad', conflicts: true, clipNorm: 1 },
};
const cases: readonly TrainerCase[] = [
  { model: 'mmoe', batch: 256 },
  { model: 'shared-bottom', batch: 256 },
  { model: 'esmm', batch: 256, rows: 100_000 },
  { model: 'esmm', batch: 1024, rows: 100_000 },
];
const rounds = 5;
const dataOf = createBenchData();

console.log(`| model, batch | ${Object.keys(ways).join(' | ')} |`);
console.log(
  `|---|${Object.keys(ways)
    .map(() => '---|')
    .join('')}`,
);
for (const of of cases) {
  const data = await dataOf(of);
  const speeds: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++)
    for (const [name, fit] of Object.entries(ways)) {
      const { models } = createMultitask();
      const model = models[methodName(of.model)](data.features, data.tasks, {});
      const { perCpuSecond } = await measureModel(model, of.batch, data, {
        seconds: 1,
        epochs: 4,
        fit: { ...fit, threads: 1 },
      });
      speeds[name] = [...(speeds[name] ?? []), perCpuSecond];
    }
  const plain = median(speeds.plain);
  const cells = Object.values(speeds).map((each) => {
    const speed = median(each);
    return `${Math.round(speed / 1000)} K/s, ${(plain / speed).toFixed(2)} ×`;
  });
  console.log(`| ${of.model}, ${of.batch} | ${cells.join(' | ')} |`);
}
