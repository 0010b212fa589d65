import { aboutText } from '../about.ts';
import { markdownTable, withError, withInterval } from '../markdown.ts';
import { sigmas } from './generator.ts';
import { toySettings } from './methods.ts';
import type { BalanceResult, GeneratorResult, ToyMethod } from './result.ts';
import { distanceToFront, type Point, starts } from './toy.ts';

/** What counts as reached: its length is 14. */
const near = 0.1;

export function reaches(point: Point): boolean {
  return distanceToFront(point) < near;
}

/** Everything that `npm run bench:balance` prints, as Markdown. */
export function balanceText({ toy, generator }: BalanceResult): string {
  return [...toyText(toy), ...generatorText(generator)].join('\n\n');
}

function toyText({ about, methods }: BalanceResult['toy']): string[] {
  const reached = ({ ends }: ToyMethod, setting: number) => ends[setting].filter(reaches).length;
  const fromAll = toySettings.map((_, setting) =>
    methods.filter((each) => reached(each, setting) === starts.length).map(({ method }) => method),
  );
  const failures = toySettings.map((_, setting) => starts.length - reached(methods[0], setting));
  return [
    '## Balanced tasks: the toy problem of Nash-MTL',
    'Two losses of a point that pull apart (Navon et al., ICML 2022; equations, five starts and Adam at 1e-3 of the authors’ ' +
      `code, here in 64 bits). Reached: a point less than ${near} from the Pareto front. The authors of Nash-MTL take 35,000 steps and limit the ` +
      'length of theirs to 1 (`clipNorm` in `fit`); those of FAMO take 50,000 and γ = 0. Distances are those after 35,000 steps without a limit, from ' +
      `${starts.map(([x1, x2]) => `(${written(x1)}, ${written(x2)})`).join(', ')}. One run each: nothing is random but RLW.`,
    markdownTable(
      ['', ...toySettings.map(({ title }) => title), 'distances from the front'],
      methods.map((each) => [
        each.method,
        ...toySettings.map((_, setting) => `${reached(each, setting)} of ${starts.length}`),
        each.ends[0].map((point) => distanceToFront(point).toFixed(2)).join(', '),
      ]),
    ),
    `From all five starts come, ${toySettings.map(({ title }, setting) => `${title}: ${list(fromAll[setting])}`).join('; ')}. ` +
      `Adam on the sum of the losses fails from ${failures.join(', ')} of five in the three settings; the authors of FAMO, after 50,000 steps, ` +
      'see it fail from one. A landscape of two dimensions says little of networks.',
    aboutText(about),
  ];
}

function generatorText({ about, size, seeds, methods }: GeneratorResult): string[] {
  return [
    '## Balanced tasks: GradNorm’s generator',
    `Two regression tasks y = σ tanh((B + ε) x) that share B, σ = ${sigmas.join(' and ')} (Chen et al., ICML 2018), with a fifth of the paper’s ` +
      `sizes: ${size.inputs} inputs, ${size.outputs} outputs of each task, ${size.layers} layers of ${size.outputs} units, ${size.rows.toLocaleString('en-US')} rows, of which a tenth are for the test, ` +
      `${size.steps.toLocaleString('en-US')} steps of Adam at ${size.rate}, batch ${size.batchSize}. A net in plain JavaScript, as tasks of the library have one output; gradients are ` +
      'measured over all four layers, the paper’s over the last. Test loss in parts of what it was before the first step, mean over the second half of the ' +
      `steps; ± standard error over ${seeds.length} seeds. Where tasks train at one pace, the two parts are alike and ln of their ratio is 0.`,
    markdownTable(
      [
        '',
        ...sigmas.map((sigma) => `σ = ${sigma}`),
        'apart: ln (larger ÷ smaller)',
        'nearer than with equal weights [95 %]',
        'so',
        'last weights, seed 1',
      ],
      methods.map(({ method, ratios, apart, nearer, curve }) => [
        method,
        ...ratios.map((ratio) => withError(ratio, 3)),
        withError(apart, 2),
        nearer ? withInterval(nearer, 2) : '',
        nearer
          ? nearer.verdict === 'higher'
            ? 'nearer'
            : nearer.verdict === 'lower'
              ? 'further apart'
              : nearer.verdict
          : '',
        curve[curve.length - 1].weights.map((weight) => weight.toPrecision(2)).join(', '),
      ]),
    ),
    aboutText(about),
  ];
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function written(value: number): string {
  return `${value}`.replace('-', '−');
}
