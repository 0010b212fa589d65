import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { balancePicture } from './balance/picture.ts';
import type { BalanceResult } from './balance/result.ts';
import { balanceText } from './balance/text.ts';
import { paperPicture } from './paper/picture.ts';
import type { PaperResult } from './paper/result.ts';
import { paperText } from './paper/text.ts';
import type { ScienceResult } from './science/result.ts';
import { scienceText } from './science/text.ts';
import type { TablesResult } from './tables/result.ts';
import { tablesText } from './tables/text.ts';

/**
 * The files in the folder of results that show in full what `bench:tables`, `bench:science`, `bench:paper` and `bench:balance`
 * found there, by name.
 */
export function resultsPage(folder: string): Readonly<Record<string, string>> {
  const tables: TablesResult = JSON.parse(readFileSync(join(folder, 'tables.json'), 'utf8'));
  const paper: PaperResult = JSON.parse(readFileSync(join(folder, 'paper.json'), 'utf8'));
  const science: ScienceResult = JSON.parse(readFileSync(join(folder, 'science.json'), 'utf8'));
  const balance: BalanceResult = JSON.parse(readFileSync(join(folder, 'balance.json'), 'utf8'));
  const page = [
    '# Published tables beside ours',
    'Written by `npm run figures` from the JSON files beside it. A standard error or an interval stands behind every mean; where an ' +
      'interval covers 0, two models are not distinguishable by it.',
    tablesText(tables),
    scienceText(science),
    paperText(paper),
    '![Mean test loss of three models by step at three correlations, and paired differences with 95 % intervals](paper.svg)',
    balanceText(balance),
    '![Test loss of two tasks by step, with equal weights and with GradNorm](balance.svg)',
  ];
  return {
    'README.md': `${page.join('\n\n')}\n`,
    'paper.svg': `${paperPicture(paper)}\n`,
    'balance.svg': `${balancePicture(balance)}\n`,
  };
}
