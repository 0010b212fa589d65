import { aboutText } from '../about.ts';
import { markdownTable, withError } from '../markdown.ts';
import { sigmas } from './generator.ts';
import { toySettings } from './methods.ts';
import type { BalanceResult, ToyResult } from './result.ts';
import { distanceToFront, type Point, starts } from './toy.ts';

/** What counts as reached: its length is 14. */
const near = 0.1;

export function reaches(point: Point): boolean {
  return distanceToFront(point) < near;
}

/** Everything that `npm run bench:balance` prints, as Markdown. */
export function balanceText({ about, toy, generator }: BalanceResult): string {
  const { size, seeds, methods } = generator;
  const reached = ({ ends }: ToyResult, setting: number) => ends[setting].filter(reaches).length;
  const fromAll = toySettings.map((_, setting) =>
    toy.filter((each) => reached(each, setting) === starts.length).map(({ method }) => method),
  );
  const plain = toy[0];
  return [
    '## Balanced tasks: the toy problem of Nash-MTL',
    'Two losses of a point that pull apart (Navon et al., ICML 2022, §5.1; equations, five starts and Adam at 1e-3 of the authors’ ' +
      `code, here in 64 bits). Reached: a point less than ${near} from the Pareto front. The authors of Nash-MTL take 35,000 steps and limit the ` +
      'length of theirs to 1 (`clipNorm` here), those of FAMO take 50,000 and γ = 0. Distances are those after 35,000 steps without a limit, from ' +
      `${starts.map(([x1, x2]) => `(${written(x1)}, ${written(x2)})`).join(', ')}. One run each: nothing is random but RLW.`,
    markdownTable(
      ['', ...toySettings.map(({ title }) => title), 'distance from the front'],
      toy.map((each) => [
        each.method,
        ...toySettings.map((_, setting) => `${reached(each, setting)} of ${starts.length}`),
        each.ends[0].map((point) => distanceToFront(point).toFixed(2)).join(', '),
      ]),
    ),
    `From all five starts: ${toySettings.map(({ title }, setting) => `${title}: ${list(fromAll[setting])}`).join('; ')}. ` +
      `Adam on the sum of the losses fails from ${toySettings.map((_, setting) => starts.length - reached(plain, setting)).join(', ')} of five starts in the three settings; ` +
      'the authors of FAMO see it fail from one. A landscape of two dimensions says little of networks.',
    '## Balanced tasks: GradNorm’s generator',
    `Two regression tasks y = σ tanh((B + ε) x) that share B, σ = ${sigmas.join(' and ')} (Chen et al., ICML 2018, §4): ${size.inputs} inputs, ` +
      `${size.outputs} outputs of each, ${size.layers} layers of ${size.outputs} units, ${size.rows.toLocaleString('en-US')} rows, of which a tenth are for the test, ` +
      `${size.steps} steps of Adam at ${size.rate}, batch ${size.batchSize}. A net in plain JavaScript, as tasks of the library have one output; lengths of gradients are over all ` +
      'four layers, the paper’s over the last. Test loss in parts of what it was before the first step; mean ± standard error over ' +
      `${seeds.length} seeds. Where tasks train at one pace, the two parts are alike.`,
    markdownTable(
      ['', ...sigmas.map((sigma) => `σ = ${sigma}`), 'larger ÷ smaller', 'weights of seed 1 at the end'],
      methods.map(({ method, ratios, apart, curve }) => [
        method,
        ...ratios.map((ratio) => withError(ratio, 3)),
        withError(apart, 2),
        curve[curve.length - 1].weights.map((weight) => weight.toPrecision(2)).join(', '),
      ]),
    ),
    aboutText(about),
  ].join('\n\n');
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function written(value: number): string {
  return `${value}`.replace('-', '−');
}
