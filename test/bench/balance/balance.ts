/**
 * Methods that balance tasks, on the toy problem of Nash-MTL's authors (which reach the Pareto front from all five starts) and
 * on GradNorm's generator with tasks of σ = 1 and 100. Prints Markdown tables and draws out/balance.svg.
 *
 *   npm run bench:balance -- [--json FILE] [--only toy|generator] [--seeds N]
 *
 * Nothing is read but, with `--only`, the other part of FILE. Five seeds of the generator without `--seeds`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { estimate, pairedDifference } from '../../../kernel/statistics/index.ts';
import { aboutRun } from '../about.ts';
import { writeResult } from '../write-result.ts';
import { fifth, type Moment, trainOn } from './generator.ts';
import { generatorMethods, toyMethods, toySettings } from './methods.ts';
import { balancePicture } from './picture.ts';
import type { BalanceResult, GeneratorResult, ToyMethod } from './result.ts';
import { balanceText } from './text.ts';
import { descend, starts } from './toy.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string' },
    seeds: { type: 'string', default: '5' },
  },
});
const kept = (): BalanceResult => JSON.parse(readFileSync(values.json ?? '', 'utf8'));

const result: BalanceResult = {
  kind: 'bench-balance',
  toy: values.only === 'generator' ? kept().toy : toy(),
  generator: values.only === 'toy' ? kept().generator : generator(),
};
if (values.json !== undefined) writeResult(values.json, result);
console.log(balanceText(result));
mkdirSync('out', { recursive: true });
writeFileSync('out/balance.svg', balancePicture(result));
console.log('\nCurves: out/balance.svg');

function toy(): BalanceResult['toy'] {
  const about = aboutRun('bench:balance', { only: 'toy' });
  const methods = toyMethods.map(({ method, spec }): ToyMethod => {
    console.error(method);
    const ends = toySettings.map((setting) =>
      starts.map((start) => descend(spec, start, { ...setting, every: setting.count })[1]),
    );
    return { method, ends };
  });
  return { about: about(), methods };
}

function generator(): GeneratorResult {
  const about = aboutRun('bench:balance', { only: 'generator', seeds: values.seeds });
  const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
  const runs = generatorMethods.map(({ method, spec }) => {
    const curves = seeds.map((seed) => {
      console.error(`${method}, seed ${seed}`);
      return trainOn(fifth, spec, seed, fifth.steps / 20);
    });
    const ratios = curves.map((curve) => [0, 1].map((task) => secondHalf(curve, task)));
    return { method, curves, ratios, apart: ratios.map(([one, other]) => Math.abs(Math.log(one / other))) };
  });
  const methods = runs.map(({ method, curves, ratios, apart }, i) => ({
    method,
    ratios: [0, 1].map((task) => estimate(ratios.map((each) => each[task]))),
    apart: estimate(apart),
    ...(i > 0 && { nearer: pairedDifference(runs[0].apart, apart) }),
    curve: curves[0],
  }));
  return { about: about(), size: fifth, seeds, methods };
}

/** Mean of a task's losses, in parts of the first one, over the second half of the steps. */
function secondHalf(curve: readonly Moment[], task: number): number {
  const later = curve.slice(Math.ceil(curve.length / 2)).map(({ ratios }) => ratios[task]);
  return later.reduce((sum, ratio) => sum + ratio, 0) / later.length;
}
