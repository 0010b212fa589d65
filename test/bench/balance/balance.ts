/**
 * Methods that balance tasks, on the toy problem of Nash-MTL's authors (which reach the Pareto front from all five starts) and
 * on GradNorm's generator with tasks of σ = 1 and 100. Prints Markdown tables and draws out/balance.svg.
 *
 *   npm run bench:balance -- [--json FILE] [--seeds N] [--steps N]
 *
 * Nothing is read. Three seeds and 400 steps of the generator without the options.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { estimate } from '../../../kernel/statistics/index.ts';
import { aboutRun } from '../about.ts';
import { writeResult } from '../write-result.ts';
import { type Size, sizeOfPaper, trainOn } from './generator.ts';
import { generatorMethods, toyMethods, toySettings } from './methods.ts';
import { balancePicture } from './picture.ts';
import type { BalanceResult, GeneratorMethod, ToyResult } from './result.ts';
import { balanceText } from './text.ts';
import { descend, starts } from './toy.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seeds: { type: 'string', default: '3' },
    steps: { type: 'string', default: '400' },
  },
});
const about = aboutRun('bench:balance', { seeds: values.seeds, steps: values.steps });

const toy = toyMethods.map(({ method, spec }): ToyResult => {
  console.error(method);
  return {
    method,
    ends: toySettings.map((setting) =>
      starts.map((start) => descend(spec, start, { ...setting, every: setting.count })[1]),
    ),
  };
});

const size: Size = { ...sizeOfPaper, steps: Number(values.steps) };
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const methods = generatorMethods.map(({ method, spec }): GeneratorMethod => {
  const curves = seeds.map((seed) => {
    console.error(`${method}, seed ${seed}`);
    return trainOn(size, spec, seed, size.steps / 20);
  });
  const ends = curves.map((curve) => curve[curve.length - 1].ratios);
  return {
    method,
    ratios: [0, 1].map((task) => estimate(ends.map((ratios) => ratios[task]))),
    apart: estimate(ends.map((ratios) => Math.max(...ratios) / Math.min(...ratios))),
    curve: curves[0],
  };
});

const result: BalanceResult = { kind: 'bench-balance', about: about(), toy, generator: { size, seeds, methods } };
if (values.json !== undefined) writeResult(values.json, result);
console.log(balanceText(result));
mkdirSync('out', { recursive: true });
writeFileSync('out/balance.svg', balancePicture(result));
console.log('\nCurves: out/balance.svg');
