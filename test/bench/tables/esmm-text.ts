import type { PairedDifference } from '../../../kernel/statistics/paired.ts';
import { aboutText } from '../about.ts';
import { markdownTable, withError, withInterval } from '../markdown.ts';
import { esmmPaper } from '../published.ts';
import type { EsmmTable, FunnelMeasure } from './result.ts';

const measures: readonly (readonly [name: FunnelMeasure, title: string, better: 'higher' | 'lower'])[] = [
  ['cvrClicked', 'AUC of pCVR, clicked rows', 'higher'],
  ['cvrEntire', 'AUC of pCVR, all impressions', 'higher'],
  ['ctcvr', 'AUC of pCTCVR, all impressions', 'higher'],
  ['cvrLogLoss', 'log loss of pCVR, all impressions', 'lower'],
  ['cvrLevel', 'error of the level of pCVR', 'lower'],
];

/** ESMM against models of clicked rows, where the truth is known. */
export function esmmText(result: EsmmTable): string {
  const { about, seeds, mostEpochs, patience, batchSize, rows, table, truth, differences } = result;
  const { BASE, ESMM } = esmmPaper;
  const clickOnly = differences.find(({ b }) => b === 'click-only');
  return [
    '## ESMM on the click funnel',
    `${seeds.length} simulated funnels (\`datasets.clickFunnel({ seed })\`), ${rows.train.toLocaleString('en-US')} train and ` +
      `${rows.test.toLocaleString('en-US')} test impressions, batch ${batchSize}, Adam 1e-3, at most ${mostEpochs} epochs, the ` +
      `epoch chosen by each model’s own conversion task on validation rows (patience ${patience}). Click-only: a CTR and a CVR ` +
      'network that share nothing, the CVR network trained on clicked rows (the paper’s BASE). Click-masked: ESMM’s network ' +
      'with a loss of pCVR on clicked rows instead of that of pCTCVR. Level: |ln(mean pCVR ÷ mean true pCVR)|. Mean ± standard ' +
      'error over seeds.',
    markdownTable(
      ['', ...measures.map(([, title]) => title)],
      [
        ...table.map((row) => [row.title, ...measures.map(([name]) => withError(row.measures[name]))]),
        ['the true probabilities', ...measures.map(([name]) => withError(truth[name]))],
      ],
    ),
    markdownTable(
      ['ESMM − …, paired over seeds', 'mean [95 %]', 'so'],
      differences.flatMap(({ b, difference }) =>
        measures.map(([name, title, better]) => [
          `${b}: ${title}`,
          withInterval(difference[name]),
          verdict(difference[name], better),
        ]),
      ),
    ),
    'What the paper says (Ma et al., SIGIR 2018, table 2, Ali-CCP, 10 runs), against click-only:',
    markdownTable(
      ['the paper', 'here'],
      (['cvrClicked', 'ctcvr'] as const).map((name) => [
        `ESMM has the higher ${measures.find(([one]) => one === name)?.[1]}: ${ESMM[name]} % against ${BASE[name]} %`,
        clickOnly ? verdict(clickOnly.difference[name], 'higher') : '',
      ]),
    ),
    'How to read it. Click-masked has ESMM’s embeddings, shared with the click task, but not its loss: against it, only the ' +
      'losses differ; against click-only, the sharing does too. The loss on pCTCVR is not the likelihood of what was seen, clicks ' +
      'and conversions after them; click-masked’s is. But that one is averaged over the clicked rows of a batch and so weighs more ' +
      'on the shared embeddings: how much of a difference in ranking is that weight is not separated here. The funnel has more ' +
      'clicks (10 %) and conversions after a click (15 %) than the paper’s data (about 4 % and 0.5 %), and about a thousandth of ' +
      'its rows: a CVR network of clicked rows is less starved here, and nothing is said about Ali-CCP itself.',
    aboutText(about),
  ].join('\n\n');
}

function verdict(difference: PairedDifference, better: 'higher' | 'lower'): string {
  if (difference.verdict === 'not distinguishable') return difference.verdict;
  return difference.verdict === better ? 'ESMM better' : 'ESMM worse';
}
