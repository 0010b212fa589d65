import { aboutText } from '../about.ts';
import { markdownTable, withError } from '../markdown.ts';
import { paddleRec } from '../published.ts';
import type { CensusTask, SeedMode, SeedRow, SeedTable } from './result.ts';

/** PaddleRec's published figures beside ours, and what its own start does to the gates. */
export function seedText(result: SeedTable): string {
  const { about, seeds, epochs, batchSize, rows, table } = result;
  const rowsOf = (task: CensusTask) =>
    (['shared-bottom', 'mmoe'] as const).flatMap((model) => [
      published(model, task),
      ...table.filter((row) => row.model === model).map((row) => ours(row, task)),
    ]);
  const head = ['', 'last epoch', 'best epoch', 'mean over epochs', 'last, all test rows', 'last, Paddle’s buckets'];
  const n = (count: number) => count.toLocaleString('en-US');
  return [
    '## PaddleRec’s table',
    `Test AUC on census-income: ${n(rows.train)} train rows, PaddleRec’s test half (${n(rows.test)} rows; all test rows: ` +
      `${n(rows.allTest)}), batch ${batchSize}, Adam 1e-3. Ours: ${epochs} epochs, mean ± standard error over ` +
      `${seeds.length} seeds. PaddleRec’s: one run of 100 or 400 epochs (its files say both). “Best” is chosen on the test rows ` +
      'themselves, as PaddleRec does: an optimistic number, given for comparison only. A standard error over seeds says ' +
      'nothing about other test rows; `evaluate` prints that error beside each AUC.',
    '### income',
    markdownTable(head, rowsOf('income')),
    '### marital',
    markdownTable(head, rowsOf('marital')),
    '### What the gates of MMoE do',
    markdownTable(
      [
        '',
        'gate',
        'effective experts',
        'per row',
        'entropy',
        'largest mean weight',
        'rows above .99',
        'runs collapsed',
      ],
      table.flatMap((row) => gateRows(row, seeds.length)),
    ),
    'Effective experts: exp of the entropy of the mean weights, 8 at most, and the same per row. Collapsed: the gate report ' +
      'finds a gate that gives one expert more than 95 % of its weight at an entropy under 0.05. What raw inputs cost ' +
      'Shared-Bottom, which has no gates, collapsed gates cannot explain: look at both models before blaming them.',
    'PaddleRec’s own start is not quite ours. Its heads are two softmax units, ours one logit; its loss of 2020 clips a saturated ' +
      'softmax, which leaves such rows without a gradient, ours is computed on logits and keeps one. MMoE of 2022 starts from ' +
      'constants and reads rows in the order of the file: every seed is the same run, so its error is 0.',
    aboutText(about),
  ].join('\n\n');
}

export const modeTitle: Readonly<Record<SeedMode, string>> = {
  standardised: 'standardised',
  'paddlerec-2020': 'raw, start of 2020',
  'paddlerec-2022': 'raw, start of 2022',
};

function published(model: SeedRow['model'], task: CensusTask): string[] {
  const { best, mean } = paddleRec[model];
  const title = model === 'mmoe' ? 'MMoE' : 'Shared-Bottom';
  return [`${title}, PaddleRec published`, '', best[task].toFixed(5), mean[task].toFixed(5), '', ''];
}

function ours(row: SeedRow, task: CensusTask): string[] {
  const { last, best, mean, lastOnAllTestRows, lastInBuckets } = row;
  const numbers = [last, best, mean, lastOnAllTestRows, lastInBuckets];
  return [`${row.title}, ours, ${modeTitle[row.mode]}`, ...numbers.map((each) => withError(each[task]))];
}

function gateRows({ mode, gates, collapsedRuns }: SeedRow, runs: number): string[][] {
  return gates.map((gate) => [
    modeTitle[mode],
    gate.serves,
    withError(gate.effectiveExperts, 2),
    withError(gate.effectiveExpertsPerRow, 2),
    withError(gate.entropy, 3),
    withError(gate.largestMean, 3),
    withError(gate.saturated, 3),
    `${collapsedRuns} of ${runs}`,
  ]);
}
