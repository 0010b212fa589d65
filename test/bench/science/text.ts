import { aboutText } from '../about.ts';
import { markdownTable, withError, withInterval } from '../markdown.ts';
import type { CensusTask } from '../tables/result.ts';
import type {
  BalanceScience,
  CensusScience,
  ClaimsScience,
  FunnelScience,
  Judged,
  ScienceResult,
  Told,
} from './result.ts';

const tasks: readonly CensusTask[] = ['income', 'marital'];

/** Everything that `npm run bench:science` prints, as Markdown. */
export function scienceText({ census, funnel, claims, balance }: ScienceResult): string {
  const parts = [
    census && censusText(census),
    funnel && funnelText(funnel),
    claims && claimsText(claims),
    balance && balanceText(balance),
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}

function censusText({
  seeds,
  epochs,
  batchSize,
  patience,
  models,
  refused,
  differences,
  ...told
}: Told<CensusScience>) {
  const difference = (model: string, task: CensusTask) =>
    differences.find((each) => each.model === model && each.task === task);
  return [
    '## Every model beside one network for each task',
    `Test AUC on census-income, PaddleRec’s test half; the epoch (of at most ${epochs}, patience ${patience}) is chosen on the ` +
      `validation half. Batch ${batchSize}, Adam 1e-3, the defaults of each model, which are not matched in parameters. Mean ± ` +
      `standard error over ${seeds.length} seeds; differences from Single-Task are paired by seed, and their verdicts adjusted for all ` +
      'of the table (Holm).',
    ...tasks.map((task) =>
      markdownTable(
        [task, 'parameters', 'epoch kept', 'AUC', '− Single-Task [95 %]', 'error by the test rows', 'so'],
        models.map(({ model, title, parameters, epochsKept, auc }) => {
          const found = difference(model, task);
          return [
            title,
            parameters.toLocaleString('en-US'),
            epochsKept.mean.toFixed(1),
            withError(auc[task], 5),
            found ? withInterval(found, 5) : '',
            found?.rowsError?.toFixed(5) ?? '',
            found ? onTheseRows(found) : '',
          ];
        }),
      ),
    ),
    'The interval is of the luck of training on these rows. “Error by the test rows” is DeLong’s for two models on the same rows, ' +
      'averaged over seeds: a mean within twice of it may be another one on other people.',
    ...refused.map(({ title, reason }) => `${title} is not in the table: ${reason}`),
    source(told),
  ].join('\n\n');
}

function onTheseRows({ judgement, mean, rowsError = 0 }: Judged & { readonly rowsError?: number }): string {
  if (judgement === 'not distinguishable' || Math.abs(mean) >= 1.96 * rowsError) return judgement;
  return `${judgement} on these rows, not distinguishable beyond them`;
}

function funnelText({
  seeds,
  epochs,
  batchSize,
  patience,
  rows,
  models,
  best,
  differences,
  ...told
}: Told<FunnelScience>) {
  const title = (model: string) => models.find((each) => each.model === model)?.title ?? model;
  const count = (part: keyof typeof rows) => rows[part].toLocaleString('en-US');
  return [
    '## Conversion over all impressions, against the truth',
    `${seeds.length} simulated funnels (\`datasets.clickFunnel({ seed })\`), ${count('train')} train and ${count('test')} test impressions, ` +
      `batch ${batchSize}, Adam 1e-3, at most ${epochs} epochs, the epoch chosen by each model’s own conversion task on validation ` +
      `rows (patience ${patience}). Level: mean pCVR ÷ its true mean over all test impressions, the mean over funnels of its logarithm ` +
      'taken back. Off: |ln level|. Ranking: AUC of pCVR against whether a click would have converted. Mean ± standard error over ' +
      'funnels.',
    markdownTable(
      ['', 'level [± one error]', 'off', 'ranking'],
      [
        ...models.map(({ title, measures: { level, off, ranking } }) => [
          title,
          `${Math.exp(level.mean).toFixed(3)} [${Math.exp(level.mean - level.error).toFixed(3)}, ${Math.exp(level.mean + level.error).toFixed(3)}]`,
          withError(off),
          withError(ranking),
        ]),
        ['the true probabilities', '1', '0', withError(best)],
      ],
    ),
    markdownTable(
      ['… − ESMM, paired over funnels', 'mean [95 %]', 'adjusted p', 'so'],
      differences.map(({ model, measure, ...found }) => [
        `${title(model)}: ${measure}`,
        withInterval(found),
        pText(found.adjusted),
        found.judgement,
      ]),
    ),
    'ESCM²-IPS with true propensities is ESCM²-IPS but for what a click is divided by: the true pCTR of the simulation instead of ' +
      'what the network takes it for. Click-masked and click-only are those of the table of ESMM.',
    source(told),
  ].join('\n\n');
}

function claimsText({ claims, ...told }: Told<ClaimsScience>) {
  const counted = (verdict: string) => claims.filter((claim) => claim.verdict === verdict).length;
  const runs = [...new Set(claims.map(({ run }) => run))];
  return [
    '## What papers claim, and what is seen here',
    `${claims.length} claims: ${counted('seen')} seen, ${counted('opposite')} the other way round, ` +
      `${counted('not distinguishable')} not distinguishable. A claim is seen where the p-value of its paired difference, adjusted for ` +
      'all claims of the table (Holm), is below .05 and the sign is the paper’s. These are our defaults, on these data: what is not ' +
      'seen here is not refuted elsewhere, and few seeds see large differences only.',
    markdownTable(
      ['paper', 'claim', 'run', 'difference', 'mean [95 %]', 'adjusted p', 'so'],
      claims.map(({ paper, claim, run, seeds, measure, a, b, difference, adjusted, verdict }) => [
        paper,
        claim,
        `${runs.indexOf(run) + 1}, ${seeds} seeds`,
        `${measure}: ${b === undefined ? a : `${a} − ${b}`}`,
        withInterval(difference, Math.abs(difference.mean) < 0.01 ? 5 : 4),
        pText(adjusted),
        verdict,
      ]),
    ),
    `Runs: ${runs.map((run, i) => `(${i + 1}) ${run}`).join('; ')}.`,
    source(told),
  ].join('\n\n');
}

function balanceText({ seeds, epochs, batchSize, rows, differences, ...told }: Told<BalanceScience>) {
  return [
    '## What `balance` does to gates that collapse',
    `MMoE with 8 experts on census-income, ${epochs} epoch of batch ${batchSize}, Adam, in two settings in which the gate report gives ` +
      'the alarm, chosen on two other seeds. The weights were chosen beforehand: 0.1 is what the alarm names, and Shazeer et al. (ICLR 2017); 0.01 is of ' +
      'Fedus et al. (JMLR 2022). The last line is what the alarms name first. Effective experts: exp of the entropy of a gate’s mean ' +
      `weights, mean over both gates, of 8. On PaddleRec’s test half, mean ± standard error over ${seeds.length} seeds.`,
    markdownTable(
      ['', 'balance', 'effective experts', 'reports with an alarm', 'AUC, income', 'AUC, marital'],
      rows.map(({ setting, weight, measures: { experts, income, marital }, alarms }) => [
        setting,
        `${weight}`,
        withError(experts, 2),
        `${alarms} of ${seeds.length}`,
        withError(income),
        withError(marital),
      ]),
    ),
    markdownTable(
      ['… − balance 0, paired over seeds', 'balance', 'mean [95 %]', 'adjusted p', 'so'],
      differences.map(({ setting, weight, measure, ...found }) => [
        `${setting}: ${measure === 'experts' ? 'effective experts' : measure}`,
        `${weight}`,
        withInterval(found, measure === 'experts' ? 2 : 4),
        pText(found.adjusted),
        measure === 'experts' ? inUse[found.judgement] : found.judgement,
      ]),
    ),
    source(told),
  ].join('\n\n');
}

const inUse = { better: 'more', worse: 'fewer', 'not distinguishable': 'not distinguishable' } as const;

function pText(p: number): string {
  return p < 0.001 ? '< .001' : p.toFixed(3);
}

function source({ about, load }: Pick<Told<object>, 'about' | 'load'>): string {
  return `${aboutText(about)} Load before the run: ${load.toFixed(1)}.`;
}
