import { aboutText } from '../about.ts';
import { markdownTable, signed, withError, withInterval } from '../markdown.ts';
import { plePaper } from '../published.ts';
import type { CensusModel, CensusTask, PleTable } from './result.ts';

const tasks: readonly CensusTask[] = ['income', 'marital'];

/** PLE beside what its paper says of it. */
export function pleText({ about, seeds, mostEpochs, patience, batchSize, table, differences }: PleTable): string {
  const title = (model: CensusModel) => table.find((row) => row.model === model)?.title ?? model;
  return [
    '## PLE beside its paper',
    `Test AUC on census-income, PaddleRec’s test half; the epoch (of at most ${mostEpochs}, patience ${patience}) is chosen on ` +
      `the validation half. Batch ${batchSize}, Adam 1e-3, our default sizes, which are not matched in parameters. Mean ± ` +
      `standard error over ${seeds.length} seeds. The paper (Tang et al., RecSys 2020, table 5) has other splits, inputs and ` +
      'sizes, one number each and no errors: compare its differences, not its levels.',
    markdownTable(
      ['', 'parameters', 'epoch kept', 'income', 'marital', 'paper: income', 'paper: marital'],
      table.map(({ model, title, parameters, epochsKept, auc }) => [
        title,
        parameters.toLocaleString('en-US'),
        epochsKept.mean.toFixed(1),
        ...tasks.map((task) => withError(auc[task], 5)),
        ...tasks.map((task) => plePaper[model]?.[task].toFixed(4) ?? ''),
      ]),
    ),
    markdownTable(
      ['paired difference of AUC', 'mean over seeds [95 %]', 'error by the test rows', 'so', 'paper'],
      tasks.flatMap((task) =>
        differences.map(({ a, b, difference, rowError }) => [
          `${title(a)} − ${title(b)}, ${task}`,
          withInterval(difference[task], 5),
          rowError[task].toFixed(5),
          verdict(title(a), difference[task], rowError[task]),
          paperDifference(a, b, task),
        ]),
      ),
    ),
    'The interval is of the luck of training on these rows. “Error by the test rows” is DeLong’s for two models on the same ' +
      'rows, averaged over seeds: a mean within twice of it may be another one on other people.',
    aboutText(about),
  ].join('\n\n');
}

function verdict(a: string, difference: PleTable['differences'][number]['difference']['income'], rowError: number) {
  if (difference.verdict === 'not distinguishable') return 'not distinguishable';
  const what = `${a} ${difference.verdict}`;
  return Math.abs(difference.mean) < 1.96 * rowError ? `${what} on these rows, not distinguishable beyond them` : what;
}

function paperDifference(a: CensusModel, b: CensusModel, task: CensusTask): string {
  const [first, second] = [plePaper[a]?.[task], plePaper[b]?.[task]];
  return first === undefined || second === undefined ? '' : signed(first - second);
}
