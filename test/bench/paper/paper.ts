/**
 * Figure 4 of the MMoE paper: Shared-Bottom, OMoE and MMoE on two tasks that are more or less related, with many paired seeds.
 * Prints Markdown tables and draws out/paper.svg.
 *
 *   npm run bench:paper -- [--json FILE] [--seeds N] [--epochs N]
 *
 * The data are drawn; nothing is read. 50 seeds without `--seeds`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import { aboutRun } from '../about.ts';
import { writeResult } from '../write-result.ts';
import { paperPicture } from './picture.ts';
import type { PaperResult } from './result.ts';
import { type PaperRun, paperResult, paperRuns } from './runs.ts';
import { paperText } from './text.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seeds: { type: 'string', default: '50' },
    epochs: { type: 'string', default: '10' },
  },
});
const about = aboutRun('bench:paper', { epochs: values.epochs });
const library = createMultitask();
const runs: PaperRun[] = [];
let result: PaperResult | undefined;
for (let seed = 1; seed <= Number(values.seeds); seed++) {
  const ofSeed = await paperRuns(library, seed, Number(values.epochs));
  console.error(`seed ${seed}: ${ofSeed.map(({ curve }) => curve.at(-1)?.loss.toFixed(4)).join(' ')}`);
  runs.push(...ofSeed);
  if (seed === 1) continue;
  result = {
    kind: 'bench-paper',
    about: about({ seeds: `${seed}` }),
    ...paperResult(runs),
  };
  // After each seed, so that a run that is broken off leaves what it has.
  if (values.json !== undefined) writeResult(values.json, result);
}
if (!result) throw new Error(`--seeds is ${values.seeds}: there are no intervals below two seeds.`);
console.log(paperText(result));
mkdirSync('out', { recursive: true });
writeFileSync('out/paper.svg', paperPicture(result));
console.log('\nCurves: out/paper.svg');
