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
import { createMultitask } from '../../kernel/multitask/create-multitask.ts';
import { aboutRun } from './about.ts';
import { paperPicture } from './paper-picture.ts';
import type { PaperResult } from './paper-result.ts';
import { paperResult, paperRuns } from './paper-runs.ts';
import { paperText } from './paper-text.ts';
import { writeResult } from './write-result.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    seeds: { type: 'string', default: '50' },
    epochs: { type: 'string', default: '20' },
  },
});
const about = aboutRun('bench:paper');
const seeds = Array.from({ length: Number(values.seeds) }, (_, i) => i + 1);
const tell = (line: string) => console.error(line);
const runs = await paperRuns(createMultitask(), { seeds, epochs: Number(values.epochs), tell });
const result: PaperResult = { kind: 'bench-paper', about: about(), ...paperResult(runs) };
console.log(paperText(result));
mkdirSync('out', { recursive: true });
writeFileSync('out/paper.svg', paperPicture(result));
console.log('\nCurves: out/paper.svg');
if (values.json !== undefined) writeResult(values.json, result);
