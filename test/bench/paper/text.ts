import type { PairedDifference } from '../../../kernel/statistics/paired.ts';
import { aboutText } from '../about.ts';
import { markdownTable, withError, withInterval } from '../markdown.ts';
import { paperClaims } from './claims.ts';
import type { Compared, CorrelationResult, PaperModel, PaperResult } from './result.ts';

/** Everything that `npm run bench:paper` prints, as Markdown. */
export function paperText(result: PaperResult): string {
  const { about, seeds, epochs, batchSize, learningRate, rows, correlations, rises, riseDifferences } = result;
  const { models } = correlations[0];
  const title = (model: PaperModel) => models.find((one) => one.model === model)?.title ?? model;
  const [lowest, highest] = [correlations[0].correlation, correlations[correlations.length - 1].correlation];
  const steps = models[0].curve[models[0].curve.length - 1].step;
  return [
    '## Figure 4 of the MMoE paper',
    `Two tasks of correlation p, drawn as in §3.2 of the paper (what it leaves open is the PLE paper’s): ${rows.train.toLocaleString('en-US')} ` +
      `train rows, ${epochs} epochs, batch ${batchSize}, ${steps.toLocaleString('en-US')} steps of Adam at ${learningRate}. ` +
      `Squared error on ${rows.test.toLocaleString('en-US')} test rows, mean of both tasks, after the last step; mean ± standard ` +
      `error over ${seeds.length} seeds. Parameters: ${models.map((model) => `${model.title} ${model.parameters.toLocaleString('en-US')}`).join(', ')}.`,
    markdownTable(
      ['p', ...models.flatMap((model) => [model.title, 'sd over seeds'])],
      correlations.map((each) => [
        `${each.correlation}`,
        ...each.models.flatMap(({ loss, sd }) => [withError(loss), sd.toFixed(4)]),
      ]),
    ),
    'Paired: both models of a difference saw the same data of a seed. Lower is better.',
    markdownTable(
      ['p', 'difference of the loss', 'mean [95 %]', 'below 0 in', 'so'],
      correlations.flatMap((each) =>
        each.differences.map((compared) => {
          const [name, interval, so] = differenceCells(compared, title);
          return [`${each.correlation}`, name, interval, `${pairsBelow(each, compared)} of ${seeds.length} seeds`, so];
        }),
      ),
    ),
    `How much the loss rises when tasks are less related, from p = ${highest} to p = ${lowest}:`,
    markdownTable(
      ['', 'mean [95 %]', 'so'],
      [
        ...rises.map(({ model, rise }) => [title(model), withInterval(rise), riseVerdict(rise)]),
        ...riseDifferences.map((compared) => {
          const [name, interval] = differenceCells(compared, title);
          return [name, interval, smaller(compared, title, 'suffers less')];
        }),
      ],
    ),
    'What the paper says of its figures 4 and 5 (§5.1, in words, without numbers):',
    markdownTable(['the paper', 'here'], paperClaims(result)),
    'Each interval is a 95 % one by itself; of the many here, a few may miss by chance, so an end that only just misses 0 is ' +
      'weak evidence.',
    aboutText(about),
  ].join('\n\n');
}

function differenceCells(compared: Compared, title: (model: PaperModel) => string): string[] {
  const { a, b, difference } = compared;
  return [`${title(a)} − ${title(b)}`, withInterval(difference), smaller(compared, title, 'is better')];
}

/** In how many seeds the loss of `a` is the lower one: a mean may be the work of a few. */
function pairsBelow({ models }: CorrelationResult, { a, b }: Compared): number {
  const of = (name: PaperModel) => models.find(({ model }) => model === name)?.losses ?? [];
  return of(a).filter((loss, i) => loss < of(b)[i]).length;
}

/** Which of two has the smaller number, where that can be said. */
export function smaller({ a, b, difference }: Compared, title: (model: PaperModel) => string, what: string): string {
  if (difference.verdict === 'not distinguishable') return difference.verdict;
  return `${title(difference.verdict === 'lower' ? a : b)} ${what}`;
}

function riseVerdict({ verdict }: PairedDifference): string {
  return verdict === 'higher' ? 'it rises' : verdict === 'lower' ? 'it falls' : verdict;
}
