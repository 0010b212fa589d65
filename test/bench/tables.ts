/**
 * Trains what others publish tables of, and prints their figures beside ours, as Markdown: PaddleRec's Shared-Bottom and
 * MMoE on census-income, PLE against other models, ESMM against models of clicked rows.
 *
 *   npm run bench:tables -- [--json FILE] [--only seed,ple,esmm] [--seeds N] [--epochs N]
 *
 * `seed` and `ple` need census-income in MULTITASK_DATA or in the cache. Without `--seeds`: 3 for PaddleRec's table, 10 for
 * the others. The numbers are those of `test/bench/tables-result.ts`; they do not depend on how busy the machine is.
 */
import { parseArgs } from 'node:util';
import { createMultitask } from '../../kernel/multitask/create-multitask.ts';
import { aboutRun } from './about.ts';
import { esmmTable } from './esmm-table.ts';
import { pleTable } from './ple-table.ts';
import { seedTable } from './seed-table.ts';
import type { TablesResult } from './tables-result.ts';
import { tablesText } from './tables-text.ts';
import { writeResult } from './write-result.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    only: { type: 'string', default: 'seed,ple,esmm' },
    seeds: { type: 'string' },
    epochs: { type: 'string' },
  },
});
const about = aboutRun('bench:tables');
const wanted = values.only.split(',');
const unknown = wanted.find((part) => !['seed', 'ple', 'esmm'].includes(part));
if (unknown !== undefined) throw new Error(`--only takes seed, ple and esmm, with commas: got "${unknown}".`);
const library = createMultitask();
const tell = (line: string) => console.error(line);
const seeds = (usual: number) => Array.from({ length: Number(values.seeds ?? usual) }, (_, i) => i + 1);
const epochs = (usual: number) => Number(values.epochs ?? usual);

let result: Omit<TablesResult, 'about'> = { kind: 'bench-tables' };
if (wanted.includes('seed') || wanted.includes('ple')) {
  const census = await library.datasets.censusIncome();
  if (wanted.includes('seed'))
    result = { ...result, seed: await seedTable(library, census, { seeds: seeds(3), epochs: epochs(10), tell }) };
  if (wanted.includes('ple'))
    result = { ...result, ple: await pleTable(library, census, { seeds: seeds(10), mostEpochs: epochs(10), tell }) };
}
if (wanted.includes('esmm'))
  result = { ...result, esmm: await esmmTable(library, { seeds: seeds(10), mostEpochs: epochs(10), tell }) };

const finished: TablesResult = { ...result, about: about() };
console.log(tablesText(finished));
if (values.json !== undefined) writeResult(values.json, finished);
